"""The people of a force: who they are, inviting them, giving and ending roles."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import TemplateView

from accounts.models import User
from accounts.services import invitations
from tracker import access
from tracker.models import Force, ForceMembership
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.people import roles_in
from tracker.services import people
from tracker.web.forms.people import InviteForm

NOT_SENT = "The mail could not be sent. Send the invitation again in a few minutes."


def managed_force(request: HttpRequest, slug: str) -> Force:
    force = access.get_force(slug)
    access.require(request.user, Permission.MANAGE_PEOPLE, force_id=force.pk)
    return force


class PeopleOfForce(TemplateView):
    template_name = "people/list.html"

    def get_context_data(self, slug: str, **kwargs: Any) -> dict[str, Any]:
        force = managed_force(self.request, slug)
        roles = roles_in(force, on=timezone.localdate())
        return super().get_context_data(force=force, roles=roles, **kwargs)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    return _invite(request, managed_force(request, slug))


# Who gives a role gives away what the force keeps to itself.
@reauthentication_required
def _invite(request: HttpRequest, force: Force) -> HttpResponse:
    form = InviteForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            invited = people.invite(force=force, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as problem:
            form.add_error("name" if isinstance(problem, people.NameMissing) else None, str(problem))
        else:
            _tell(request, invited.user, invited.secret)
            return redirect("people", force.slug)
    return render(request, "people/invite.html", {"form": form, "force": force})


@require_POST
def invite_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    force = managed_force(request, slug)
    user = get_object_or_404(User, pk=pk, memberships__force=force)
    try:
        secret = people.invite_again(user=user, force=force, by=request.user, now=timezone.now())
    except Refusal as problem:
        messages.error(request, str(problem))
    else:
        _tell(request, user, secret)
    return redirect("people", force.slug)


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    force = managed_force(request, slug)
    rows = ForceMembership.objects.filter(force=force).select_related("user", "force")
    return _end_role(request, get_object_or_404(rows, pk=pk))


@reauthentication_required
def _end_role(request: HttpRequest, membership: ForceMembership) -> HttpResponse:
    slug = membership.force.slug  # type: ignore[union-attr]
    if request.method == "POST":
        people.end_role(membership=membership, by=request.user, now=timezone.now())
        messages.success(request, f"{membership.user} is no longer {membership.get_role_display().lower()}")
        return redirect("people", slug)
    return render(request, "people/end_role.html", {"membership": membership, "force": membership.force})


def _tell(request: HttpRequest, user: User, secret: str | None) -> None:
    if secret is None:
        messages.success(request, f"{user} has an account already, and the role from now on")
    elif invitations.send(user=user, by=request.user, secret=secret):
        messages.success(request, f"{user} is invited: a link was sent to {user.email}")
    else:
        messages.error(request, NOT_SENT)
