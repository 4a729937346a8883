"""Merging findings as reported into real ones: the list, deciding, choosing by hand and undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from tracker import access
from tracker.models import FindingMerge
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors import merges as reading
from tracker.selectors.enquiries import enquiries_of
from tracker.selectors.timelines import timeline_of
from tracker.selectors.workspaces import workspace_of
from tracker.services import merges
from tracker.vocabulary import Decision
from tracker.web.findings import timeline_item
from tracker.web.forms.merges import MergeForm, UndoForm
from tracker.web.paging import page_of

BUTTONS = (Decision.CONFIRMED, Decision.REJECTED)


@require_GET
def merge_list(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, then what was decided."""
    access.require(request.user, Permission.DECIDE_REPORT)
    page = page_of(reading.listing(request.user), request.GET.get("page"))
    waiting = reading.to_decide(request.user).count()
    return render(request, "merges/list.html", {"page_obj": page, "waiting": waiting})


@require_POST
def merge_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The button says whether the two are the same finding."""
    merge = access.get_merge_for(request.user, pk)
    pressed, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()
    address = _where_from(request, merge)
    if pressed not in BUTTONS or len(note) > merges.LONGEST_NOTE:
        messages.warning(
            request, f"Choose one of the buttons, with a reason of at most {merges.LONGEST_NOTE} letters."
        )
        return redirect(address)
    try:
        merges.decide(merge=merge, decision=pressed, by=request.user, now=timezone.now(), note=note)
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect(address)
    return redirect(f"{address}#merge-{merge.pk}")


def _where_from(request: HttpRequest, merge: FindingMerge) -> str:
    """The report's page when the button stood there, else the list."""
    for report_id in (merge.original.report_id, merge.reported.report_id):
        if report_id and request.POST.get("report") == str(report_id):
            return reverse("report-detail", args=[report_id])
    return reverse("merge-list")


class UndoPage(FormView):
    template_name = "merges/undo.html"
    form_class = UndoForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.merge = access.get_merge_for(request.user, kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(merge=self.merge, **kwargs)

    def form_valid(self, form: UndoForm) -> HttpResponse:
        try:
            merges.undo(merge=self.merge, by=self.request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(
            self.request, f"{self.merge.reported} and {self.merge.original} each stand for themselves."
        )
        return redirect(self.merge.reported)


class MergePage(FormView):
    """Choose by hand what a finding as reported is merged into."""

    template_name = "merges/choose.html"
    form_class = MergeForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.DECIDE_REPORT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            finding=self.finding, decisions=reading.decisions_on(self.finding), **kwargs
        )

    def form_valid(self, form: MergeForm) -> HttpResponse:
        reference, note = form.cleaned_data["original"].strip().lower(), form.cleaned_data["note"]
        deed = {"reported": self.finding, "by": self.request.user, "now": timezone.now(), "note": note}
        try:
            row = merges.merge_findings(original=access.get_finding_for(self.request.user, reference), **deed)
        except access.NotVisible:
            form.add_error("original", f"There is no finding {reference}")
        except access.NotAllowed:
            raise
        except Refusal as problem:
            form.add_error("original", str(problem))
        if not form.is_valid():
            return self.form_invalid(form)
        messages.success(self.request, f"{row.reported} is merged into {row.original}.")
        return redirect(row.original)


@require_GET
def merged_finding(request: HttpRequest, reference: str) -> HttpResponse:
    """What was recorded under a reference before it was merged; its workspace for those who see that."""
    finding = access.get_held_finding_for(request.user, reference)
    if finding.merged_into is None:
        return redirect(finding)
    access.get_finding_for(request.user, finding.merged_into.reference)
    context: dict[str, Any] = {
        "finding": finding,
        "standing": finding.merged_into,
        "decisions": reading.decisions_on(finding),
        "may_undo": access.has_permission(request.user, Permission.DECIDE_REPORT),
        "can_open_report": access.has_permission(request.user, Permission.DECIDE_REPORT),
    }
    if access.sees_workspace(request.user, finding):
        context["workspace"] = workspace_of(finding, request.user)
        context["target_dates"] = finding.target_dates.select_related("set_by").order_by("set_at", "pk")
        context["enquiries"] = enquiries_of(finding)
        context["today"] = timezone.localdate()
        context["history"] = [timeline_item(row) for row in timeline_of(finding)]
    return render(request, "merges/merged.html", context)
