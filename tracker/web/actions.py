"""Actions of a finding: the list, and each deed on it. From the update journey they lead back to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.generic import FormView

from tracker import access
from tracker.models import Action, Finding
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.actions import actions_of, listed
from tracker.services import actions
from tracker.web.forms.action_list import ActionListFilter
from tracker.web.forms.actions import ActionForm
from tracker.web.paging import page_of


@require_GET
def action_list(request: HttpRequest, reference: str) -> HttpResponse:
    finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
    may = access.has_permission(request.user, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    context = {"finding": finding, **list_context(finding), "may_update": may and not finding.is_closed}
    return render(request, "actions/list.html", context)


@require_GET
def all_actions(request: HttpRequest) -> HttpResponse:
    """Actions of all open findings that this person works on or sees, filtered by the address."""
    access.require(request.user, Permission.SEE_WORKSPACE)
    filterset = ActionListFilter(request.GET, queryset=listed(request.user), request=request)
    page = page_of(filterset.qs, request.GET.get("page"))
    context = {"form": filterset.form, "page_obj": page, "today": timezone.localdate()}
    return render(request, "actions/all.html", context)


def list_context(finding: Finding) -> dict[str, Any]:
    """What `actions/items.html` shows."""
    return {"actions": actions_of(finding), "today": timezone.localdate()}


class ActionPage(FormView):
    """An action in a form; a new one where the address has no key."""

    template_name = "actions/action.html"
    form_class = ActionForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.SUBMIT_UPDATE)
        pk = kwargs.get("pk")
        self.action = access.get_action_for(request.user, kwargs["reference"], pk) if pk else None

    def get_initial(self) -> dict[str, Any]:
        names = ("what", "owner", "owner_name", "owner_role", "due_on")
        return {name: getattr(self.action, name) for name in names} if self.action else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        owner_id = self.action.owner_id if self.action else None
        return super().get_form_kwargs() | {"finding": self.finding, "owner_id": owner_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = back_to_list(self.request, self.finding)
        return super().get_context_data(
            finding=self.finding, action_row=self.action, back_url=back_url, **kwargs
        )

    def form_valid(self, form: ActionForm) -> HttpResponse:
        given = {"by": self.request.user, "now": timezone.now(), **form.cleaned_data}
        try:
            if self.action:
                actions.change(action=self.action, **given)
            else:
                actions.add(finding=self.finding, **given)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        return redirect(back_to_list(self.request, self.finding))


@require_POST
def action_move(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    up = request.POST.get("to") == "up"
    return _done(request, reference, pk, lambda action, **who: actions.move(action=action, up=up, **who))


@require_POST
def action_done(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Done today, or not done after all."""
    done_on = None if request.POST.get("done") == "no" else timezone.localdate()
    return _done(
        request, reference, pk, lambda action, **who: actions.set_done(action=action, done_on=done_on, **who)
    )


@require_http_methods(["GET", "POST"])
def action_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask once, then take it off the list."""
    if request.method == "POST":
        return _done(request, reference, pk, lambda action, **who: actions.remove(action=action, **who))
    action = access.get_action_for(request.user, reference, pk)
    back_url = back_to_list(request, action.finding)
    context = {"finding": action.finding, "action_row": action, "back_url": back_url}
    return render(request, "actions/remove.html", context)


def back_to_list(request: HttpRequest, finding: Finding) -> str:
    """The list of actions: the journey's page, where the person came from there."""
    page = "update-actions" if "update" in request.GET else "action-list"
    change = "?change=1" if "change" in request.GET and "update" in request.GET else ""
    return reverse(page, args=[finding.reference]) + change


def _done(request: HttpRequest, reference: str, pk: int, deed: Callable[..., Action | None]) -> HttpResponse:
    action = access.get_action_for(request.user, reference, pk)
    try:
        deed(action, by=request.user, now=timezone.now())
    except Refusal as problem:
        messages.warning(request, str(problem))
    return redirect(back_to_list(request, action.finding))
