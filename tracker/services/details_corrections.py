"""Correcting what a report says of itself after its inspection was confirmed; what names it stays."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Inspection, Proposal, Question, Report
from tracker.roles import Permission
from tracker.selectors.corrections import standing_values
from tracker.services import audit, confirming, proposals
from tracker.services.correcting import Correction
from tracker.services.values import NotCorrectable, Values
from tracker.vocabulary import Decision, ProposalKind

OF_DETAILS = frozenset({"title", "isbn", "assessed"})
NAMES_IT = frozenset({"force", "programme", "pillar", "inspection_year"})
INSPECTION_STAYS = (
    "The force, programme, pillar and year of a confirmed inspection stand in its findings’ references, "
    "which never change. If they are wrong, withdraw what was confirmed of this report, and upload the "
    "report in another form, as its web page or its PDF."
)


def apart(correction: Correction) -> tuple[Correction, Correction]:
    """The part that corrects details, and the rest. Raises NotCorrectable for what is not corrected so."""
    if "published" in correction.values:
        raise NotCorrectable(
            "Enter the publication day with “Enter the publication day” on the report’s page."
        )
    if NAMES_IT & set(correction.values):
        raise NotCorrectable(INSPECTION_STAYS)
    details = {name: value for name, value in correction.values.items() if name in OF_DETAILS}
    rest = {name: value for name, value in correction.values.items() if name not in OF_DETAILS}
    return replace(correction, values=details), replace(correction, values=rest)


@transaction.atomic
def correct_details(*, proposal: Proposal, correction: Correction, by: User, now: datetime) -> Report:
    """Correct the title, the ISBN, or the names of the questions inspected (`assessed`, a list).

    Of several reports of one inspection those questions count that any of them names. Raises NotAllowed,
    ReasonMissing, NotCorrectable, ValueNotUsable, NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT)
    reason = correction.reason_for(OF_DETAILS)
    report = proposals.held(proposal.report_id)
    proposal = proposals.of_report(report, proposal.pk)
    before = facts_of_details(proposal)
    after = _facts(Values({**before, **correction.values}))
    changes = correction.changes(before, after)
    report.title, report.isbn = after["title"] or "", after["isbn"] or ""
    report.save(update_fields=["title", "isbn"])
    _assess(report, proposal, after)
    Proposal.objects.filter(pk=proposal.pk).update(amended_at=now)
    audit.record(
        EventKind.DETAILS_CORRECTED, by=by, now=now, report=report,
        force=report.inspection.force if report.inspection else None,
        proposal_id=proposal.pk, changes=changes, reason=reason,
    )  # fmt: skip
    return report


def facts_of_details(proposal: Proposal) -> dict[str, Any]:
    """The details as they stand, by the names of parsed-report/1. One query at most."""
    return _facts(Values(standing_values([proposal])[proposal.pk]))


def _facts(values: Values) -> dict[str, Any]:
    return {
        "title": values.text_or_none("title", "the title", longest=200),
        "isbn": values.text_or_none("isbn", "the ISBN", longest=13),
        "assessed": values.texts("assessed", "the questions inspected"),
    }


def _assess(report: Report, proposal: Proposal, facts: dict[str, Any]) -> None:
    """Have the inspection hold the questions that its reports name, this one with what is corrected."""
    assert report.inspection is not None  # noqa: S101  it is confirmed
    # Locked, as another report of the inspection may be corrected at this moment.
    of = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=report.inspection.pk)
    )
    others = Proposal.objects.filter(
        report__inspection=of, kind=ProposalKind.INSPECTION, status=Decision.CONFIRMED
    ).exclude(pk=proposal.pk)
    named: list[Question] = confirming.assessed(of, Values(facts))
    for values in standing_values(others).values():
        named += confirming.assessed(of, Values(values))
    of.assessed.set(named)
