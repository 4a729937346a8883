"""Title, force, programme, pillar, dates, ISBN, overall judgment: what the front of a report prints."""

import itertools
import re
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tracker.importing.document import folded, plain
from tracker.importing.extract.whose import is_site_title, official_name, printed_force
from tracker.importing.force_names import ForceName
from tracker.importing.layout import GRADES, Block, Kind, grade_in

FRONT_BLOCKS = 60
_PEEL = re.compile(r"\bPEEL\b")
_CYCLE = re.compile(r"\b(20\d\d)(?:\s*[/-]\s*((?:20)?\d\d))?\b")
_PILLARS = ("effectiveness", "efficiency", "legitimacy", "leadership")
_PILLAR_QUESTION = re.compile(
    r"how (effective|efficient|legitimate)(?:ly)? (?:is|does) the force\b.*\?$", re.I
)
_PILLAR_OF = {"effective": "effectiveness", "efficient": "efficiency", "legitimate": "legitimacy"}
_LETTER = re.compile(r"\b(?:PEEL|revisit|causes? of concern|inspection|monitoring)\b", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN[\s:]*(?:-1[03])?[\s:]*((?:97[89][\s-]?)?\d[\d\s-]{7,14}[\dXx])")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"(?:published(?: on)?:?\s*|last updated:?\s*)?"
    rf"(?P<printed>(?:\d{{1,2}}\s+)?(?:{_MONTHS})\s+20\d\d|\d{{1,2}}/\d{{1,2}}/20\d\d)\s*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"last updated:?\s", re.IGNORECASE)
_OVERALL = re.compile(
    r"overall\s+(?!summary|context)(?:judge?ment|grade|effectiveness|efficiency|legitimacy)?[\s\w:/]*?"
    rf"(?:\s+(?P<grade>{'|'.join(GRADES)}))?\s*$",
    re.IGNORECASE,
)
_ASSESSED = re.compile(
    r"assessed against the following|(?:were|was) inspected (?:against|on) the following", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """`printed_force` is the force's name as the text has it, also when it is none of those known."""

    title: str | None
    force: str | None
    printed_force: str | None
    programme: str | None
    pillar: str | None
    inspection_year: int | None
    published: str | None
    isbn: str | None
    overall_judgment: str | None
    has_overall_label: bool
    assessed: tuple[str, ...]


def metadata_in(blocks: Sequence[Block], forces: Iterable[ForceName]) -> Metadata:
    """Return what the front pages print; None for what is not there."""
    front = [folded(block.text) for block in blocks[:FRONT_BLOCKS] if block.kind is not Kind.CONTENTS]
    known = tuple(forces)
    title, whose = _title(front, known), printed_force(front, known)
    cycle = _CYCLE.search(plain(title)) if title else None
    overall = _overall(blocks)
    return Metadata(
        title=title or _letter_title(front, whose),
        force=official_name(whose, known) if whose else None,
        printed_force=whose,
        programme=f"PEEL {_cycle_name(cycle)}" if cycle else None,
        pillar=_pillar(title or "") or _asked_pillar(front),
        inspection_year=int(cycle[1]) if cycle else None,
        published=_published(front),
        isbn=_isbn(blocks),
        overall_judgment=overall[1],
        has_overall_label=overall[0],
        assessed=_assessed(blocks),
    )


def _title(front: Sequence[str], forces: Sequence[ForceName]) -> str | None:
    """The line that names PEEL and a cycle, else a web page's "<force> 2018/19".

    A pillar line right below a bare "PEEL 2018/19" belongs to it.
    """
    for line, below in itertools.zip_longest(front, front[1:], fillvalue=""):
        if _PEEL.search(line) and _CYCLE.search(plain(line)) and len(line) <= 120:
            subtitle = f" {below}" if not _pillars(line) and _pillars(below) and len(below) <= 100 else ""
            return line + subtitle
    return next((line for line in front if is_site_title(line, forces)), None)


def _letter_title(front: Sequence[str], force: str | None) -> str | None:
    """The title of a letter, which names the force and what it is about, and no cycle."""
    titles = (line for line in front if len(line) <= 160 and not line.endswith("."))
    return next((line for line in titles if force and force in line and _LETTER.search(line)), None)


def _cycle_name(cycle: re.Match[str]) -> str:
    """The cycle as HMICFRS names it: "2017", "2018/19", "2021/22", "2023-25"."""
    if cycle[2] is None:
        return cycle[1]
    first, last = int(cycle[1]), int(cycle[2][-2:])
    return f"{first}/{last:02d}" if last == (first + 1) % 100 else f"{first}–{last:02d}"


def _pillars(text: str) -> list[str]:
    return [pillar for pillar in _PILLARS if pillar in text.casefold()]


def _pillar(title: str) -> str | None:
    """The one pillar of a title; leadership in brackets is part of another pillar's report."""
    named = _pillars(re.sub(r"\(.*?\)", "", title))
    return named[0] if len(named) == 1 else None


def _asked_pillar(front: Sequence[str]) -> str | None:
    """The pillar whose question a web page puts at its head; None where the questions of several stand."""
    asked = {_PILLAR_OF[match[1].casefold()] for line in front if (match := _PILLAR_QUESTION.match(line))}
    return asked.pop() if len(asked) == 1 else None


def _published(front: Sequence[str]) -> str | None:
    """The first date that has a line to itself, as precise as printed: "2018-03" or "2018-03-22"."""
    matches = (match for line in front if (match := _DATE.match(plain(line))))
    return next((date for match in matches if (date := _iso(folded(match["printed"])))), None)


def _iso(printed: str) -> str | None:
    """None for a day that no calendar has."""
    for read, written in (("%d/%m/%Y", "%Y-%m-%d"), ("%d %B %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m")):
        with suppress(ValueError):
            return time.strftime(written, time.strptime(printed, read))
    return None


def _isbn(blocks: Sequence[Block]) -> str | None:
    match = next((match for block in blocks if (match := _ISBN.search(plain(block.text)))), None)
    return re.sub(r"[^\dXx]", "", match[1]).upper() if match else None


def _overall(blocks: Sequence[Block]) -> tuple[bool, str | None]:
    """Whether the text has the label "Overall …", and the grade beside or right below it. A web page prints
    the pillar's grade under the day on which it was last updated."""
    for block, below in itertools.pairwise(blocks):
        if _UPDATED.match(plain(block.text)) and below.kind is Kind.GRADE:
            return True, grade_in(below.text)
        match = _OVERALL.match(folded(plain(block.text))) if block.kind in {Kind.HEADING, Kind.ROW} else None
        if match:
            return True, match["grade"].capitalize() if match["grade"] else grade_in(below.text)
    return False, None


def _assessed(blocks: Sequence[Block]) -> tuple[str, ...]:
    start = next((i for i, block in enumerate(blocks) if _ASSESSED.search(block.text)), None)
    if start is None:
        return ()
    names = []
    for block in blocks[start + 1 :]:
        if block.kind is not Kind.BULLET:
            break
        names.append(re.sub(r"\s*[;,.]?(?:\s+and)?\s*$", "", folded(block.text)))
    return tuple(names)
