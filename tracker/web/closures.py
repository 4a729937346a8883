"""Offered closures: the list, and the page on which one is taken or declined."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from tracker import access
from tracker.models import Finding
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.closures import offered, offers_of, offers_on
from tracker.selectors.findings import ORDER
from tracker.services import closures
from tracker.vocabulary import ClosureReason
from tracker.web.forms.closures import LEAVE_OPEN, OfferedClosureForm
from tracker.web.paging import page_of


@require_GET
def closure_list(request: HttpRequest) -> HttpResponse:
    """The newest inspections first; 25 a page."""
    access.require(request.user, Permission.REVIEW)
    rows = offered(request.user).select_related("force", "question").order_by(*ORDER)
    page = page_of(rows, request.GET.get("page"))
    offers = offers_of(page.object_list)
    context = {"page_obj": page, "rows": [(finding, offers[finding.pk]) for finding in page]}
    return render(request, "closures/list.html", context)


class OfferedClosurePage(FormView):
    """What is offered on one finding, why, and the inspector's answer."""

    template_name = "closures/offer.html"
    form_class = OfferedClosureForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.REVIEW)
        self.offers = offers_on(self.finding)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offers": self.offers}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            finding=self.finding,
            offers=self.offers,
            awaiting=_undecided(self.finding),
            back_url=self.finding.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form: OfferedClosureForm) -> HttpResponse:
        answer, note = form.cleaned_data["answer"], form.cleaned_data["note"]
        deed = {"finding": self.finding, "note": note, "by": self.request.user, "now": timezone.now()}
        try:
            if answer == LEAVE_OPEN:
                closures.decline(**deed)
                done = f"{self.finding} stays open."
            else:
                closures.take(reason=answer, **deed)
                done = f"You closed {self.finding} as {ClosureReason(answer).label.lower()}."
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect("closure-list")


def _undecided(finding: Finding) -> Any:
    """The update that has to be decided first, if there is one."""
    return finding.updates.order_by("-number").first() if finding.is_awaiting_review else None
