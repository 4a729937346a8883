"""Proposals: a machine proposes what it read out of a report, a person decides."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from govuk.dates import moment_text
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.models import EditionDifference, Proposal, Report
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.factual_checks import may_be_checked
from tracker.services import audit, confirming, statements, values
from tracker.services.guards import ReasonMissing
from tracker.services.statements import StatementDecision
from tracker.services.values import Values
from tracker.vocabulary import Decision, ProposalKind, RejectReason, ReportStatus

__all__ = ["StatementDecision", "confirm", "confirm_all", "reject"]

MOST_TOLD = 60  # characters of a corrected value that a refusal repeats
NAMES: dict[str, str] = {
    ProposalKind.INSPECTION: "The inspection",
    ProposalKind.JUDGMENT: "Judgment",
    ProposalKind.FINDING: "Finding",
    ProposalKind.STATEMENT: "Statement",
    ProposalKind.MEASURE: "Measure",
    ProposalKind.SUGGESTION: "Suggestion",
}

MAKERS: dict[str, Callable[..., None]] = {
    ProposalKind.INSPECTION: confirming.inspection,
    ProposalKind.JUDGMENT: confirming.judgment,
    ProposalKind.FINDING: confirming.finding,
    ProposalKind.MEASURE: confirming.measure,
    ProposalKind.SUGGESTION: confirming.suggestion,
}


class AlreadyDecided(Conflict):
    """Someone decided before. The sentence says what, how, by whom and when; `proposal` is it."""

    code = "already_decided"

    def __init__(self, proposal: Proposal) -> None:
        named = NAMES[proposal.kind]
        numbered = named if proposal.kind == ProposalKind.INSPECTION else f"{named} {proposal.position + 1}"
        super().__init__(
            f"{numbered} was {_how(proposal)} already, "
            f"by {proposal.decided_by} on {moment_text(proposal.decided_at)}."
        )
        self.proposal = proposal


def _how(proposal: Proposal) -> str:
    """ "confirmed with corrections (verdict: improved)", in a person's words."""
    decided = proposal.get_status_display().lower()
    if proposal.reject_reason:
        return f"{decided} ({proposal.get_reject_reason_display().lower()})"
    if proposal.status == Decision.CONFIRMED and proposal.correction:
        values = ", ".join(
            f"{name.replace('_', ' ')}: {_short(value)}" for name, value in proposal.correction.items()
        )
        return f"{decided} with corrections ({values})"
    if proposal.status == Decision.CONFIRMED:
        return f"{decided} as it was read{_what_it_made(proposal)}"
    return decided


def _what_it_made(proposal: Proposal) -> str:
    if proposal.statement and proposal.statement.finding:
        return f", about {proposal.statement.finding},"
    return f", as {proposal.finding}," if proposal.finding else ""


def _short(value: Any) -> str:
    text = "none" if value is None else str(value).replace("_", " ")
    return f"{text[:MOST_TOLD]}…" if len(text) > MOST_TOLD else text


class InspectionFirst(Refusal):
    code = "inspection_first"


class ReadAgain(Conflict):
    code = "read_again"

    def __init__(self) -> None:
        super().__init__("The report was read again, so this proposal is gone. Open the report anew.")


class DifferenceFirst(Refusal):
    """It differs from what the earlier edition made, which would be doubled."""

    code = "difference_first"

    def __init__(self) -> None:
        super().__init__("This differs from the earlier edition: decide the difference instead.")


class EditionEmbargoed(Refusal):
    """What it changes is public already, and would tell of the corrected edition before its day."""

    code = "edition_embargoed"

    def __init__(self) -> None:
        super().__init__(
            "This corrected edition is not published yet. Enter its publication day; what differs is decided "
            "from that day on."
        )


class NotInBulk(Refusal):
    code = "not_in_bulk"


def confirm(
    *,
    proposal: Proposal,
    by: User,
    now: datetime,
    correction: Mapping[str, Any] | None = None,
    decision: StatementDecision | None = None,
) -> Proposal:
    """Make the row that is proposed, with a person's corrections over what was read.

    Twice by one person and with the same values is as once, where what was taken of a second reading while
    it waited goes without saying; anything else on what is decided is refused.

    `correction` has the names of parsed-report/1; `decision` is for statements. Raises NotAllowed,
    AlreadyDecided, ReadAgain, InspectionFirst, and whatever the kind refuses (`confirming`, `statements`).
    """
    access.require(by, Permission.DECIDE_REPORT)
    with transaction.atomic():
        report = held(proposal.report_id)
        proposal = of_report(report, proposal.pk)
        if _is_the_same(proposal, by, correction, decision):
            return proposal
        refuse_if_decided(proposal)
        _confirm(proposal, by, now, correction, decision or StatementDecision())
        finish(report, by, now)
    return proposal


def _is_the_same(
    proposal: Proposal,
    by: User,
    correction: Mapping[str, Any] | None,
    decision: StatementDecision | None,
) -> bool:
    if proposal.status != Decision.CONFIRMED or proposal.decided_by != by:
        return False
    about = decision and decision.predecessor
    if about and proposal.statement and proposal.statement.finding != about:
        return False
    given = {**_held_before(proposal), **(correction or {})}
    return bool(values.changes(proposal.kind, proposal.payload, given) == proposal.correction)


def _held_before(proposal: Proposal) -> dict[str, Any]:
    """The part of a confirmed proposal's correction that it held while it waited."""
    events = proposal.report.events.filter(kind=EventKind.PROPOSAL_CONFIRMED, data__proposal_id=proposal.pk)
    event = events.order_by("-pk").first()
    names = event.data.get("held", ()) if event else ()
    return {name: proposal.correction[name] for name in names}


def reject(
    *, proposal: Proposal, reason: RejectReason | str, by: User, now: datetime, note: str = ""
) -> Proposal:
    """Say that nothing is to be made of it, and why. Twice by one person is as once.

    Raises NotAllowed, ReasonMissing, AlreadyDecided, ReadAgain.
    """
    access.require(by, Permission.DECIDE_REPORT)
    _refuse_no_reason(reason, note)
    with transaction.atomic():
        report = held(proposal.report_id)
        proposal = of_report(report, proposal.pk)
        if proposal.status == Decision.REJECTED and proposal.decided_by == by:
            return proposal
        refuse_if_decided(proposal)
        _refuse_of_an_edition(proposal, now)
        proposal.note, proposal.reject_reason = note.strip(), RejectReason(reason)
        _decide(proposal, Decision.REJECTED, EventKind.PROPOSAL_REJECTED, by, now)
        finish(report, by, now)
    return proposal


def confirm_all(*, report: Report, kind: ProposalKind, by: User, now: datetime) -> int:
    """Confirm every undecided proposal of the kind as it stands, all or none; return how many there were.

    Raises NotInBulk for statements, else what confirm raises.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if kind == ProposalKind.STATEMENT:
        raise NotInBulk("Decide each statement by itself: it may be about a finding that is known already.")
    with transaction.atomic():
        report = held(report.pk)
        rows = list(report.proposals.undecided().filter(kind=kind, difference=None).order_by("position"))
        # A recommendation waits for its cause of concern, wherever it stands.
        for proposal in sorted(rows, key=lambda row: row.payload.get("parent") is not None):
            proposal.report = report
            _confirm(proposal, by, now, None, StatementDecision())
        finish(report, by, now)
    return len(rows)


def held(report_id: int) -> Report:
    """The report, locked: two people decide one after the other, so nothing is made twice."""
    rows = Report.objects.select_for_update(of=("self",))
    return rows.select_related("inspection__force", "inspection__programme__scale").get(pk=report_id)


def of_report(report: Report, pk: int) -> Proposal:
    proposal = report.proposals.select_related("decided_by").filter(pk=pk).first()
    if proposal is None:
        raise ReadAgain
    proposal.report = report
    return proposal


def _refuse_no_reason(reason: RejectReason | str, note: str) -> None:
    if reason not in RejectReason.values:
        raise ReasonMissing("Select why nothing is to be made of it.")
    if reason == RejectReason.OTHER and not note.strip():
        raise ReasonMissing("Enter the reason in a few words.")


def refuse_if_decided(proposal: Proposal) -> None:
    if proposal.status != Decision.PROPOSED:
        raise AlreadyDecided(proposal)


def _confirm(
    proposal: Proposal,
    by: User,
    now: datetime,
    correction: Mapping[str, Any] | None,
    decision: StatementDecision,
) -> None:
    if proposal.kind != ProposalKind.INSPECTION and proposal.report.inspection is None:
        raise InspectionFirst("Confirm the inspection first: it says which force and year the rest is of.")
    _refuse_of_an_edition(proposal, now)
    # Over what was taken of a second reading while it waited.
    waited_with = dict(proposal.correction)
    proposal.correction = values.changes(
        proposal.kind, proposal.payload, {**proposal.correction, **(correction or {})}
    )
    read = Values(proposal.values)
    if proposal.kind == ProposalKind.STATEMENT:
        proposal.statement = statements.confirm(proposal, read, decision, by=by, now=now)
    else:
        MAKERS[proposal.kind](proposal, read, by=by, now=now)
    values.require_keepable(proposal.correction)
    held_still = sorted(name for name in waited_with if proposal.correction.get(name) == waited_with[name])
    _decide(proposal, Decision.CONFIRMED, EventKind.PROPOSAL_CONFIRMED, by, now, held=held_still)


def _refuse_of_an_edition(proposal: Proposal, now: datetime) -> None:
    if proposal.report.replaces_id is None:
        return
    refuse_difference_undecided(proposal)
    refuse_embargoed_edition(proposal.report, now)


def refuse_difference_undecided(proposal: Proposal) -> None:
    """Raises DifferenceFirst for an undecided proposal that differs from an earlier edition's item."""
    if EditionDifference.objects.filter(after=proposal).exists():
        raise DifferenceFirst


def refuse_embargoed_edition(report: Report, now: datetime) -> None:
    """Raises EditionEmbargoed."""
    if report.replaces_id and may_be_checked(report, on=timezone.localdate(now)):
        raise EditionEmbargoed


def _decide(
    proposal: Proposal, status: Decision, event: EventKind, by: User, now: datetime, **facts: Any
) -> None:
    proposal.status, proposal.decided_at, proposal.decided_by = status, now, by
    proposal.save()
    audit.record(
        event,
        by=by,
        now=now,
        report=proposal.report,
        finding=proposal.finding,
        proposal_id=proposal.pk,
        proposed=proposal.kind,
        corrected=sorted(proposal.correction),
        reason=proposal.reject_reason,
        note=proposal.note,
        **facts,
    )


def finish(report: Report, by: User, now: datetime) -> None:
    if report.status != ReportStatus.READ or report.proposals.undecided().exists():
        return
    if report.differences.undecided().exists():
        return
    report.status, report.decided_at = ReportStatus.DECIDED, now
    report.save(update_fields=["status", "decided_at"])
    audit.record(EventKind.REPORT_DECIDED, by=by, now=now, report=report)
    jobs.enqueue(jobs.COMPARE_REPORT, report_id=report.pk)
