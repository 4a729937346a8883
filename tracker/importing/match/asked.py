"""What `rank_predecessors` is asked, read out of JSON."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.importing.match.candidates import Candidate

_KNOWN = ("earlier", "later", "statements")
_YEARS = range(1800, 2200)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class NotUsable(Exception):
    """What was given cannot be ranked. `str()` is a sentence that says what to change."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Findings, and statements whose year is the one they speak of."""

    earlier: Sequence[Candidate]
    later: Sequence[Candidate]
    statements: Sequence[Candidate]


def read(data: bytes) -> Asked:
    """Return what is to be ranked. Raises NotUsable naming the first thing that is wrong."""
    try:
        given = json.loads(data)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
        raise NotUsable("The input is not JSON in UTF-8.") from None
    if not isinstance(given, dict) or not any(name in given for name in _KNOWN):
        raise NotUsable("The input must be a JSON object with earlier, later and statements.")
    return Asked(
        _items(given, "earlier", _finding),
        _items(given, "later", _finding),
        _items(given, "statements", _told),
    )


def _items(
    given: dict[str, Any], name: str, make: Callable[[dict[str, Any], str], Candidate]
) -> list[Candidate]:
    rows = given.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotUsable(f"“{name}” must be a list of objects.")
    return [make(row, f"Item {number} of “{name}”") for number, row in enumerate(rows, 1)]


def _finding(row: dict[str, Any], where: str) -> Candidate:
    return Candidate(
        _text(row, "id", where),
        _text(row, "text", where),
        _year(row, "year", where),
        _text_or_none(row, "kind", where) or "unknown",
        _text_or_none(row, "question", where),
    )


def _told(row: dict[str, Any], where: str) -> Candidate:
    return Candidate(
        _text(row, "id", where), _text(row, "quote", where), year=_year(row, "about_year", where)
    )


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = _text_or_none(row, name, where)
    if value is None:
        raise NotUsable(f"{where} has no {name}.")
    return value


def _text_or_none(row: dict[str, Any], name: str, where: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise NotUsable(f"{where}: {name} must be text in quotation marks.")
    if value and _HALF_CHARACTER.search(value):
        raise NotUsable(f"{where}: {name} has half a character (a lone surrogate).")
    return value


def _year(row: dict[str, Any], name: str, where: str) -> int | None:
    value = row.get(name)
    if value is None or (type(value) is int and value in _YEARS):  # true is an int, too, and no year
        return value
    raise NotUsable(f"{where}: {name} must be a year as a number, or null.")
