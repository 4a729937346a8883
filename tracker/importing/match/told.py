"""A statement of a parsed report as a text to be ranked."""

import re
from collections.abc import Mapping
from typing import Any

from tracker.importing.match.candidates import Candidate
from tracker.importing.match.topics import narrow, topics_of
from tracker.importing.match.wording import matter_of

_BEFORE = 200  # characters of the same paragraph: a sentence or two
_PARAGRAPH = re.compile(r"\n\s*\n|\n\s*[-•]\s")
_SENTENCE = re.compile(r"[.?!]\s+")


def statement_candidate(statement: Mapping[str, Any], identifier: str, report_text: str = "") -> Candidate:
    """Return a statement of parsed-report/1 as a text to be ranked: its matter counts beside the quotes.

    Where its own words tell of no matter in particular ("This has improved since last year."), what stands
    before them in the same paragraph of the report counts, too.
    """
    told = " … ".join(" ".join(quote["text"].split()) for quote in statement["quotes"])
    text = f"{statement['predecessor'] or ''} {told}"
    if not narrow(topics_of(matter_of(text))):
        text = f"{_said_before(report_text, statement['quotes'][0]['start'])} {text}"
    return Candidate(
        identifier, text, statement["about_year"], statement["about_kind"], statement["question"]
    )


def _said_before(report_text: str, place: int) -> str:
    """The sentences of the paragraph that end at the place: those next to it, and none that is cut."""
    start = max(0, place - _BEFORE)
    *earlier, said = _PARAGRAPH.split(report_text[start:place])
    is_cut = start > 0 and not earlier
    begins = _SENTENCE.search(said) if is_cut else None
    return " ".join(said[begins.end() if begins else 0 :].split())
