"""Correcting a confirmed measure or suggestion, which stands in no chain: the old kept with the reason."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Observation, Proposal
from tracker.roles import Permission
from tracker.services import audit, confirming
from tracker.services.correcting import Correction
from tracker.services.statements import question_of
from tracker.services.values import CORRECTABLE, Values, changes, require_keepable
from tracker.vocabulary import Decision, ProposalKind


@transaction.atomic
def correct_measure(*, proposal: Proposal, correction: Correction, by: User, now: datetime) -> Observation:
    """Correct what a confirmed measure says, by its names in parsed-report/1; its force and place stay.

    Raises NotAllowed, ReasonMissing, NotCorrectable, ValueNotUsable, NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT)
    reason = correction.reason_for(CORRECTABLE[ProposalKind.MEASURE])
    rows = Observation.objects.select_for_update(of=("self",)).select_related("measure")
    row = rows.get(proposals=proposal)
    before = facts_of_measure(row)
    require_keepable(correction.values)
    columns = confirming.observed(correction.source or proposal, Values({**before, **correction.values}))
    for name, value in columns.items():
        setattr(row, name, value)
    changed = correction.changes(before, facts_of_measure(row))
    row.save(update_fields=list(columns))
    row.proposals.filter(status=Decision.CONFIRMED).update(amended_at=now)
    _record(proposal, changed, reason, by, now)
    return row


def facts_of_measure(row: Observation) -> dict[str, Any]:
    """The measure as it stands, by the names of parsed-report/1; None for what is missing."""
    return {
        "name": row.measure.name,
        "unit": row.measure.unit or None,
        "value": _figure(row.value, row.value_words),
        "period": row.period or None,
        "comparator": row.comparator or None,
        "comparator_value": _figure(row.comparator_value, row.comparator_words),
        "comparator_period": row.comparator_period or None,
        "note": row.note or None,
    }


def _figure(value: Decimal | None, words: str) -> float | int | str | None:
    if value is None:
        return words or None
    return int(value) if value == value.to_integral_value() else float(value)


@transaction.atomic
def correct_suggestion(*, proposal: Proposal, correction: Correction, by: User, now: datetime) -> Proposal:
    """Correct the wording or the question of a confirmed suggestion, whose proposal itself is the record.

    Raises NotAllowed, ReasonMissing, NotCorrectable, ValueNotUsable, NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT)
    reason = correction.reason_for(CORRECTABLE[ProposalKind.SUGGESTION])
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("report__inspection__programme")
    proposal = rows.get(pk=proposal.pk)
    before = _facts_of_suggestion(proposal.values)
    given = _facts_of_suggestion({**before, **correction.values})
    _refuse_unusable(proposal, Values(given))
    changed = correction.changes(before, given)
    if correction.source is None:  # else that edition's own proposal is the record from now on
        proposal.correction = changes(
            ProposalKind.SUGGESTION, proposal.payload, {**proposal.correction, **given}
        )
        proposal.amended_at = now
        proposal.save(update_fields=["correction", "amended_at"])
    _record(proposal, changed, reason, by, now)
    return proposal


def _facts_of_suggestion(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in ("text", "question")}


def _refuse_unusable(proposal: Proposal, values: Values) -> None:
    values.text("text", "the suggestion")
    if proposal.report.inspection:
        question_of(proposal.report.inspection, values)


def _record(proposal: Proposal, changed: list[dict[str, Any]], reason: str, by: User, now: datetime) -> None:
    audit.record(
        EventKind.ITEM_CORRECTED,
        by=by,
        now=now,
        report=proposal.report,
        proposal_id=proposal.pk,
        proposed=proposal.kind,
        changes=changed,
        reason=reason,
    )
