"""Areas for improvement, causes of concern and recommendations, as the text lists them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.importing.document import Document
from tracker.importing.extract.eras import READERS
from tracker.importing.extract.eras.items import Listed
from tracker.importing.extract.eras.register import Log, logs_in
from tracker.importing.parsed import Finding, LogEntry, Statement
from tracker.importing.sections import Located


def findings_in(document: Document, blocks: Sequence[Located]) -> tuple[Finding, ...]:
    """Return the findings in the order of the text.

    A recommendation's parent is the cause of concern listed last before it in the same chapter; where several
    were listed in one run, the last is meant only by what stands under its heading. A finding that breaks off
    with the end of the text is left out: its wording would be wrong.
    """
    findings: list[Finding] = []
    last, logs = len(document.text.rstrip()), logs_in(document.text)
    for item in _apart(listed for read in READERS for listed in read(blocks)):
        if item.breaks_off and item.end >= last:
            continue
        parent = _parent(findings, item) if item.kind == "recommendation" else None
        place = document.place(item.start, item.end)
        log = _log_under(item, logs)
        findings.append(Finding(item.kind, item.question, item.text, parent, place, log))
    return tuple(findings)


def without_settled(findings: Sequence[Finding], statements: Sequence[Statement]) -> tuple[Finding, ...]:
    """Return the findings without those of an earlier inspection that the text restates as dealt with.

    A cause of concern stays: what is recommended on it may be open still.
    """
    ends = {
        item.place.start: item.quotes[-1].place.end
        for item in statements
        if (item.verdict, item.strength) == ("resolved", "explicit")
    }
    # The wording alone settles nothing: the passage goes on to say what became of it.
    is_left_out = [
        item.kind != "cause_of_concern" and ends.get(item.place.start, 0) > item.place.end
        for item in findings
    ]
    kept = [item for item, left_out in zip(findings, is_left_out, strict=True) if not left_out]
    return tuple(
        item if item.parent is None else replace(item, parent=item.parent - sum(is_left_out[: item.parent]))
        for item in kept
    )


def _apart(items: Iterable[Listed]) -> list[Listed]:
    """In the order of the text, without those whose words an earlier reader has taken."""
    kept: list[Listed] = []
    for item in items:
        at = bisect_left(kept, item.start, key=lambda other: other.start)
        is_free_before = at == 0 or kept[at - 1].end <= item.start
        is_free_after = at == len(kept) or item.end <= kept[at].start
        if is_free_before and is_free_after:
            kept.insert(at, item)
    return kept


def _log_under(item: Listed, logs: Sequence[Log]) -> tuple[LogEntry, ...]:
    return next((log.entries for log in logs if log.start >= item.end), ())


def _parent(findings: Sequence[Finding], item: Listed) -> int | None:
    for index in range(len(findings) - 1, -1, -1):
        before = findings[index]
        if before.question != item.question:
            return None
        if before.kind == "cause_of_concern":
            is_told = item.is_under_its_cause or not _is_one_of_several(findings, index)
            return index if is_told else None
        if before.parent is not None:
            return before.parent
    return None


def _is_one_of_several(findings: Sequence[Finding], index: int) -> bool:
    before = findings[index - 1] if index else None
    return (
        before is not None
        and before.kind == "cause_of_concern"
        and before.question == findings[index].question
    )
