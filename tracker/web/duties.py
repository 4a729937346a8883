"""The answer to a report within 56 days: its page, the lists, recording, and what is given out."""

from collections.abc import Container, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from govuk.forms import GovukForm
from tracker import access
from tracker.documents.vocabulary import ExportKind
from tracker.duty_vocabulary import DAYS_APPLY_FROM, DutyPart
from tracker.models import DutyEntry, Finding, Force
from tracker.models.duties import WORDED
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.selectors.duties import (
    PERMISSION_OF,
    Answer,
    answer_to,
    parts_open_to,
    recommendations_of,
    reports_of,
    rows_of,
)
from tracker.services import duties, exports
from tracker.web.exports import taken
from tracker.web.forms.duties import EntryForm, TakeBackForm
from tracker.web.paging import page_of

OF_THE_WHOLE = tuple(part for part in DutyPart if part != DutyPart.EXPLANATION)


@require_GET
def duty_list(request: HttpRequest) -> HttpResponse:
    """Every published report that a policing body must answer, latest first."""
    access.require(request.user, Permission.SEE_REGISTER)
    return _list(request, None)


@require_GET
def force_duties(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of one force, and of the bodies it took over from."""
    access.require(request.user, Permission.SEE_REGISTER)
    return _list(request, access.get_force(slug))


def _list(request: HttpRequest, force: Force | None) -> HttpResponse:
    today = timezone.localdate()
    reports = reports_of(bodies_of(force.pk) if force else None, today=today)
    page = page_of(reports, request.GET.get("page"))
    context = {
        "force": force,
        "page_obj": page,
        "rows": rows_of(page.object_list, today=today),
        "days_apply_from": DAYS_APPLY_FROM,
    }
    return render(request, "duties/list.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock, what was said and done, and each recommendation with its explanation."""
    answer = _answer(request, pk)
    force = answer.report.inspection.force  # type: ignore[union-attr]
    open_parts = parts_open_to(request.user, force.pk)
    sees_all = access.has_permission(request.user, Permission.RESPOND_56_DAYS, force_id=force.pk)
    context = {
        "answer": answer,
        "report": answer.report,
        "force": force,
        "sees_all": sees_all,
        "parts": _parts(answer, open_parts, OF_THE_WHOLE if sees_all else (DutyPart.PUBLISHED,)),
        "may_explain": DutyPart.EXPLANATION in open_parts,
        "may_comment": DutyPart.CHIEF_OFFICERS_COMMENTS in open_parts,
        "can_open_report": access.has_permission(request.user, Permission.DECIDE_REPORT),
    }
    return render(request, "duties/detail.html", context)


def _parts(
    answer: Answer, open_parts: Container[DutyPart], shown: Iterable[DutyPart]
) -> list[dict[str, Any]]:
    """What is said of the report as a whole, part by part, recorded or not."""
    return [
        {"part": part, "entry": answer.standing.get(part), "is_open": part in open_parts} for part in shown
    ]


@require_GET
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer on one sheet, to print or to copy into the document that is published."""
    answer = _answer(request, pk, Permission.RESPOND_56_DAYS)
    worded = [part for part in OF_THE_WHOLE if part in WORDED]
    context = {"answer": answer, "report": answer.report, "parts": _parts(answer, (), worded)}
    return render(request, "duties/answer.html", context)


@require_POST
def answer_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer as a file: for the document that is published, or a line a recommendation."""
    access.get_report_to_answer_for(request.user, pk, Permission.RESPOND_56_DAYS)
    format, parameters = request.POST.get("format", ""), {"report": str(pk)}
    try:
        export = exports.ask(
            kind=ExportKind.ANSWER, format=format, parameters=parameters, by=request.user, now=timezone.now()
        )
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect("duty-detail", pk)
    return taken(export)


def _answer(request: HttpRequest, pk: int, permission: Permission = Permission.SEE_REGISTER) -> Answer:
    report = access.get_report_to_answer_for(request.user, pk, permission)
    return answer_to(report, request.user, today=timezone.localdate())


class DeedPage(FormView):
    """A deed on the answer that asks for something first, and leads back to it."""

    done = ""

    def form_valid(self, form: GovukForm) -> HttpResponse:
        try:
            self.deed(form.cleaned_data | {"by": self.request.user, "now": timezone.now()})
        except (access.NotAllowed, access.NotVisible):
            raise
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect("duty-detail", self.report.pk)


def _part_called(name: str) -> DutyPart:
    try:
        return DutyPart(name)
    except ValueError:
        raise access.NotVisible from None


class RecordPage(DeedPage):
    """`?finding=` names the recommendation that it is about; without it, it is about the whole report."""

    template_name = "duties/record.html"
    form_class = EntryForm
    done = "Recorded."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.part = _part_called(kwargs["part"])
        permission = PERMISSION_OF[self.part]
        self.report = access.get_report_to_answer_for(request.user, kwargs["pk"], permission)
        self.finding = self._finding()
        rows = self.report.duty_entries.filter(part=self.part, finding=self.finding)
        self.last: DutyEntry | None = rows.select_related("made_by").order_by("-version").first()

    def _finding(self) -> Finding | None:
        reference = self.request.GET.get("finding")
        if not reference:
            return None
        rows = recommendations_of(self.report, today=timezone.localdate())
        found = rows.filter(reference=reference[:80]).first()
        if found is None:
            raise access.NotVisible
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"part": self.part}

    def get_initial(self) -> dict[str, Any]:
        if self.last is None:
            return {"version": 0}
        if self.last.is_withdrawn:
            return {"version": self.last.version}
        return {name: getattr(self.last, name) for name in EntryForm.base_fields}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"report": self.report, "part": self.part, "finding": self.finding, "last": self.last}
        return super().get_context_data(**about, **kwargs)

    def deed(self, given: dict[str, Any]) -> None:
        duties.record(report=self.report, part=self.part, finding=self.finding, **given)


class TakeBackPage(DeedPage):
    template_name = "duties/take_back.html"
    form_class = TakeBackForm
    done = "Taken back. It stays readable as an earlier version."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.entry = access.get_duty_entry_for(request.user, kwargs["pk"], kwargs["entry_pk"])
        permission = PERMISSION_OF[DutyPart(self.entry.part)]
        self.report = access.get_report_to_answer_for(request.user, kwargs["pk"], permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, entry=self.entry, **kwargs)

    def deed(self, given: dict[str, Any]) -> None:
        duties.take_back(entry=self.entry, **given)
