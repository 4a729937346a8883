"""Evidence: looked at, taken, used again, replaced, assessed and withdrawn; and the list of it."""

from collections.abc import Mapping
from typing import Any, ClassVar

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
from tracker.selectors import evidence as held
from tracker.selectors.charts import chart_of
from tracker.services import assessments, evidence, file_types, versions
from tracker.vocabulary import EvidenceKind
from tracker.web.forms.evidence import (
    AssessForm,
    FileForm,
    LinkForm,
    MeasureForm,
    UseForm,
    WithdrawForm,
    with_reason,
)
from tracker.web.forms.evidence_list import EvidenceListFilter
from tracker.web.paging import page_of
from tracker.web.summaries import facts_of_evidence


@require_GET
def evidence_list(request: HttpRequest) -> HttpResponse:
    """Evidence of the forces whose workspaces this person sees, filtered by the address, 25 rows a page."""
    access.require(request.user, Permission.SEE_WORKSPACE)
    filterset = EvidenceListFilter(request.GET, queryset=held.listed(request.user), request=request)
    page = page_of(filterset.qs, request.GET.get("page"))
    context = {"form": filterset.form, "page_obj": page, "rows": held.with_references(page, request.user)}
    return render(request, "evidence/list.html", context)


@require_GET
def detail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    finding, item = _evidence_of(request, reference, pk)
    user, force_id = request.user, item.force_id
    may_change = item.withdrawn_at is None and access.has_permission(
        user, Permission.SUBMIT_UPDATE, force_id=force_id
    )
    context = {
        "finding": finding,
        "evidence": item,
        "rows": facts_of_evidence(item),
        "chart": chart_of(item, user),
        "updates": finding.updates.filter(evidence_uses__evidence=item).order_by("number"),
        "versions": held.versions_of(item, user),
        "findings": held.findings_of(item, user),
        "may_withdraw": may_change,
        "may_change": may_change and item.is_current,
        "may_assess": item.is_current and access.has_permission(user, Permission.REVIEW, force_id=force_id),
    }
    return render(request, "evidence/detail.html", context)


@require_GET
def download(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    """The file as an attachment that no browser shows, runs or keeps; who took it is written down first."""
    finding, item = _evidence_of(request, reference, pk)
    try:
        file = evidence.opened(evidence=item, by=request.user, now=timezone.now())
    except (evidence.NotDownloadable, evidence.StoreAway) as problem:
        context = {"finding": finding, "evidence": item, "problem": str(problem)}
        status = 409 if isinstance(problem, evidence.NotDownloadable) else 503
        return render(request, "evidence/not_downloadable.html", context, status=status)
    headers = file_types.download_headers(item.content_type)
    return FileResponse(file, as_attachment=True, filename=item.file_name, headers=headers)


class DeedPage(FormView):
    """Asks what a deed on a piece of evidence needs, does it, and leads back to the evidence."""

    permission: ClassVar[Permission] = Permission.SUBMIT_UPDATE
    main_field: ClassVar[str]
    done: ClassVar[str]
    item: Evidence

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding, self.item = _evidence_of(request, **kwargs, permission=self.permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("evidence-detail", args=[self.finding.reference, self.item.pk])
        return super().get_context_data(finding=self.finding, evidence=self.item, back_url=address, **kwargs)

    def form_valid(self, form: GovukForm) -> HttpResponse:
        try:
            found = self.deed(form, by=self.request.user, now=timezone.now())
        except Refusal as problem:
            fault = problem.field if problem.field in form.fields else self.main_field
            form.add_error(fault if fault in form.fields else None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, self.done.format(found.title))
        return redirect("evidence-detail", self.finding.reference, found.pk)


class WithdrawPage(DeedPage):
    template_name = "evidence/withdraw.html"
    form_class = WithdrawForm
    main_field, done = "reason", "“{}” was withdrawn."

    def deed(self, form: GovukForm, **by: Any) -> Evidence:
        return evidence.withdraw(evidence=self.item, **form.cleaned_data, **by)


class AssessPage(DeedPage):
    template_name = "evidence/assess.html"
    form_class = AssessForm
    permission = Permission.REVIEW
    main_field, done = "reason", "Your assessment of “{}” was saved, and the force is told."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chart=chart_of(self.item, self.request.user), **kwargs)

    def deed(self, form: GovukForm, **by: Any) -> Evidence:
        return assessments.assess(evidence=self.item, **form.cleaned_data, **by)


class UsePage(DeedPage):
    template_name = "evidence/use.html"
    form_class = UseForm
    main_field, done = "finding", "“{}” is used for another finding, too."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"findings": held.findings_without(self.item, self.request.user)}

    def deed(self, form: GovukForm, **by: Any) -> Evidence:
        return evidence.use(evidence=self.item, **form.cleaned_data, **by)


class ReplacePage(DeedPage):
    """A newer version, of the same kind as the older one."""

    template_name = "evidence/replace.html"
    done = "“{}” is now shown in place of the older version."
    FORMS: ClassVar[Mapping[str, Any]] = {
        EvidenceKind.FILE: (with_reason(FileForm), versions.replace_file, "file"),
        EvidenceKind.LINK: (with_reason(LinkForm), versions.replace_link, "url"),
        EvidenceKind.MEASURE: (with_reason(MeasureForm), versions.replace_measure, "value"),
    }

    def get_form_class(self) -> Any:
        return self.FORMS[self.item.kind][0]

    @property
    def main_field(self) -> str:
        return self.FORMS[self.item.kind][2]

    def get_initial(self) -> dict[str, Any]:
        """What was said of the older version; its own date and content are asked for anew."""
        said = {name: getattr(self.item, name) for name in ("title", "shows", "marking", "handling")}
        row = self.item.observations.select_related("measure").first()
        if row is None:
            return said
        was = {"comparator_value": row.value, "comparator_period": row.period}
        return said | {"name": row.measure.name, "unit": row.measure.unit} | was

    def deed(self, form: GovukForm, **by: Any) -> Evidence:
        replace = self.FORMS[self.item.kind][1]
        return replace(old=self.item, **getattr(form, "given", form.cleaned_data), **by)


def _evidence_of(
    request: HttpRequest, reference: str, pk: int, *, permission: Permission = Permission.SEE_WORKSPACE
) -> tuple[Finding, Evidence]:
    """The evidence at that finding, or at one that was merged into it; at any other it does not exist."""
    finding = access.get_finding_for(request.user, reference, permission)
    item = access.get_evidence_for(request.user, pk, permission)
    if not item.uses.filter(Q(finding=finding) | Q(finding__merged_into=finding)).exists():
        raise access.NotVisible
    return finding, item
