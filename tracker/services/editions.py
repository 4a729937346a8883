"""Corrected editions: another file for one inspection replaces an earlier one, difference by difference."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from govuk.dates import moment_text
from tracker import access
from tracker.importing import differences
from tracker.importing.differences import Difference, State
from tracker.models import EditionDifference, Proposal, Report
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, proposals, taking
from tracker.services.guards import ReasonMissing
from tracker.services.proposing import KIND_OF_LIST
from tracker.vocabulary import Decision, EventKind, ProposalKind, ReportStatus

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
    same = 0
    for found in differences.compare(_whole(old), _whole(new)):
        before = old[found.name][found.before] if found.before is not None else None
        after = new[found.name][found.after] if found.after is not None else None
        if before is None or before.status == Decision.PROPOSED:
            continue
        changes = _changes(found, before)
        if after and not changes:
            _carry_over(before, after)
            same += 1
        elif before.status == Decision.CONFIRMED and not before.withdrawn_at:
            EditionDifference.objects.create(report=report, before=before, after=after, changes=changes)
    _compare_overall(report, earlier)
    return same


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


def _changes(found: Difference, before: Proposal) -> list[dict[str, Any]]:
    """What differs from what stands: a person may have corrected the earlier one to just that."""
    if found.state == State.GONE:
        return []
    changes = [_as_json(change) for change in found.changes]
    return [change for change in changes if before.correction.get(change["field"]) != change["after"]]


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
    statement = row.before.statement
    audit.record(
        EventKind.EDITION_DIFFERENCE_DECIDED,
        by=by,
        now=now,
        report=report,
        finding=row.before.finding or (statement.finding if statement else None),
        difference_id=row.pk,
        decision=row.status,
        proposed=row.before.kind,
        is_gone=row.is_gone,
        changes=row.changes,
        note=note,
    )
    proposals.finish(report, by, now)
    return row


def _settle(row: EditionDifference, after: Proposal, by: User, now: datetime) -> None:
    """The corrected edition's proposal stands for the same row; what was left is a correction of it."""
    for name in MADE:
        setattr(after, name, getattr(row.before, name))
    if row.status == Decision.REJECTED:
        kept = (change["field"] for change in row.changes if change["field"] in after.payload)
        after.correction = {name: row.before.values[name] for name in kept}
    after.status, after.decided_by, after.decided_at, after.note = Decision.CONFIRMED, by, now, row.note
    after.save()
