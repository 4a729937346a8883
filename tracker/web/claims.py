"""Claim against verdict: what forces called complete, and what the next report said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker import access
from tracker.roles import Permission
from tracker.selectors.claims import contradicted_claims, counts_by_force, divergences
from tracker.web.paging import page_of


def claim_list(request: HttpRequest) -> HttpResponse:
    """Of all forces for HMICFRS, of their own for people of a force; `?force=` narrows it to one."""
    access.require(request.user, Permission.SEE_WORKSPACE)
    forces = list(counts_by_force(request.user))
    chosen = next((force for force in forces if force.slug == request.GET.get("force")), None)
    claims = contradicted_claims(request.user)
    page = page_of(claims.filter(finding__force=chosen) if chosen else claims, request.GET.get("page"))
    context = {"page_obj": page, "rows": divergences(page), "forces": forces, "chosen": chosen}
    return render(request, "claims/list.html", context)
