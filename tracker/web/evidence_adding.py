"""Evidence on the way to an update: a file, a link or a measure added, or what the force holds used again."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from govuk.forms import GovukForm
from tracker import access
from tracker.models import Evidence
from tracker.refusals import Refusal
from tracker.selectors import evidence as held
from tracker.services import evidence
from tracker.web.forms.evidence import FileForm, LinkForm, MeasureForm
from tracker.web.paging import page_of
from tracker.web.posted import row_posted
from tracker.web.updates import JourneyPage


class AddPage(JourneyPage, FormView):
    """Adds to the finding's evidence and to this person's draft of an update."""

    template_name = "evidence/add.html"
    back_page = next_page = "update-evidence"
    main_field: ClassVar[str]
    existing: Evidence | None = None  # what the force has sent before

    def form_valid(self, form: GovukForm) -> HttpResponse:
        try:
            self.add(form)
        except evidence.FindingClosed as problem:
            return self.leave(problem)
        except Refusal as problem:
            self.existing = getattr(problem, "existing", None)
            fault = problem.field if problem.field in form.fields else self.main_field
            form.add_error(fault, str(problem))
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(existing=self.existing, **kwargs)

    def deed(self) -> dict[str, Any]:
        by, now = self.request.user, timezone.now()
        return {"finding": self.finding, "by": by, "now": now, "draft": self.ensured_draft()}


class AddFilePage(AddPage):
    form_class = FileForm
    main_field = "file"
    extra_context = {"heading": "Add a file"}

    def add(self, form: FileForm) -> None:
        evidence.add_file(**self.deed(), **form.cleaned_data)


class AddLinkPage(AddPage):
    form_class = LinkForm
    main_field = "url"
    extra_context = {"heading": "Add a link"}

    def add(self, form: LinkForm) -> None:
        evidence.add_link(**self.deed(), **form.cleaned_data)


class AddMeasurePage(AddPage):
    form_class = MeasureForm
    main_field = "value"
    extra_context = {"heading": "Add a measure"}

    def add(self, form: MeasureForm) -> None:
        evidence.add_measure(**self.deed(), **form.given)


class ReusePage(JourneyPage, TemplateView):
    """What the force has shown for other findings, found by its words, to be used for this one, too."""

    template_name = "evidence/reuse.html"
    back_page = next_page = "update-evidence"
    extra_context = {"heading": "Use evidence sent before"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()[:200]
        page = page_of(held.elsewhere(self.finding, words=words), self.request.GET.get("page"))
        rows = held.with_references(page, self.request.user)
        return super().get_context_data(words=words, page_obj=page, rows=rows, **kwargs)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        rows = Evidence.objects.visible_to(request.user).filter(force=self.finding.force_id)
        item = row_posted(rows, request.POST.get("use"))
        if item is None:
            raise access.NotVisible
        try:
            evidence.use(
                evidence=item, finding=self.finding, by=request.user, now=timezone.now(),
                draft=self.ensured_draft(),
            )  # fmt: skip
        except evidence.FindingClosed as problem:
            return self.leave(problem)
        except Refusal as problem:
            messages.warning(request, str(problem))
            return redirect("update-evidence-reuse", reference)
        return redirect(reverse("update-evidence", args=[reference]))
