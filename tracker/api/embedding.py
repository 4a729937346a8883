"""Whether an improvement is still embedded after closure: said by the force, decided by HMICFRS."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.links import Links
from tracker.api.national import programme_called
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.embedding import (
    EmbeddingCheckInput,
    EmbeddingChecksShape,
    EmbeddingDecisionInput,
)
from tracker.models import EmbeddingCheck, EmbeddingDecision, Evidence, Finding
from tracker.roles import Permission
from tracker.selectors.embedding import checks_of, due, later_inspections
from tracker.services import embedding


class EmbeddingChecks(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.UPDATES_WRITE}

    @documented(
        "list_embedding_checks", "Whether a closed finding is still embedded", EmbeddingChecksShape,
        NOT_FOUND, tag="updates",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return Response(_checks(finding, self.links))

    @documented(
        "check_embedding", "Say for the force whether it is still embedded", EmbeddingChecksShape, NOT_FOUND,
        CONFLICT, REFUSED, status=CREATED, body=EmbeddingCheckInput, tag="updates",
        description="Of a finding closed as verified, at any time. Nothing of the finding changes.",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        given = self.checked(EmbeddingCheckInput)
        given["evidence"] = _evidence(finding, given.get("evidence", []))
        embedding.say(finding=finding, by=request.user, now=timezone.now(), **given)
        return Response(_checks(finding, self.links), CREATED)


class EmbeddingDecisionMade(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "decide_embedding", "Raise a new finding of what is no longer embedded, or none",
        EmbeddingChecksShape, NOT_FOUND, CONFLICT, REFUSED, body=EmbeddingDecisionInput, tag="reviews",
        description="The closed finding stays closed; a new one is linked to it in the same step.",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.DECIDE_REPORT)
        _decide(finding, self.checked(EmbeddingDecisionInput), request.user)
        return Response(_checks(finding, self.links))


def _decide(finding: Finding, given: Mapping[str, Any], by: User) -> EmbeddingDecision:
    deed = {"finding": finding, "reason": given["reason"], "by": by, "now": timezone.now()}
    if not given["raises"]:
        return embedding.leave(**deed)
    missing = [name for name in ("kind", "text", "relation") if not given.get(name)]
    if missing:
        raise ValidationError(
            {name: [ErrorDetail("Needed to raise a finding.", "required")] for name in missing}
        )
    wanted = given.get("inspection")
    inspection = later_inspections(finding).filter(pk=wanted).first() if wanted else None
    if wanted and inspection is None:
        known = "There is no later inspection of the force with this id."
        raise ValidationError({"inspection": [ErrorDetail(known, "not_found")]})
    programme = programme_called(given["programme"]) if given.get("programme") else None
    about = {name: given[name] for name in ("kind", "text", "relation")}
    return embedding.raise_anew(inspection=inspection, programme=programme, **about, **deed)


def _evidence(finding: Finding, ids: list[int]) -> list[Evidence]:
    found = list(Evidence.objects.filter(force=finding.force_id, pk__in=ids).order_by("pk"))
    if len(found) != len(set(ids)):
        unknown = "The force has no evidence with one of these ids."
        raise ValidationError({"evidence": [ErrorDetail(unknown, "not_found")]})
    return found


def _checks(finding: Finding, links: Links) -> dict[str, Any]:
    is_due = due(on=timezone.localdate()).filter(pk=finding.pk).exists()
    return {"is_due": is_due, "checks": [_check(row, links) for row in checks_of(finding)]}


def _check(row: EmbeddingCheck, links: Links) -> dict[str, Any]:
    decision: EmbeddingDecision | None = getattr(row, "decision", None)
    return {
        "id": row.pk,
        "answer": row.answer,
        "text": row.text,
        "link": row.link,
        "evidence": [links.evidence(item.pk) for item in row.evidence.all()],
        "made_by": row.made_by.name,
        "made_at": row.made_at,
        "decision": _decision(decision, links) if decision else None,
    }


def _decision(decision: EmbeddingDecision, links: Links) -> dict[str, Any]:
    raised = decision.successor
    return {
        "successor": links.finding(raised.reference) if raised else None,
        "reason": decision.reason,
        "decided_by": decision.decided_by.name,
        "decided_at": decision.decided_at,
    }
