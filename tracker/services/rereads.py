"""Reading a report a second time: what a newer reader would change is shown, and nothing is changed.

The row is the queue, as in `reports`: claimed by a conditional UPDATE with a lease, read in the child
process, its effects written once.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.importing import sandbox
from tracker.importing.differences import Difference, State
from tracker.importing.parsed import ParsedReport
from tracker.importing.problems import UnreadableReport
from tracker.models import Proposal, Report, Reread
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.rereads import differences_of
from tracker.services import audit, proposals, proposing, reports, reshaping
from tracker.vocabulary import ProposalOrigin, ReportStatus, RereadStatus

LEASE = jobs.READING_LEASE
MOST_ATTEMPTS = 3
SWEPT_AT_ONCE = 20


class AlreadyUnderWay(Conflict):
    code = "already_under_way"

    def __init__(self) -> None:
        super().__init__("This report is being read again already. Wait until that is done.")


class NotReadYet(Conflict):
    code = "not_read_yet"


class NothingNew(Refusal):
    code = "nothing_new"


class NothingToReadAgain(Conflict):
    """It is under way, or done: there is nothing to try anew."""

    code = "nothing_to_read_again"


@transaction.atomic
def ask(*, report: Report, by: User, now: datetime) -> Reread:
    """Have a read report's file read again, to see what the reader of today would take from it.

    Raises NotAllowed, NotReadYet, AlreadyUnderWay.
    """
    access.require(by, Permission.DECIDE_REPORT)
    report = Report.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=report.pk)
    if report.status not in (ReportStatus.READ, ReportStatus.DECIDED):
        raise NotReadYet("This report is not read yet. Have it read first.")
    try:
        with transaction.atomic():
            reread = Reread.objects.create(report=report, asked_by=by, asked_at=now)
    except IntegrityError:
        raise AlreadyUnderWay from None
    audit.record(EventKind.REREAD_ASKED, by=by, now=now, report=report, reread_id=reread.pk)
    jobs.enqueue(jobs.REREAD_REPORT, reread_id=reread.pk)
    return reread


@transaction.atomic
def retry(*, reread: Reread, by: User, now: datetime) -> Reread:
    """Have a second reading tried anew that failed or whose worker was lost.

    What failed stays as it ended, and another is asked for; what hangs waits for a worker again. Returns the
    one that waits now. Raises NotAllowed, NothingToReadAgain, NotReadYet, AlreadyUnderWay.
    """
    access.require(by, Permission.DECIDE_REPORT)
    reread = Reread.objects.select_for_update(of=("self",)).select_related("report").get(pk=reread.pk)
    if reread.status == RereadStatus.FAILED:
        return ask(report=reread.report, by=by, now=now)
    if reread.status != RereadStatus.READING or (reread.lease_until and reread.lease_until >= now):
        raise NothingToReadAgain("This second reading waits, runs or is done already.")
    reread.status, reread.lease_until, reread.attempts = RereadStatus.WAITING, None, 0
    reread.asked_by, reread.asked_at = by, now
    reread.save(update_fields=["status", "lease_until", "attempts", "asked_by", "asked_at"])
    audit.record(EventKind.REREAD_ASKED, by=by, now=now, report=reread.report, reread_id=reread.pk)
    jobs.enqueue(jobs.REREAD_REPORT, reread_id=reread.pk)
    return reread


def read(*, reread_id: int, now: datetime) -> bool:
    """Read the report's file again if it waits for that. False: nothing to claim.

    Whatever it finds, no proposal and nothing that a person decided is touched.
    """
    reread = _claimed(reread_id, now)
    if reread is None:
        return False
    try:
        if reread.attempts > MOST_ATTEMPTS:
            raise UnreadableReport(reports.GAVE_UP)
        parsed = _parsed(reread.report)
    except UnreadableReport as problem:
        return _end(reread, now, status=RereadStatus.FAILED, problem=str(problem))
    items = _in_the_text_of(reread.report, parsed)
    return _end(reread, now, status=RereadStatus.DONE, reader=parsed.reader[:60], items=items)


def _claimed(reread_id: int, now: datetime) -> Reread | None:
    waiting = Reread.objects.filter(pk=reread_id).waiting_to_be_read(now=now)
    taken = waiting.update(
        status=RereadStatus.READING, lease_until=now + LEASE, attempts=F("attempts") + 1, problem=""
    )
    rows = Reread.objects.select_related("report__inspection", "asked_by")
    return rows.get(pk=reread_id) if taken else None


def _parsed(report: Report) -> ParsedReport:
    try:
        with report.file.open("rb") as stored:
            data = stored.read()
    except OSError as problem:
        raise UnreadableReport(reports.NOT_STORED, detail=str(problem)) from None
    parsed = sandbox.read(data, report.file_name)
    proposing.refuse_too_many(parsed)
    return parsed


def _in_the_text_of(report: Report, parsed: ParsedReport) -> dict[str, Any]:
    """The items as parsed-report/1 has them, their places in the text that is kept of the report.

    A newer reader may make another text of the same bytes; then each item is sought in the kept one by its
    words, and its place is missing where they do not stand there.
    """
    whole = parsed.as_json()
    items = {name: whole[name] for name in (*proposing.ABOUT_THE_INSPECTION, *proposing.KIND_OF_LIST)}
    if parsed.text == report.text:
        return items
    for name in proposing.KIND_OF_LIST:
        for item in items[name]:
            _put_in_place(report, item, parsed.text)
    return items


def _put_in_place(report: Report, item: dict[str, Any], text: str) -> None:
    nowhere = dict.fromkeys(("start", "end", "line", "page"))
    for passage in [*item.get("quotes", ()), item]:
        words = text[passage["start"] : passage["end"]]
        passage.update(reshaping.found(report, words, near=passage["start"]) or nowhere)


@transaction.atomic
def _end(reread: Reread, now: datetime, **facts: Any) -> bool:
    """Write what came of it, once, unless another took it over since it was claimed."""
    ours = Reread.objects.filter(
        pk=reread.pk, status=RereadStatus.READING, lease_until=reread.lease_until
    ).update(lease_until=None, read_at=now, **facts)
    if not ours:
        return False
    reread.refresh_from_db()
    by = reread.asked_by  # nobody acts here: the one who asked for it is named
    audit.record(
        EventKind.REREAD_ENDED, by=by, now=now, report=reread.report, reread_id=reread.pk,
        status=reread.status, reader=reread.reader, **_counts(reread),
    )  # fmt: skip
    return True


def _counts(reread: Reread) -> dict[str, Any]:
    found = differences_of(reread) if reread.status == RereadStatus.DONE else []
    return {state.value: sum(row.state == state for row in found) for state in State}


def sweep(*, now: datetime) -> int:
    """Ring again for the second readings that nobody has taken; return how many."""
    waiting = Reread.objects.waiting_to_be_read(now=now).values_list("pk", flat=True)[:SWEPT_AT_ONCE]
    for reread_id in waiting:
        jobs.enqueue(jobs.REREAD_REPORT, reread_id=reread_id)
    return len(waiting)


def take_over(
    *, reread: Reread, chosen: Collection[tuple[str, int]] | None = None, by: User, now: datetime
) -> list[Proposal]:
    """Make proposals of what is new in a second reading: the items chosen, by list and position, or all.

    What a person decided, and what is proposed already, stays as it is. A decided report waits for decisions
    again. Raises NotAllowed, NotReadYet, NothingNew.
    """
    access.require(by, Permission.DECIDE_REPORT)
    with transaction.atomic():
        report = proposals.held(reread.report_id)
        reread = Reread.objects.get(pk=reread.pk)
        if reread.status != RereadStatus.DONE:
            raise NotReadYet("The second reading is not done yet.")
        new = [row for row in differences_of(reread) if row.state == State.NEW]
        wanted = [row for row in new if chosen is None or (row.name, row.after) in chosen]
        if not wanted:
            raise NothingNew("Select new items to take over; those taken over before are new no longer.")
        # A recommendation comes after its cause of concern, wherever it stands.
        wanted.sort(key=lambda row: reread.items[row.name][row.after].get("parent") is not None)
        made = [_take(report, reread, row) for row in wanted]
        _reopen(report)
        proposing.rank_again(report)
        audit.record(
            EventKind.REREAD_TAKEN, by=by, now=now, report=report, reread_id=reread.pk,
            made=[row.pk for row in made],
        )  # fmt: skip
    return made


def _take(report: Report, reread: Reread, row: Difference) -> Proposal:
    assert row.after is not None  # noqa: S101  it is new
    kind = proposing.KIND_OF_LIST[row.name]
    payload = dict(reread.items[row.name][row.after])
    if payload.get("parent") is not None:
        payload["parent"] = _parent_here(report, reread, payload["parent"])
    return Proposal.objects.create(
        report=report,
        kind=kind,
        position=reshaping.next_position(report, kind),
        payload=payload,
        origin=ProposalOrigin.READ_AGAIN,
        reader=reread.reader,
    )


def _parent_here(report: Report, reread: Reread, position: int) -> int | None:
    """Where the cause of concern of that reading stands among the report's own proposals."""
    for row in differences_of(reread):
        if row.name == "findings" and row.after == position:
            return row.before
    return None


def _reopen(report: Report) -> None:
    report.status, report.decided_at, report.compared_at = ReportStatus.READ, None, None
    report.save(update_fields=["status", "decided_at", "compared_at"])
