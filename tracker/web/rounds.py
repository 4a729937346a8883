"""Update rounds: which there are, what each asks about, opening and ending one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from tracker import access
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.rounds import asked_in, rounds_of
from tracker.services import rounds
from tracker.web.forms.rounds import RoundForm
from tracker.web.paging import page_of
from tracker.web.tags import counted


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.SEE_WORKSPACE)
    page = page_of(rounds_of(request.user), request.GET.get("page"))
    may_open = access.has_permission(request.user, Permission.ASK_ENQUIRY)
    return render(request, "rounds/list.html", {"page_obj": page, "may_open": may_open})


@require_GET
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings asked about, those that wait for an update first."""
    asking = access.get_round_for(request.user, pk)
    may_end = asking.ended_at is None and access.has_permission(request.user, Permission.ASK_ENQUIRY)
    page = page_of(asked_in(asking, request.user), request.GET.get("page"))
    return render(request, "rounds/detail.html", {"round": asking, "page_obj": page, "may_end": may_end})


class OpenPage(FormView):
    template_name = "rounds/open.html"
    form_class = RoundForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        access.require(request.user, Permission.ASK_ENQUIRY)

    def form_valid(self, form: RoundForm) -> HttpResponse:
        try:
            asking = rounds.open_round(by=self.request.user, now=timezone.now(), **form.answers)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        asked = counted(asking.asked.count(), "finding")
        messages.success(self.request, f"The round is open. It asks for an update of {asked}.")
        return redirect("round-detail", asking.pk)


@require_POST
def round_end(request: HttpRequest, pk: int) -> HttpResponse:
    asking = access.get_round_for(request.user, pk, Permission.ASK_ENQUIRY)
    try:
        rounds.end(asking=asking, by=request.user, now=timezone.now())
    except rounds.RoundEnded as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "The round is ended. It reminds nobody any more.")
    return redirect("round-detail", asking.pk)
