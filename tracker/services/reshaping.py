"""Proposals taken apart, put together, or added by hand, where the reader drew the line wrongly.

What was read is never changed: others stand in its place, and say from which they were made.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.importing.document import Document
from tracker.models import Proposal, Report
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, proposals, proposing
from tracker.services.statements import StatementDecision
from tracker.services.values import CORRECTABLE, ValueNotUsable
from tracker.vocabulary import Decision, ProposalKind, ProposalOrigin, ReportStatus

OF_WORDS = (ProposalKind.FINDING, ProposalKind.STATEMENT, ProposalKind.SUGGESTION)
NEAR = 500  # characters between two passages that are still shown as one place
MOST_PARTS = 10


class NotReshapable(Refusal):
    code = "not_reshapable"


class NotInTheReport(Refusal):
    """The words do not stand in the report's text."""

    code = "not_in_the_report"

    def __init__(self, words: str) -> None:
        shown = f"{words[:80]}…" if len(words) > 80 else words
        super().__init__(f"“{shown}” does not stand in the report. Copy the words from its text.")


class NotRead(Conflict):
    code = "not_read"


def split(*, proposal: Proposal, parts: Sequence[str], by: User, now: datetime) -> list[Proposal]:
    """Put one proposal for each part in the place of this one; a person then decides each.

    A statement's parts must stand in the report, for they become its quotes. Raises NotAllowed, ReadAgain,
    AlreadyDecided, DifferenceFirst, NotReshapable, NotInTheReport.
    """
    access.require(by, Permission.DECIDE_REPORT)
    wanted = [" ".join(part.split()) for part in parts if part.strip()]
    with transaction.atomic():
        report = proposals.held(proposal.report_id)
        proposal = _to_reshape(report, proposal)
        if not 2 <= len(wanted) <= MOST_PARTS:
            raise NotReshapable(f"Give the wording of two parts at least, and of {MOST_PARTS} at most.")
        payloads = [_part(report, proposal, words) for words in wanted]
        return _replace([proposal], payloads, ProposalOrigin.SPLIT, by, now)


def merge(*, chosen: Iterable[Proposal], by: User, now: datetime) -> Proposal:
    """Put one proposal in the place of several of one kind, their words joined in the order of the text.

    The other values are the first one's; correct them in confirming. Raises NotAllowed, ReadAgain,
    AlreadyDecided, DifferenceFirst, NotReshapable.
    """
    access.require(by, Permission.DECIDE_REPORT)
    chosen = list({row.pk: row for row in chosen}.values())
    if not 2 <= len(chosen) <= MOST_PARTS:
        raise NotReshapable(f"Select two items at least, and {MOST_PARTS} at most.")
    with transaction.atomic():
        report = proposals.held(chosen[0].report_id)
        rows = [_to_reshape(report, row) for row in chosen]
        if len({row.kind for row in rows}) > 1:
            raise NotReshapable("Only items of one kind can be merged.")
        rows.sort(key=lambda row: (row.payload.get("start") or 0, row.position))
        [made] = _replace(rows, [_merged(rows)], ProposalOrigin.MERGED, by, now)
        return made


def add(
    *,
    report: Report,
    kind: ProposalKind | str,
    quote: str,
    values: Mapping[str, Any],
    by: User,
    now: datetime,
    decision: StatementDecision | None = None,
) -> Proposal:
    """Add what the reader missed, and confirm it: anything but the inspection.

    `quote` are the report's words, `values` have the names of parsed-report/1. It counts as added by hand.
    Raises NotAllowed, NotRead, NotReshapable, NotInTheReport, and what confirming raises.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if kind not in ProposalKind.values or kind == ProposalKind.INSPECTION:
        raise NotReshapable("Select what kind of item to add.")
    with transaction.atomic():
        report = proposals.held(report.pk)
        _refuse_unread(report)
        row = Proposal.objects.create(
            report=report,
            kind=kind,
            position=next_position(report, kind),
            payload=_payload(report, kind, quote),
            origin=ProposalOrigin.PERSON,
        )
        audit.record(
            EventKind.PROPOSAL_ADDED, by=by, now=now, report=report, proposal_id=row.pk, proposed=kind
        )
        return proposals.confirm(proposal=row, by=by, now=now, correction=values, decision=decision)


def next_position(report: Report, kind: str) -> int:
    """The first position of the kind that is free, at the end."""
    last = report.proposals.filter(kind=kind).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _to_reshape(report: Report, proposal: Proposal) -> Proposal:
    row = proposals.of_report(report, proposal.pk)
    refuse_not_reshapable(row)
    return row


def refuse_not_reshapable(proposal: Proposal) -> None:
    """Raises NotReshapable, AlreadyDecided, DifferenceFirst."""
    if proposal.kind not in OF_WORDS:
        raise NotReshapable("Only findings, statements and suggestions can be split or merged.")
    proposals.refuse_if_decided(proposal)
    proposals.refuse_difference_undecided(proposal)


def _replace(
    rows: Sequence[Proposal],
    payloads: Sequence[dict[str, Any]],
    origin: ProposalOrigin,
    by: User,
    now: datetime,
) -> list[Proposal]:
    first = rows[0]
    report, kind = first.report, first.kind
    start = next_position(report, kind)
    made = [
        Proposal.objects.create(
            report=report, kind=kind, position=position, payload=payload, origin=origin, reader=first.reader
        )
        for position, payload in enumerate(payloads, start)
    ]
    for row in made:
        row.made_from.set(rows)
    report.proposals.filter(pk__in=[row.pk for row in rows]).update(
        status=Decision.REPLACED, decided_by=by, decided_at=now
    )
    if kind == ProposalKind.FINDING:
        _lead_to(report, {row.position for row in rows}, start)
    proposing.rank_again(report)
    audit.record(
        EventKind.PROPOSALS_REPLACED,
        by=by,
        now=now,
        report=report,
        how=origin,
        proposed=kind,
        replaced=[row.pk for row in rows],
        made=[row.pk for row in made],
    )
    return made


def _lead_to(report: Report, replaced: set[int], position: int) -> None:
    """Recommendations of a cause of concern that was split or merged belong to what stands in its place."""
    for row in report.proposals.undecided().filter(kind=ProposalKind.FINDING):
        if row.payload.get("parent") in replaced:
            row.payload = {**row.payload, "parent": position}
            row.save(update_fields=["payload"])


def _part(report: Report, proposal: Proposal, words: str) -> dict[str, Any]:
    payload = dict(proposal.payload)
    place = found(report, words, near=payload["start"])
    if proposal.kind != ProposalKind.STATEMENT:
        return {**payload, "text": words, **(place or {})}
    if place is None:
        raise NotInTheReport(words)
    quote = {"text": report.text[place["start"] : place["end"]], **place}
    return {**payload, "quote": quote["text"], "quotes": [quote], **place}


def _merged(rows: Sequence[Proposal]) -> dict[str, Any]:
    payloads = [row.payload for row in rows]
    first, last = payloads[0], payloads[-1]
    if rows[0].kind == ProposalKind.STATEMENT:
        quotes = {(quote["start"], quote["end"]): quote for each in payloads for quote in each["quotes"]}
        return {**first, "quotes": [quotes[at] for at in sorted(quotes)]}
    gaps = (later["start"] - earlier["end"] for earlier, later in pairwise(payloads))
    is_one_place = all(gap <= NEAR for gap in gaps)
    end = last["end"] if is_one_place else first["end"]
    return {**first, "text": " ".join(each["text"] for each in payloads), "end": end}


def blank(kind: str) -> dict[str, Any]:
    """An item of parsed-report/1 of which nothing is known, for a form to be filled in."""
    empty: dict[str, Any] = dict.fromkeys(sorted(CORRECTABLE[kind]))
    return empty | {"carried_forward": False} if kind == ProposalKind.JUDGMENT else empty


def _payload(report: Report, kind: str, quote: str) -> dict[str, Any]:
    """What the reader would have proposed, had it read nothing but the place."""
    if not quote.strip():
        raise ValueNotUsable("quote", "Enter the report’s words that say it.")
    place = found(report, quote, near=0)
    if place is None:
        raise NotInTheReport(quote.strip())
    words = report.text[place["start"] : place["end"]]
    payload = blank(kind) | place
    if kind == ProposalKind.STATEMENT:
        return payload | {"quote": words, "quotes": [{"text": words, **place}], "reasons": []}
    return payload


def found(report: Report, words: str, *, near: int) -> dict[str, Any] | None:
    """Where the words stand in the report's text, white space apart; of several places the one nearest."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    places = [match.span() for match in re.finditer(pattern, report.text)]
    if not places:
        return None
    start, end = min(places, key=lambda place: abs(place[0] - near))
    place = Document(report.text, report.reader).place(start, end)
    return {"start": start, "end": end, "line": place.line, "page": _page(report, start)}


def _page(report: Report, start: int) -> int | None:
    """The page of the nearest thing that was read before it: the text itself does not hold its pages."""
    payloads = report.proposals.values_list("payload", flat=True)
    read = [(each["start"], each["page"]) for each in payloads if each.get("start") is not None]
    before = [place for place in read if place[0] <= start]
    return max(before)[1] if before else None


def _refuse_unread(report: Report) -> None:
    if report.status not in (ReportStatus.READ, ReportStatus.DECIDED):
        raise NotRead("The report is not read, so nothing can be added to it yet.")
    if report.inspection is None:
        raise proposals.InspectionFirst("Confirm the inspection first: it says whose findings these are.")
