"""Evidence: added on the way to an update, looked at, taken and withdrawn."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from govuk.forms import GovukForm
from tracker import access
from tracker.models import Evidence, Finding
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import evidence, file_types
from tracker.web.forms.evidence import FileForm, LinkForm, WithdrawForm
from tracker.web.summaries import facts_of_evidence
from tracker.web.updates import JourneyPage


class AddPage(JourneyPage, FormView):
    """Adds to the finding's evidence and to this person's draft of an update."""

    template_name = "evidence/add.html"
    back_page = next_page = "update-evidence"

    def form_valid(self, form: GovukForm) -> HttpResponse:
        try:
            self.add(form.cleaned_data)
        except evidence.FindingClosed as problem:
            return self.leave(problem)
        except Refusal as problem:
            form.add_error(self.main_field, str(problem))
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def deed(self) -> dict[str, Any]:
        by, now = self.request.user, timezone.now()
        return {"finding": self.finding, "by": by, "now": now, "draft": self.ensured_draft()}


class AddFilePage(AddPage):
    form_class = FileForm
    main_field = "file"
    extra_context = {"heading": "Add a file"}

    def add(self, given: dict[str, Any]) -> None:
        evidence.add_file(**self.deed(), **given)


class AddLinkPage(AddPage):
    form_class = LinkForm
    main_field = "url"
    extra_context = {"heading": "Add a link"}

    def add(self, given: dict[str, Any]) -> None:
        evidence.add_link(**self.deed(), **given)


@require_GET
def detail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    finding, item = _evidence_of(request, reference, pk)
    may_withdraw = access.has_permission(request.user, Permission.SUBMIT_UPDATE, force_id=item.force_id)
    context = {
        "finding": finding,
        "evidence": item,
        "rows": facts_of_evidence(item),
        "updates": finding.updates.filter(evidence_uses__evidence=item).order_by("number"),
        "may_withdraw": may_withdraw and item.withdrawn_at is None,
    }
    return render(request, "evidence/detail.html", context)


@require_GET
def download(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """The file as an attachment that no browser shows, runs or keeps; who took it is written down first."""
    finding, item = _evidence_of(request, reference, pk)
    try:
        evidence.record_download(evidence=item, by=request.user, now=timezone.now())
    except evidence.NotDownloadable as problem:
        context = {"finding": finding, "evidence": item, "problem": str(problem)}
        return render(request, "evidence/not_downloadable.html", context, status=409)
    return _as_attachment(item)


class WithdrawPage(FormView):
    """Asks for the reason, then takes the evidence back."""

    template_name = "evidence/withdraw.html"
    form_class = WithdrawForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding, self.item = _evidence_of(request, **kwargs, permission=Permission.SUBMIT_UPDATE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("evidence-detail", args=[self.finding.reference, self.item.pk])
        return super().get_context_data(finding=self.finding, evidence=self.item, back_url=address, **kwargs)

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        try:
            evidence.withdraw(
                evidence=self.item, by=self.request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refusal as problem:
            form.add_error("reason", str(problem))
            return self.form_invalid(form)
        messages.success(self.request, f"“{self.item.title}” was withdrawn.")
        return redirect("evidence-detail", self.finding.reference, self.item.pk)


def _evidence_of(
    request: HttpRequest, reference: str, pk: int, *, permission: Permission = Permission.SEE_WORKSPACE
) -> tuple[Finding, Evidence]:
    """The evidence at that finding, or at one that was merged into it; at any other it does not exist."""
    finding = access.get_finding_for(request.user, reference, permission)
    item = access.get_evidence_for(request.user, pk, permission)
    if not item.uses.filter(Q(finding=finding) | Q(finding__merged_into=finding)).exists():
        raise access.NotVisible
    return finding, item


def _as_attachment(item: Evidence) -> FileResponse:
    headers = file_types.download_headers(item.content_type)
    return FileResponse(item.file.open("rb"), as_attachment=True, filename=item.file_name, headers=headers)
