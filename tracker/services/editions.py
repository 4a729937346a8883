"""Corrected editions: another file for one inspection replaces an earlier one, difference by difference."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from govuk.dates import moment_text
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.importing import differences
from tracker.importing.differences import Difference, State
from tracker.models import AuditEvent, EditionDifference, Finding, Proposal, Report
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.corrections import standing_values
from tracker.services import audit, proposals, taking
from tracker.services.guards import ReasonMissing
from tracker.services.proposing import KIND_OF_LIST
from tracker.vocabulary import Decision, ProposalKind, ReportStatus

CARRIED = (
    "status",
    "correction",
    "note",
    "reject_reason",
    "withdrawn_at",
    "amended_at",
    "decided_by_id",
    "decided_at",
    "judgment_id",
    "finding_id",
    "statement_id",
    "observation_id",
)
DECIDED_HERE = (EventKind.PROPOSAL_CONFIRMED, EventKind.PROPOSAL_REJECTED, EventKind.PROPOSAL_ADDED)
MADE = ("judgment_id", "finding_id", "statement_id", "observation_id")


class NotAnEdition(Refusal):
    """The two are not editions of one report."""

    code = "not_an_edition"


class AlreadyReplaced(Conflict):
    code = "already_replaced"

    def __init__(self, earlier: Report) -> None:
        super().__init__(f"{earlier.replaced_by} replaces {earlier} already. Choose that edition instead.")


class AlreadyMarked(Conflict):
    code = "already_marked"

    def __init__(self, report: Report) -> None:
        super().__init__(f"This report is marked as the corrected edition of {report.replaces} already.")


class TakenAlready(Conflict):
    """What stands follows the corrected edition in part, so it can no longer be another report."""

    code = "taken_already"


class NotMarked(Conflict):
    code = "not_marked"


class DecidedBefore(Conflict):
    code = "decided_before"


class AlreadyDecided(Conflict):
    code = "already_decided"

    def __init__(self, row: EditionDifference) -> None:
        what = "taken over" if row.status == Decision.CONFIRMED else "left as it was"
        super().__init__(f"This was {what} already, by {row.decided_by} on {moment_text(row.decided_at)}.")


@transaction.atomic
def mark(*, report: Report, replaces: Report, by: User, now: datetime) -> Report:
    """Say that the report is a corrected edition of an earlier one of the same inspection.

    What is the same in both is decided at once as it was; what differs waits for a person (`decide`), and
    what is new waits as a proposal. The earlier edition stays. Raises NotAllowed, NotAnEdition,
    AlreadyMarked, AlreadyReplaced, DecidedBefore.
    """
    access.require(by, Permission.DECIDE_REPORT)
    first, second = sorted([report.pk, replaces.pk])
    held = {pk: proposals.held(pk) for pk in (first, second)}
    report, earlier = held[report.pk], held[replaces.pk]
    _refuse(report, earlier)
    report.replaces = earlier
    report.save(update_fields=["replaces"])
    same = _compare(report, earlier)
    found = report.differences.count()
    audit.record(
        EventKind.EDITION_MARKED, by=by, now=now, report=report, replaces_id=earlier.pk,
        same=same, differences=found,
    )  # fmt: skip
    proposals.finish(report, by, now)
    return report


def _refuse(report: Report, earlier: Report) -> None:
    if report.pk == earlier.pk or report.inspection is None or report.inspection_id != earlier.inspection_id:
        raise NotAnEdition("Choose another report of the same force, programme, pillar and year.")
    if report.replaces_id:
        raise AlreadyMarked(report)
    if Report.objects.filter(replaces=earlier).exists():
        raise AlreadyReplaced(earlier)
    if earlier.status != ReportStatus.DECIDED:
        raise DecidedBefore("Decide everything of the earlier edition first, so that it can be carried over.")
    rest = report.proposals.exclude(kind=ProposalKind.INSPECTION)
    if rest.exclude(status=Decision.PROPOSED).exists() or Report.objects.filter(replaces=report).exists():
        raise DecidedBefore(
            "Some of this report is decided on its own already, so it cannot be marked as an edition."
        )


def _compare(report: Report, earlier: Report) -> int:
    """Carry over what is the same, keep what differs; return how many items are the same."""
    old, new = _by_list(earlier), _by_list(report)
    stands = standing_values(row for rows in old.values() for row in rows)
    same = 0
    for found in differences.compare(_whole(old), _whole(new)):
        before = old[found.name][found.before] if found.before is not None else None
        after = new[found.name][found.after] if found.after is not None else None
        if before is None or before.status == Decision.PROPOSED:
            continue
        changes = _changes(found, before, stands[before.pk])
        if after and not changes:
            _carry_over(before, after)
            same += 1
        elif before.status == Decision.CONFIRMED and not before.withdrawn_at:
            EditionDifference.objects.create(report=report, before=before, after=after, changes=changes)
    _compare_overall(report, earlier)
    return same


@transaction.atomic
def unmark(*, report: Report, reason: str, by: User, now: datetime) -> Report:
    """Say that the report is no corrected edition after all, while nothing of it was taken over.

    What was carried over from the other report or left as it was waits for a decision again; what a person
    decided of this one's own stays. Raises NotAllowed, ReasonMissing, NotMarked, TakenAlready.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if not reason.strip():
        raise ReasonMissing("Enter why it is no corrected edition.")
    report = proposals.held(report.pk)
    refuse_to_unmark(report)
    earlier_id = report.replaces_id
    report.differences.all().delete()
    again = _undecide(report)
    report.replaces = None
    report.status, report.decided_at, report.compared_at = ReportStatus.READ, None, None
    report.save(update_fields=["replaces", "status", "decided_at", "compared_at"])
    audit.record(
        EventKind.EDITION_UNMARKED, by=by, now=now, report=report, replaces_id=earlier_id,
        again=again, reason=reason.strip(),
    )  # fmt: skip
    proposals.finish(report, by, now)
    return report


def refuse_to_unmark(report: Report) -> None:
    """Raises NotMarked, TakenAlready."""
    if report.replaces_id is None:
        raise NotMarked("This report is not marked as a corrected edition.")
    taken = report.differences.filter(status=Decision.CONFIRMED).select_related("before").first()
    if taken:
        raise TakenAlready(
            f"{taken.before.get_kind_display()} {taken.before.position + 1} was taken over from this edition "
            "already. Correct what is wrong of it instead."
        )
    if Report.objects.filter(replaces=report).exists():
        raise TakenAlready("A later edition replaces this one. Unmark that one first.")


def _undecide(report: Report) -> int:
    """What this report's own people did not decide here waits again; return how many."""
    here = AuditEvent.objects.filter(report=report, kind__in=DECIDED_HERE)
    rows = report.proposals.filter(status__in=[Decision.CONFIRMED, Decision.REJECTED])
    rows = rows.exclude(kind=ProposalKind.INSPECTION)
    own = {event.data.get("proposal_id") for event in here}
    carried = [row.pk for row in rows if row.pk not in own]
    nothing: dict[str, Any] = dict.fromkeys(set(CARRIED) - {"correction", "note", "reject_reason", "status"})
    return Proposal.objects.filter(pk__in=carried).update(
        **nothing, status=Decision.PROPOSED, correction={}, note="", reject_reason=""
    )


def _by_list(report: Report) -> dict[str, list[Proposal]]:
    rows = list(report.proposals.order_by("position"))
    return {name: [row for row in rows if row.kind == kind] for name, kind in KIND_OF_LIST.items()}


def _whole(rows: Mapping[str, Sequence[Proposal]]) -> dict[str, list[dict[str, Any]]]:
    """The items as read. A parent is named by position, which need not be the place in a list."""
    places = {row.position: place for place, row in enumerate(rows["findings"])}
    return {
        name: [{**row.payload, "parent": places.get(row.payload.get("parent"))} for row in items]
        for name, items in rows.items()
    }


def _changes(found: Difference, before: Proposal, stands: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What differs from what stands, as a person may have corrected the earlier one since."""
    if found.state == State.GONE:
        return []
    corrected = {name for name, value in stands.items() if value != before.payload.get(name)}
    changes = [_as_json(change) for change in found.changes]
    for change in changes:
        if change["field"] in corrected:
            change["before"] = stands[change["field"]]
    return [change for change in changes if change["before"] != change["after"]]


def _as_json(change: differences.Change) -> dict[str, Any]:
    return {"field": change.field, "before": change.before, "after": change.after}


def _carry_over(before: Proposal, after: Proposal) -> None:
    for name in CARRIED:
        setattr(after, name, getattr(before, name))
    after.save(update_fields=[name.removesuffix("_id") for name in CARRIED])


def _compare_overall(report: Report, earlier: Report) -> None:
    """The overall judgment stands in the proposals of the inspection, which are confirmed both."""
    kind = ProposalKind.INSPECTION
    before = earlier.proposals.filter(kind=kind, status=Decision.CONFIRMED).first()
    after = report.proposals.filter(kind=kind, status=Decision.CONFIRMED).first()
    if before is None or after is None or before.judgment is None:
        return
    stands = before.judgment.grade.label if before.judgment.grade else None
    if after.values["overall_judgment"] != stands:
        change = {"field": "overall_judgment", "before": stands, "after": after.values["overall_judgment"]}
        EditionDifference.objects.create(report=report, before=before, after=after, changes=[change])


@transaction.atomic
def decide(
    *, difference: EditionDifference, decision: Decision | str, by: User, now: datetime, note: str = ""
) -> EditionDifference:
    """Have what stands follow the corrected edition, or leave it as it was. Twice is as once.

    Raises NotAllowed, AlreadyDecided, ReasonMissing, EditionEmbargoed, and what `taking` raises.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if decision not in (Decision.CONFIRMED, Decision.REJECTED):
        raise ReasonMissing("Say whether the difference is taken over.")
    report = proposals.held(difference.report_id)
    rows = EditionDifference.objects.select_related("before__finding", "after", "decided_by")
    row = rows.get(pk=difference.pk)
    if row.status == decision:
        return row
    if row.status != Decision.PROPOSED:
        raise AlreadyDecided(row)
    proposals.refuse_embargoed_edition(report, now)
    row.report = report
    row.status, row.note, row.decided_by, row.decided_at = Decision(decision), note, by, now
    if decision == Decision.CONFIRMED:
        taking.take(row, by=by, now=now)
    row.save(update_fields=["status", "note", "decided_by", "decided_at"])
    if row.after and row.after.kind != ProposalKind.INSPECTION:
        _settle(row, row.after, by, now)
    audit.record(
        EventKind.EDITION_DIFFERENCE_DECIDED,
        by=by,
        now=now,
        report=report,
        finding=_told_on(row),
        difference_id=row.pk,
        decision=row.status,
        proposed=row.before.kind,
        is_gone=row.is_gone,
        changes=row.changes,
        note=note,
    )
    proposals.finish(report, by, now)
    return row


def _told_on(row: EditionDifference) -> Finding | None:
    """A change that was taken is told on its finding by the correction, and what is gone by its closure."""
    if row.status == Decision.CONFIRMED and not row.is_gone:
        return None
    statement = row.before.statement
    return row.before.finding or (statement.finding if statement else None)


def _settle(row: EditionDifference, after: Proposal, by: User, now: datetime) -> None:
    """The corrected edition's proposal stands for the same row; what was left is a correction of it."""
    for name in MADE:
        setattr(after, name, getattr(row.before, name))
    if row.status == Decision.REJECTED:
        kept = (change["field"] for change in row.changes if change["field"] in after.payload)
        stands = standing_values([row.before])[row.before.pk]
        after.correction = {name: stands[name] for name in kept}
    after.status, after.decided_by, after.decided_at, after.note = Decision.CONFIRMED, by, now, row.note
    after.save()
