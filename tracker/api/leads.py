"""Who leads a finding, and handing over all of someone's work."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.links import Links
from tracker.api.people import chosen
from tracker.api.problems import BadParameters, bad_parameter
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.leads import HandOverInput, LeadInput, LeadShape, WorkShape
from tracker.models import Finding
from tracker.roles import Permission
from tracker.selectors.leads import Work, people_with_work, work_of
from tracker.selectors.people import people_of, people_of_force
from tracker.services import leads

GIVER = OpenApiParameter("giver", required=True, description="E-mail address of whoever hands over.")


class FindingLead(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ, "PUT": Scope.UPDATES_WRITE}

    @documented("lead", "Who leads a finding", LeadShape, NOT_FOUND, tag="actions")
    def get(self, request: Request, reference: str) -> Response:
        return Response(_lead(access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)))

    @documented(
        "name_lead", "Say who leads a finding and who deputises", LeadShape, NOT_FOUND, CONFLICT, REFUSED,
        body=LeadInput, tag="actions",
    )  # fmt: skip
    def put(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.ASSIGN_LEAD)
        given, people = self.checked(LeadInput), people_of(finding)
        named = {field: chosen(people, given[field], field) for field in ("lead", "deputy")}
        return Response(_lead(leads.name_lead(finding=finding, by=request.user, now=timezone.now(), **named)))


class HandOver(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.UPDATES_WRITE}

    def known_parameters(self) -> Iterable[str]:
        return ("giver",) if self.request.method in ("GET", "HEAD") else ()

    @extend_schema(parameters=[GIVER])
    @documented(
        "preview_hand_over", "What a hand-over would move; nothing is moved", WorkShape, NOT_FOUND, REFUSED,
        tag="actions",
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        force = access.get_force(slug)
        access.require(request.user, Permission.ASSIGN_LEAD, force_id=force.pk)
        named = request.query_params.get("giver", "")
        giver = people_with_work(force).filter(email__iexact=named).first()
        if giver is None:
            detail = "giver must be the e-mail address of someone with work of this force."
            raise BadParameters([bad_parameter("giver", detail)])
        return Response(_work(work_of(giver, force), self.links))

    @documented(
        "hand_over", "Hand over everything from one person of a force to another; answers with what moved",
        WorkShape, NOT_FOUND, REFUSED, body=HandOverInput, tag="actions",
    )  # fmt: skip
    def post(self, request: Request, slug: str) -> Response:
        force = access.get_force(slug)
        access.require(request.user, Permission.ASSIGN_LEAD, force_id=force.pk)
        given = self.checked(HandOverInput)
        moved = leads.hand_over(
            force=force,
            giver=chosen(people_with_work(force), given["giver"], "giver"),
            taker=chosen(people_of_force(force.pk), given["taker"], "taker"),
            by=request.user,
            now=timezone.now(),
        )
        return Response(_work(moved, self.links))


def _lead(finding: Finding) -> dict[str, Any]:
    return {"lead": _address(finding.lead), "deputy": _address(finding.deputy)}


def _address(person: User | None) -> str | None:
    return person.email if person else None


def _work(work: Work, links: Links) -> dict[str, Any]:
    return {
        "leads": [links.finding(row.reference) for row in work.leads],
        "deputises": [links.finding(row.reference) for row in work.deputises],
        "actions": [links.finding(row.finding.reference, f"actions/{row.pk}/") for row in work.actions],
    }
