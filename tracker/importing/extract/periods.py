"""Periods that a figure is printed for, and whether two of them can be compared."""

import re
import time
from contextlib import suppress

PERIOD = re.compile(
    r"\b(?:12 months to \d{1,2} \w+ 20\d\d(?: against 12 months to \d{1,2} \w+ 20\d\d)?"
    r"|as at \d{1,2} \w+ 20\d\d)"
)
_END = re.compile(r"(?P<span>12 months to|as at) (?P<day>\d{1,2} \w+) (?P<year>20\d\d)")


def periods_in(text: str) -> tuple[str, ...]:
    """Return the periods printed in the words, each once, the latest first; a pair "… against …" is two."""
    found = {match[0]: _ends(match) for match in _END.finditer(text)}
    return tuple(sorted(found, key=lambda period: found[period], reverse=True))


def unequal(one: str | None, other: str | None) -> str:
    """Return a note when two periods are not the same stretch of the same or of another year; else "".

    A figure for twelve months to March can't be held against one for twelve months to June.
    """
    first, second = (_END.search(period or "") for period in (one, other))
    if first is None or second is None or _stretch(first) == _stretch(second):
        return ""
    return f"The periods are not equal: {first[0]}, against {second[0]}."


def _stretch(match: re.Match[str]) -> tuple[str, str]:
    return match["span"], match["day"]


def _ends(match: re.Match[str]) -> tuple[int, int, int]:
    with suppress(ValueError):
        ends = time.strptime(f"{match['day']} {match['year']}", "%d %B %Y")
        return ends.tm_year, ends.tm_mon, ends.tm_mday
    return int(match["year"]), 0, 0
