"""Corrected editions: marking a report as one, and deciding each difference."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView

from tracker import access
from tracker.refusals import Refusal
from tracker.selectors.editions import may_replace
from tracker.services import editions
from tracker.vocabulary import Decision
from tracker.web.corrections import done
from tracker.web.forms.amending import UnmarkForm
from tracker.web.posted import row_posted

MOST_LETTERS = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks which earlier report this one corrects."""
    report = access.get_report_for(request.user, pk)
    choices = may_replace(report)
    problem = ""
    if request.method == "POST":
        earlier = row_posted(choices, request.POST.get("replaces"))
        problem = "" if earlier else "Select the report that this one corrects"
        if earlier:
            try:
                editions.mark(report=report, replaces=earlier, by=request.user, now=timezone.now())
                return redirect(f"{reverse('report-detail', args=[pk])}#edition")
            except Refusal as refusal:
                problem = str(refusal)
    context = {"report": report, "choices": list(choices), "problem": problem}
    return render(request, "reports/mark_edition.html", context)


@require_POST
def decide(request: HttpRequest, pk: int, difference_pk: int) -> HttpResponse:
    """The button says whether what stands follows the corrected edition."""
    row = access.get_difference_for(request.user, pk, difference_pk)
    pressed, note = request.POST.get("decision", ""), request.POST.get("note", "").strip()
    address = reverse("report-detail", args=[pk])
    if pressed not in (Decision.CONFIRMED, Decision.REJECTED) or len(note) > MOST_LETTERS:
        messages.warning(
            request, f"Choose one of the buttons, with a reason of at most {MOST_LETTERS} letters."
        )
        return redirect(address)
    try:
        editions.decide(difference=row, decision=pressed, by=request.user, now=timezone.now(), note=note)
    except access.NotVisible:
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect(address)
    return redirect(f"{address}#difference-{row.pk}")


class UnmarkPage(FormView):
    """Asks why the report is no corrected edition after all."""

    template_name = "reports/unmark_edition.html"
    form_class = UnmarkForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.report = access.get_report_for(request.user, kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            editions.refuse_to_unmark(self.report)
        except Refusal as problem:
            messages.warning(request, str(problem))
            return redirect("report-detail", self.report.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)

    def form_valid(self, form: UnmarkForm) -> HttpResponse:
        def deed() -> None:
            editions.unmark(report=self.report, by=self.request.user, now=timezone.now(), **form.cleaned_data)

        if not done(form, deed):
            return self.form_invalid(form)
        messages.success(self.request, f"{self.report} is no corrected edition any more. Decide its items.")
        return redirect("report-detail", self.report.pk)
