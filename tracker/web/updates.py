"""The update journey: one topic a page, the answers kept in a draft, sent once from the last page."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import CharField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_http_methods
from django.views.generic import FormView, TemplateView, View

from govuk.dates import moment_text, time_text
from govuk.forms import GovukForm
from tracker import access
from tracker.models import Finding, UpdateDraft
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors import evidence as held
from tracker.selectors.actions import actions_of
from tracker.selectors.target_dates import dates_of
from tracker.selectors.updates import draft_of
from tracker.services import drafts
from tracker.services.guards import ChangedMeanwhile, DraftGone, FindingClosed
from tracker.web.actions import list_context
from tracker.web.forms.updates import ChangeForm, CheckForm, CorrectForm, DateForm, StatusForm
from tracker.web.posted import row_posted
from tracker.web.summaries import summary_of_answers

# Of a text that is saved while it is written: well beyond what can be sent.
LONGEST_KEPT = 20_000


@require_GET
def start(request: HttpRequest, reference: str) -> HttpResponse:
    access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
    return redirect("update-status", reference)


class JourneyPage(View):
    """What every page of the journey has: the finding, this person's draft, and the ways back and on."""

    page: ClassVar[str]
    back_page: ClassVar[str] = "finding-detail"
    next_page: ClassVar[str] = "update-check"

    request: HttpRequest
    finding: Finding

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.SUBMIT_UPDATE)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.finding.is_closed:
            return self.leave(FindingClosed())
        return super().dispatch(request, *args, **kwargs)

    def leave(self, problem: Refusal) -> HttpResponse:
        """Back to the finding's page, which says why there is no more to be done here."""
        if self.is_autosave:
            return JsonResponse({"problem": str(problem)}, status=409)
        messages.warning(self.request, str(problem))
        return redirect(self.finding)

    @cached_property
    def draft(self) -> UpdateDraft | None:
        return draft_of(self.finding, self.request.user)

    @property
    def answers(self) -> dict[str, Any]:
        """What the person has answered, over what the finding's last update said."""
        finding = self.finding
        last = {
            "force_status": finding.force_status,
            "waiting_on": finding.waiting_on,
            "force_due_on": finding.force_due_on,
        }
        given = drafts.answers_of(self.draft) if self.draft else {}
        return last | {name: answer for name, answer in given.items() if answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = "update-check" if self.is_change else self.back_page
        return super().get_context_data(
            finding=self.finding,
            draft=self.draft,
            saved=_saved_text(self.draft) if self.draft else "",
            changed_meanwhile=bool(self.draft) and self.draft.finding_version != self.finding.version,
            back_url=reverse(back, args=[self.finding.reference]),
            **kwargs,
        )

    def ensured_draft(self) -> UpdateDraft:
        """The draft; a new one where none was begun, as evidence needs one to belong to."""
        return self.draft or drafts.save_draft(
            finding=self.finding, by=self.request.user, now=timezone.now(), answers={}
        )

    @property
    def is_autosave(self) -> bool:
        """Whether a script asks, which saves what is written and shows no page."""
        return self.request.headers.get("X-Draft") == "autosave"

    @property
    def is_change(self) -> bool:
        """Whether the person came from "Change" on the last page, and goes back there."""
        return "change" in self.request.GET

    def get_success_url(self) -> str:
        onwards = "update-check" if self.is_change else self.next_page
        return reverse(onwards, args=[self.finding.reference])


class AnswerPage(JourneyPage, FormView):
    """A page whose form's fields are answers of the draft."""

    template_name = "updates/answer.html"

    def get_initial(self) -> dict[str, Any]:
        return self.answers

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_autosave:
            return self.autosave()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: GovukForm) -> HttpResponse:
        answers = {name: _kept(value) for name, value in form.cleaned_data.items()}
        try:
            self.save(answers)
        except FindingClosed as problem:
            return self.leave(problem)
        return redirect(self.get_success_url())

    def autosave(self) -> HttpResponse:
        """What `static/js/autosave.js` sends while someone writes: kept as far as it can be read."""
        try:
            draft = self.save(_as_far_as_written(self.get_form()))
        except FindingClosed as problem:
            return self.leave(problem)
        return JsonResponse({"saved": _saved_text(draft)})

    def save(self, answers: Mapping[str, Any]) -> UpdateDraft:
        return drafts.save_draft(
            finding=self.finding, by=self.request.user, now=timezone.now(), answers=answers
        )


class StatusPage(AnswerPage):
    form_class = StatusForm
    next_page = "update-change"
    extra_context = {"heading": "Status of the work"}


class DatePage(AnswerPage):
    form_class = DateForm
    template_name = "updates/date.html"
    back_page, next_page = "update-evidence", "update-check"
    extra_context = {"heading": "Target date"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding, "now": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(moves=dates_of(self.finding).force.rows, **kwargs)


class ChangePage(AnswerPage):
    form_class = ChangeForm
    template_name = "updates/change.html"
    back_page, next_page = "update-status", "update-actions"
    extra_context = {"heading": "What has changed"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.finding.updates.order_by("-number").first()
        return super().get_context_data(latest=latest, **kwargs)


class ActionsPage(JourneyPage, TemplateView):
    """The plan as it stands, kept up to date on the way."""

    template_name = "updates/actions.html"
    back_page, next_page = "update-change", "update-evidence"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            query="?update=1&change=1" if self.is_change else "?update=1",
            next_url=self.get_success_url(),
            **list_context(self.finding),
            **kwargs,
        )


class EvidencePage(JourneyPage, TemplateView):
    """What goes with the update: added here, or used again."""

    template_name = "updates/evidence.html"
    back_page, next_page = "update-actions", "update-date"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            chosen=held.in_draft(self.draft),
            others=held.not_in_draft(self.finding, self.draft),
            rejected=held.rejected_of(self.finding),
            next_url=self.get_success_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        deed = drafts.use_in_draft if "use" in request.POST else drafts.remove_from_draft
        key = request.POST.get("use") or request.POST.get("remove")
        item = row_posted(held.evidence_of(self.finding), key)
        if item is None:
            raise access.NotVisible
        try:
            deed(draft=self.ensured_draft(), evidence=item, by=request.user, now=timezone.now())
        except Refusal as problem:
            messages.warning(request, str(problem))
        return redirect(request.get_full_path())


class CheckPage(JourneyPage, FormView):
    """All answers at a glance; nothing is sent before its button is pressed."""

    template_name = "updates/check.html"
    form_class = CheckForm
    back_page = "update-date"
    next_page = "update-sent"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.draft is None:
            return redirect("update-status", self.finding.reference)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evidence = list(held.in_draft(self.draft))
        rows = summary_of_answers(self.finding, self.answers, list(actions_of(self.finding)), evidence)
        return super().get_context_data(rows=rows, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"seen_version": self.finding.version}

    def form_valid(self, form: CheckForm) -> HttpResponse:
        try:
            drafts.send_draft(
                finding=self.finding, by=self.request.user, now=timezone.now(), **form.cleaned_data
            )
        except FindingClosed as problem:
            return self.leave(problem)
        except DraftGone as problem:
            # A second press of the button: the update is there, so show that it is.
            return redirect(self.get_success_url()) if problem.sent else self.leave(problem)
        except ChangedMeanwhile as problem:
            messages.warning(self.request, f"Your update was not sent. {problem}")
            return redirect(self.request.path)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        return redirect(self.get_success_url())


class CorrectPage(JourneyPage, FormView):
    """What was wrong in an update that was sent: the next one says so, and corrects it."""

    template_name = "updates/correct.html"
    form_class = CorrectForm
    next_page = "update-status"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.update = get_object_or_404(self.finding.updates, number=kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        return {"correction": self.answers.get("correction")} if self.is_begun else {}

    @property
    def is_begun(self) -> bool:
        return self.answers.get("corrects") == self.update

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"update": self.update}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(update=self.update, is_begun=self.is_begun, **kwargs)

    def form_valid(self, form: CorrectForm) -> HttpResponse:
        try:
            drafts.correct_in_draft(
                update=self.update, by=self.request.user, now=timezone.now(), **form.cleaned_data
            )
        except FindingClosed as problem:
            return self.leave(problem)
        return redirect(self.get_success_url())


@require_GET
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
    update = finding.updates.filter(submitted_by=request.user).order_by("-number").first()
    if update is None:
        return redirect(finding)
    return render(request, "updates/sent.html", {"finding": finding, "update": update})


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once, then forget the draft."""
    finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
    if request.method == "POST":
        drafts.discard_draft(finding=finding, by=request.user)
        messages.success(request, "Your draft was deleted.")
        return redirect(finding)
    return render(request, "updates/discard.html", {"finding": finding})


def _saved_text(draft: UpdateDraft) -> str:
    """ "10:42am" today, "20 November 2026 at 5:30pm" before."""
    is_today = timezone.localdate(draft.saved_at) == timezone.localdate()
    return time_text(draft.saved_at) if is_today else moment_text(draft.saved_at)


def _as_far_as_written(form: GovukForm) -> dict[str, Any]:
    """The answers that can be read, and of text what stands there, though it be too long to be sent."""
    form.is_valid()
    written = {
        name: _as_text(form.data.get(form.add_prefix(name), ""))[:LONGEST_KEPT]
        for name, field in form.fields.items()
        if isinstance(field, CharField)
    }
    read = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return written | {name: _kept(value) for name, value in read.items()}


def _as_text(typed: str) -> str:
    """As a form reads it: browsers send line breaks as two characters, and the database holds no NUL."""
    return typed.replace("\r\n", "\n").replace("\x00", "")


def _kept(answer: Any) -> Any:
    """An answer as JSON keeps it."""
    return answer.isoformat() if isinstance(answer, date) else answer or ""
