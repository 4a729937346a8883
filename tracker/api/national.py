"""National recommendations, and how far the forces are with them."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.corrections import correction
from tracker.api.forces import named
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.corrections import CorrectionShape
from tracker.api.shapes.national import (
    ForcesInput,
    NationalCorrectionInput,
    NationalInput,
    NationalRowShape,
    NationalShape,
)
from tracker.api.sources import source
from tracker.models import AuditEvent, Force, NationalRecommendation, Programme
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors.corrections import events_of_national
from tracker.selectors.national import ForceStanding, recommendations, standing_of
from tracker.services import national, national_corrections
from tracker.services.correcting import Correction
from tracker.vocabulary import DatePrecision

EVERY_FORCE = ["all"]
COLUMNS = (
    "id",
    "title",
    "text",
    "programme__slug",
    "programme__name",
    "year",
    "public_from",
    "source_url",
    "version",
    "total",
    "closed",
)


class NationalList(ListView):
    queryset = NationalRecommendation.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("-year", "-id")

    @documented(
        "list_national_recommendations", "National recommendations, newest first",
        NationalRowShape(many=True), tag="national",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        return self.page_of(recommendations(request.user), lambda row: facts(row, self.links))

    @documented(
        "address_national_recommendation", "Address a recommendation to forces", NationalShape, REFUSED,
        status=CREATED, body=NationalInput, tag="national",
        description="Each force gets a finding of its own, in one step. The same text of the same programme "
        "and year again adds only the forces that were left out.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        given = self.checked(NationalInput)
        given["programme"] = programme_called(given["programme"])
        given["forces"] = forces_called(given["forces"])
        row = national.address(by=request.user, now=timezone.now(), **given)
        answer = whole(row, request.user, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class NationalDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "national_recommendation", "One national recommendation, force by force", NationalShape, NOT_FOUND,
        tag="national",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        row = access.get_national_for(request.user, pk)
        return Response(whole(row, request.user, self.links))


class NationalCorrections(ListView):
    queryset = AuditEvent.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REPORTS_WRITE}
    columns, order = ("id", "at", "actor__name", "data"), ("-id",)

    @documented(
        "list_national_corrections", "What was corrected of it since it was entered",
        CorrectionShape(many=True), NOT_FOUND, tag="national",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        row = access.get_national_for(request.user, pk)
        return self.page_of(events_of_national(row), correction)

    @documented(
        "correct_national_recommendation", "Correct its wording, title, address or day for all its forces",
        NationalShape, NOT_FOUND, CONFLICT, REFUSED, body=NationalCorrectionInput, tag="national",
        description="The finding of each force is corrected with it. Programme and year never change.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        row = access.get_national_for(request.user, pk)
        access.require(request.user, Permission.DECIDE_REPORT)
        given = self.checked(NationalCorrectionInput)
        reason, version = given.pop("reason"), given.pop("version", None)
        national_corrections.correct(
            national=row, correction=Correction(given, reason, version), by=request.user, now=timezone.now()
        )
        return Response(whole(row, request.user, self.links))


class NationalForces(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "add_forces_to_national_recommendation", "Address it to more forces",
        NationalShape, NOT_FOUND, REFUSED, body=ForcesInput, tag="national",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        row = access.get_national_for(request.user, pk)
        access.require(request.user, Permission.DECIDE_REPORT)
        forces = forces_called(self.checked(ForcesInput)["forces"])
        national.add_forces(national=row, forces=forces, by=request.user, now=timezone.now())
        return Response(whole(row, request.user, self.links))


def facts(row: Row, links: Links) -> dict[str, Any]:
    programme = row["programme__slug"]
    return {
        "url": links.national(row["id"]),
        "title": row["title"],
        "text": row["text"],
        "programme": named(programme, row["programme__name"], links.programme(programme)),
        "year": row["year"],
        "public_from": row["public_from"],
        "source": source(row["title"], row["public_from"], DatePrecision.DAY, row["source_url"]),
        "total": row["total"],
        "closed": row["closed"],
        "version": row["version"],
    }


def whole(national: NationalRecommendation, user: Person, links: Links) -> dict[str, Any]:
    row = recommendations(user).values(*COLUMNS).get(pk=national.pk)
    standing = standing_of(national, user)
    return {**facts(row, links), "forces": [_force(each, user, links) for each in standing.rows]}


def _force(row: ForceStanding, user: Person, links: Links) -> dict[str, Any]:
    finding = row.finding
    told = {"force_status": finding.force_status} if row.is_own else {}
    return {
        "force": named(finding.force.slug, finding.force.name, links.force(finding.force.slug)),
        "reference": finding.reference,
        "finding": links.finding(finding.reference),
        "inspectorate_status": access.inspectorate_status_for(user, finding),
        "closure_reason": finding.closure_reason or None,
        "verdict": finding.verdict or None,
        "verdict_year": finding.verdict_year,
        **told,
    }


def programme_called(slug: str) -> Programme:
    row = Programme.objects.filter(slug=slug).first()
    if row is None:
        raise ValidationError({"programme": [ErrorDetail(f"There is no programme {slug}.", "not_found")]})
    return row


def forces_called(slugs: Sequence[str]) -> list[Force]:
    """The forces of those slugs. Raises ValidationError naming the first that there is not."""
    if slugs == EVERY_FORCE:
        return list(national.all_forces())
    found = {force.slug: force for force in Force.objects.filter(slug__in=slugs)}
    for place, slug in enumerate(slugs):
        if slug not in found:
            missing = ErrorDetail(f"There is no force {slug}.", "not_found")
            raise ValidationError({"forces": {str(place): [missing]}})
    return list(found.values())
