"""Pages that split, merge and add items of a report."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tracker import access
from tracker.models import Proposal
from tracker.roles import Permission
from tracker.services import reshaping
from tracker.vocabulary import ProposalKind
from tracker.web.corrections import ProposalPage, done, place_of
from tracker.web.forms.corrections import StatementForm
from tracker.web.forms.reshaping import MergeForm, SplitForm, add_form
from tracker.web.report_tags import NAMES, name


class SplitPage(ProposalPage):
    template_name = "reports/split.html"
    form_class = SplitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"proposal": self.proposal}

    def refuse(self) -> None:
        reshaping.refuse_not_reshapable(self.proposal)

    def form_valid(self, form: SplitForm) -> HttpResponse:
        def deed(**given: Any) -> None:
            self.back_url = place_of(reshaping.split(**given)[0])

        return self.settle(form, deed, "is split. Decide each part.", parts=form.parts())


class MergePage(ProposalPage):
    template_name = "reports/merge.html"
    form_class = MergeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"proposal": self.proposal}

    def refuse(self) -> None:
        reshaping.refuse_not_reshapable(self.proposal)

    def form_valid(self, form: MergeForm) -> HttpResponse:
        def deed(proposal: Proposal, **given: Any) -> None:
            self.back_url = place_of(reshaping.merge(chosen=[proposal, *form.chosen()], **given))

        return self.settle(form, deed, "is merged with what you selected. Decide it as one.")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add what the reader missed; it is confirmed at once."""
    report = access.get_report_for(request.user, pk)
    if kind not in NAMES or kind == ProposalKind.INSPECTION:
        raise Http404
    if report.inspection is None:
        messages.warning(
            request, "Confirm the inspection first: it says which force and year the rest is of."
        )
        return redirect("report-detail", pk)
    may_close = access.has_permission(request.user, Permission.REVIEW)
    data = request.POST if request.method == "POST" else None
    form = add_form(report, ProposalKind(kind), data, may_close=may_close)
    made: list[Any] = []

    def deed() -> None:
        values = {name: value for name, value in form.correction().items() if name != "quote"}
        quote = form.cleaned_data["quote"]
        decision = form.decision() if isinstance(form, StatementForm) else None
        given = {"values": values, "decision": decision, "by": request.user, "now": timezone.now()}
        made.append(reshaping.add(report=report, kind=kind, quote=quote, **given))

    if form.is_valid() and done(form, deed):
        messages.success(request, f"{name(made[0])} is added.")
        return redirect(place_of(made[0]))
    context = {"report": report, "called": NAMES[kind].lower(), "form": form}
    return render(request, "reports/add.html", context)
