"""Taking over what a second reading reads otherwise: one changed item at a time, by a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.importing.differences import INSPECTION
from tracker.models import Finding, Proposal, Report, Reread
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.rereads import ReadTwice, differences_of, read_twice
from tracker.services import audit, corrections, proposals, proposing
from tracker.services.correcting import Correction
from tracker.services.values import NotCorrectable, changes, require_keepable
from tracker.vocabulary import Decision, ProposalKind

REASON = "Second reading: {reader} reads it so."
LONGEST_REASON = 2_000


class NoSuchChange(Refusal):
    """It was taken before, or what stands has changed since."""

    code = "no_such_change"

    def __init__(self) -> None:
        super().__init__(
            "This is no change that can be taken over any more. Look at the second reading anew."
        )


@transaction.atomic
def take_change(
    *, reread: Reread, name: str, position: int, by: User, now: datetime, reason: str = ""
) -> Proposal:
    """Have one item follow the second reading, where both read it and do not agree.

    While it waits for a decision, its proposal holds the change as a correction, to be confirmed or rejected;
    what stands confirmed is corrected, its quote too, with the reason "second reading" or the person's own.
    `name` is the item's list in parsed-report/1 or "inspection", `position` its place in the second reading.
    What a person may not correct stays as it is. Raises NotAllowed, NoSuchChange, NotCorrectable, and what
    the correction raises.
    """
    access.require(by, Permission.DECIDE_REPORT)
    report = proposals.held(reread.report_id)
    reread = Reread.objects.select_related("report").get(pk=reread.pk)
    row = next((row for row in read_twice(reread) if (row.name, row.position) == (name, position)), None)
    if row is None or row.proposal is None or not row.can_be_taken:
        raise NoSuchChange
    proposal = proposals.of_report(report, row.proposal.pk)
    if proposal.status == Decision.PROPOSED:
        _change_proposed(proposal, _read(reread, row))
        proposing.rank_again(report)
    else:
        _change_confirmed(proposal, reread, row, reason, by, now)
    audit.record(
        EventKind.REREAD_TAKEN, by=by, now=now, report=report, reread_id=reread.pk,
        made=[], changed=[proposal.pk],
    )  # fmt: skip
    proposal.refresh_from_db()
    return proposal


def _item(reread: Reread, row: ReadTwice) -> dict[str, Any]:
    whole: dict[str, Any] = reread.items
    return whole if row.name == INSPECTION else whole[row.name][row.position or 0]


def _read(reread: Reread, row: ReadTwice) -> dict[str, Any]:
    """The values of the second reading that differ and may be taken. Raises NotCorrectable."""
    item = _item(reread, row)
    given = {name: item.get(name) for name in sorted(row.takeable)}
    cause = given.get("parent")
    if cause is not None:
        given["parent"] = _cause_of(reread, cause)
    return given


def _cause_of(reread: Reread, position: int) -> int:
    """Where the cause of concern of the second reading stands among the report's proposals."""
    for each in differences_of(reread):
        if each.name == "findings" and each.after == position and each.before is not None:
            return each.before
    raise NotCorrectable("Take its cause of concern over first, then this recommendation.")


def _change_proposed(proposal: Proposal, given: dict[str, Any]) -> None:
    require_keepable(given)
    proposal.correction = changes(proposal.kind, proposal.payload, {**proposal.correction, **given})
    proposal.save(update_fields=["correction"])


def _change_confirmed(
    proposal: Proposal, reread: Reread, row: ReadTwice, reason: str, by: User, now: datetime
) -> None:
    given = _read(reread, row)
    passages: Sequence[dict[str, Any]] = ()
    if "quote" in given:
        del given["quote"]
        passages = _item(reread, row)["quotes"]
    elif proposal.kind == ProposalKind.FINDING and "text" in given:
        passages = [_item(reread, row)]
    if "overall_judgment" in given:
        given["grade"] = given.pop("overall_judgment")
    if given.get("parent") is not None:
        given["parent"] = _finding_at(proposal.report, given["parent"]).reference
    said = reason.strip() or REASON.format(reader=reread.reader)
    correction = Correction(given, said, passages=passages)
    corrections.amend(proposal=proposal, correction=correction, by=by, now=now)


def _finding_at(report: Report, position: int) -> Finding:
    cause = report.proposals.filter(kind=ProposalKind.FINDING, position=position).first()
    if cause is None or cause.finding is None:
        raise NotCorrectable("Confirm its cause of concern first, then take this over.")
    return cause.finding
