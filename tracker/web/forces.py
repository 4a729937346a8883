"""The register by force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker import access
from tracker.models import Force
from tracker.roles import Permission
from tracker.selectors import forces
from tracker.selectors.bodies import history_of


def force_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.SEE_REGISTER)
    return render(request, "forces/list.html", {"forces": forces.all_forces(request.user)})


def force_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Grades by inspection, findings by question, and the matters that came back."""
    access.require(request.user, Permission.SEE_REGISTER)
    try:
        force = Force.objects.get(slug=slug)
    except Force.DoesNotExist:
        raise access.NotVisible from None
    register = forces.register_of(force, request.user)
    context = {"force": force, "register": register, "bodies": history_of(force)}
    return render(request, "forces/detail.html", context)
