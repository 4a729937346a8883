"""Reports: the list, uploading one, and the sheet on which its proposals are decided beside the source."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.generic import FormView

from tracker import access
from tracker.models import Finding, Proposal, Report
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors import duties
from tracker.selectors.after_import import after_import
from tracker.selectors.corrections import corrections_by_proposal
from tracker.selectors.editions import edition_of, later_edition, may_replace
from tracker.selectors.factual_checks import may_be_checked
from tracker.selectors.factual_checks import of_report as checks_of
from tracker.selectors.progress import progress_of
from tracker.selectors.reports import Row, earlier_findings, listing, row_of, sheet
from tracker.selectors.sources import around, stretches
from tracker.services import proposals, reports
from tracker.services.proposals import StatementDecision
from tracker.services.values import ValueNotUsable
from tracker.vocabulary import Decision, ProposalKind, ReportStatus
from tracker.web.corrections import place_of
from tracker.web.forms.corrections import FORMS, CorrectionForm, StatementForm
from tracker.web.forms.reports import PublicationForm, UploadForm
from tracker.web.paging import page_of
from tracker.web.posted import row_posted
from tracker.web.report_tags import NAMES

HAS_PROPOSALS = (ReportStatus.READ, ReportStatus.DECIDED)
CAN_READ_AGAIN = (ReportStatus.FAILED, ReportStatus.NEEDS_PERSON)


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.DECIDE_REPORT)
    page = page_of(listing(request.user), request.GET.get("page"))
    return render(request, "reports/list.html", {"page_obj": page})


class UploadPage(FormView):
    template_name = "reports/upload.html"
    form_class = UploadForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        access.require(request.user, Permission.DECIDE_REPORT)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            report = reports.upload(file=file, by=self.request.user, now=timezone.now())
        except reports.AlreadyUploaded as problem:
            form.add_error("file", str(problem))
            return self.render_to_response(self.get_context_data(form=form, earlier=problem.earlier))
        except Refusal as problem:
            form.add_error("file", str(problem))
            return self.form_invalid(form)
        return redirect("report-detail", report.pk)


@require_GET
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading has come, and then the sheet of proposals."""
    report = access.get_report_for(request.user, pk)
    if report.status not in HAS_PROPOSALS:
        context = {
            "report": report,
            "can_read_again": report.status in CAN_READ_AGAIN,
            "progress": progress_of(report, now=timezone.now()),
        }
        return render(request, "reports/status.html", context)
    read = sheet(report)
    rows = [row for group in read.groups for row in group.rows]
    context = {
        "report": report,
        "sheet": read,
        "decided": sum(row.proposal.status != Decision.PROPOSED for row in rows),
        "all": len(rows),
        "may_close": access.has_permission(request.user, Permission.REVIEW),
        "source": stretches(report.text, _still_there(rows)),
        "corrections": corrections_by_proposal([row.proposal for row in rows]),
        "after": after_import(report, report.inspection) if report.inspection else None,
        "addable": [(kind, called) for kind, called in NAMES.items() if kind != ProposalKind.INSPECTION],
        "checks": checks_of(report),
        "edition": edition_of(report),
        "later_edition": later_edition(report),
        "may_replace": may_replace(report).first(),
        "duty": duties.row_of(report, today=timezone.localdate()),
        "may_invite": may_be_checked(report, on=timezone.localdate()),
    }
    return render(request, "reports/sheet.html", context)


def _still_there(rows: Iterable[Row]) -> list[Proposal]:
    """Not those in whose place others stand: they would mark the text twice."""
    return [row.proposal for row in rows if row.proposal.status != Decision.REPLACED]


@require_GET
def report_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What `static/js/progress.js` asks for while the report is read."""
    report = access.get_report_for(request.user, pk)
    progress = progress_of(report, now=timezone.now())
    return JsonResponse({"words": progress.words, "is_over": progress.is_over})


@require_POST
def report_retry(request: HttpRequest, pk: int) -> HttpResponse:
    report = access.get_report_for(request.user, pk)
    return _tried(request, report, lambda: reports.retry(report=report, by=request.user, now=timezone.now()))


class PublicationPage(FormView):
    template_name = "reports/publication.html"
    form_class = PublicationForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.report = access.get_report_for(request.user, kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)

    def form_valid(self, form: PublicationForm) -> HttpResponse:
        day = form.cleaned_data["published_on"]
        try:
            reports.set_publication_day(
                report=self.report, published_on=day, by=self.request.user, now=timezone.now()
            )
        except Refusal as problem:
            form.add_error("published_on", str(problem))
            return self.form_invalid(form)
        return redirect("report-detail", self.report.pk)


@require_POST
def confirm_all(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    report = access.get_report_for(request.user, pk)
    return _tried(
        request,
        report,
        lambda: proposals.confirm_all(report=report, kind=kind, by=request.user, now=timezone.now()),
        anchor=f"group-{kind}",
    )


@require_POST
def proposal_confirm(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Confirm as it stands on the sheet; what cannot stand is shown on the page that corrects it."""
    proposal = access.get_proposal_for(request.user, pk, proposal_pk)
    try:
        proposals.confirm(
            proposal=proposal,
            by=request.user,
            now=timezone.now(),
            decision=_shown_decision(request, proposal),
        )
    except ValueNotUsable as problem:
        return _ask_to_correct(request, proposal, problem)
    except Refusal as problem:
        _refuse_unless_a_door_answers(request, problem)
        return redirect("report-detail", pk)
    return redirect(place_of(proposal))


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_correct(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Correct what was read, then confirm it so."""
    proposal = access.get_proposal_for(request.user, pk, proposal_pk)
    if _is_not_ripe(proposal):
        messages.warning(request, _why_not_ripe(proposal))
        return redirect("report-detail", pk)
    form = _form(request, proposal, request.POST if request.method == "POST" else None)
    if form.is_valid() and _confirmed(request, proposal, form):
        return redirect(place_of(proposal))
    return _correction_page(request, proposal, form)


def _confirmed(request: HttpRequest, proposal: Proposal, form: CorrectionForm) -> bool:
    """Confirm with what was typed; a refusal goes to its field, and nothing typed is lost."""
    decision = form.decision() if isinstance(form, StatementForm) else None
    try:
        proposals.confirm(
            proposal=proposal,
            by=request.user,
            now=timezone.now(),
            correction=form.correction(),
            decision=decision,
        )
    except ValueNotUsable as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        form.add_error(None, str(problem))
    return form.is_valid()


def _ask_to_correct(request: HttpRequest, proposal: Proposal, problem: ValueNotUsable) -> HttpResponse:
    form = _form(request, proposal, None)
    messages.warning(request, str(problem))
    return _correction_page(request, proposal, form)


def _form(request: HttpRequest, proposal: Proposal, data: Any) -> CorrectionForm:
    extra = {}
    if proposal.kind == ProposalKind.STATEMENT:
        extra["may_close"] = access.has_permission(request.user, Permission.REVIEW)
    return FORMS[proposal.kind](data, row=row_of(proposal), **extra)


def _correction_page(request: HttpRequest, proposal: Proposal, form: CorrectionForm) -> HttpResponse:
    context = {
        "report": proposal.report,
        "proposal": proposal,
        "form": form,
        "passages": around(proposal),
        "back_url": place_of(proposal),
    }
    return render(request, "reports/correct.html", context)


def _is_not_ripe(proposal: Proposal) -> bool:
    is_first = proposal.kind == ProposalKind.INSPECTION
    return proposal.status != Decision.PROPOSED or not (is_first or proposal.report.inspection_id)


def _why_not_ripe(proposal: Proposal) -> str:
    if proposal.status != Decision.PROPOSED:
        return str(proposals.AlreadyDecided(proposal))
    return "Confirm the inspection first: it says which force and year the rest is of."


def _shown_decision(request: HttpRequest, proposal: Proposal) -> StatementDecision | None:
    """The predecessor and successor that stood on the sheet when the button was pressed."""
    inspection = proposal.report.inspection
    if proposal.kind != ProposalKind.STATEMENT or inspection is None:
        return None
    earlier = earlier_findings(inspection.force_id, inspection.year)
    new = Finding.objects.filter(proposals__report=proposal.report)
    return StatementDecision(
        predecessor=row_posted(earlier, request.POST.get("predecessor")),
        successors=[finding for finding in [row_posted(new, request.POST.get("successor"))] if finding],
    )


def _tried(request: HttpRequest, report: Report, deed: Any, *, anchor: str = "") -> HttpResponse:
    """Do it, and go back to the report's page: to the anchor, or to the top where a refusal is told."""
    try:
        deed()
    except Refusal as problem:
        _refuse_unless_a_door_answers(request, problem)
        anchor = ""
    address = reverse("report-detail", args=[report.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def _refuse_unless_a_door_answers(request: HttpRequest, problem: Refusal) -> None:
    if isinstance(problem, access.NotVisible | access.NotAllowed):
        raise problem
    messages.warning(request, str(problem))
