"""Figures in running text: "45.4 arrests per 100 …", "from 69 to 32", "seven of the nine …", "just over
half of …".

Each rule reads one way of printing a figure. A stretch of words gives one measure only: the first rule that
fits it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tracker.importing.document import Document
from tracker.importing.extract.measures import COUNTRY, number
from tracker.importing.extract.periods import PERIOD, periods_in, unequal
from tracker.importing.parsed import Measure, Place
from tracker.importing.prose import Sentence
from tracker.importing.sections import Part

_WORDS = dict(
    zip(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(1, 13),
        strict=True,
    )
)
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{'|'.join(_WORDS)})"
_PERCENT = r"\s*(?:percent\b|per cent\b|%)"
_DOWN = r"(?:fall\w*|fell|reduc\w+|decreas\w+|drop\w*|declin\w+)"
_UP = r"(?:increas\w+|ris(?:en|e|es)|rose|grew|grown)"
_PART = (
    r"(?:(?:just|well|slightly|only just) (?:over|under|above|below|more than|less than) |(?:almost|nearly"
    r"|about|around|roughly|approximately|over|under|more than|less than|fewer than|at least|up to|only) )?"
)
_FRACTION = (
    r"(?:half|(?:a |one[- ])(?:third|quarter|fifth|tenth)|(?:two|three|four|nine)[- ](?:thirds|quarters"
    r"|fifths|tenths)|(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:every )?(?:three"
    r"|four|five|ten)|(?:a|the) (?:small |large |vast |high |low |great )?(?:majority|minority))"
)
_WORTH_A_LOOK = re.compile(
    rf"\d|\b(?:{'|'.join(_WORDS)}|half|quarters?|thirds?|fifths?|tenths?|majority|minority|{COUNTRY}"
    rf"|slightly|significantly|considerably)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_OWN_PAST = "the force's own earlier figure"


@dataclass(frozen=True, slots=True)
class _Read:
    """What one rule reads out of its match."""

    value: float | str
    unit: str | None = None
    comparator: str | None = None
    comparator_value: float | None = None


def _number(printed: str) -> float:
    return _WORDS.get(printed.casefold()) or number(printed)


def _from_to(match: re.Match[str]) -> _Read:
    return _Read(_number(match["new"]), None, _OWN_PAST, _number(match["old"]))


def _share_of(match: re.Match[str]) -> _Read:
    whole = _number(match["whole"])
    return _Read(whole if match["part"].casefold() == "all" else _number(match["part"]), None, "of", whole)


def _change(match: re.Match[str]) -> _Read:
    value = _number(match["value"])
    return _Read(-value if match["down"] else value, "%", _OWN_PAST)


def _rate(match: re.Match[str]) -> _Read:
    return _Read(_number(match["value"]), match["unit"])


def _compared(match: re.Match[str]) -> _Read:
    return _Read(_number(match["value"]), match["unit"], _OWN_PAST, _number(match["old"]))


def _percent(match: re.Match[str]) -> _Read:
    return _Read(_number(match["value"]), "%")


def _count(match: re.Match[str]) -> _Read:
    return _Read(_number(match["value"]), match["unit"])


def _in_words(match: re.Match[str]) -> _Read:
    return _Read(match["words"], None, COUNTRY if COUNTRY in match["words"] else None)


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Read]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (
            rf"\bfrom (?P<old>{_NUMBER})(?: [a-z]+)?(?: in [\w ]{{4,12}}?)? to (?P<new>{_NUMBER})\b(?!%)",
            _from_to,
        ),
        (rf"\b(?P<part>all|{_NUMBER}) of (?:the|these|those) (?P<whole>{_NUMBER})\b(?! months)", _share_of),
        (
            rf"\bof (?:the|these|those) (?P<whole>{_NUMBER}) [a-z]+, (?:only )?(?P<part>{_NUMBER})\b",
            _share_of,
        ),
        (
            rf"\b(?:(?P<down>{_DOWN})|{_UP})\b[^.;,]{{0,40}}? (?:of|by) (?P<value>{_NUMBER}){_PERCENT}",
            _change,
        ),
        (rf"\b(?P<value>{_NUMBER}) (?P<unit>[a-z-]+ per [\d,]+(?: [a-z-]+){{1,3}})", _rate),
        (rf"\b(?P<value>{_NUMBER}) (?P<unit>[a-z-]+) \(compared with (?P<old>{_NUMBER})\b", _compared),
        (rf"\b(?P<value>{_NUMBER}){_PERCENT} of\b", _percent),
        (
            rf"\b(?:sample|cohort|team|service|group|total)\s+of (?P<value>{_NUMBER})(?P<unit>(?:"
            rf" [a-z]+){{0,2}})",
            _count,
        ),
        (
            r"\b(?P<value>\d{1,3}(?:,\d{3})+|[1-9]\d{1,2})"
            r" (?P<unit>[a-z][a-z-]+s)\b(?<!months)(?<!years)(?<!days)",
            _count,
        ),
        (
            rf"\b(?P<words>{_PART}{_FRACTION})(?= of\b| (?:the|all|its|these|those|[a-z]+ )?(?:victims"
            rf"|officers|staff"
            r"|cases|crimes|offences|files|calls|records|investigations|forces?|incidents|people"
            r"|searches)\b)",
            _in_words,
        ),
        (
            rf"\b(?P<words>(?:in line with|below|above|higher than|lower than) the (?:{COUNTRY} rate"
            rf"|rate for {COUNTRY}))\b(?! of \d)",
            _in_words,
        ),
        (rf"\b(?P<words>(?:{_DOWN}|{_UP}) (?:slightly|significantly|considerably))\b", _in_words),
    )
)


def figures_in(document: Document, sentences: Sequence[Sentence]) -> tuple[Measure, ...]:
    """Return the figures printed in the chapters on the questions. Their place is the whole sentence."""
    body = (sentence for sentence in sentences if sentence.part is Part.BODY)
    return tuple(measure for sentence in body for measure in _figures(document, sentence))


def _figures(document: Document, sentence: Sentence) -> Iterator[Measure]:
    if not _WORTH_A_LOOK.search(sentence.plain):
        return
    place = document.place(sentence.start, sentence.end)
    words = " ".join(sentence.plain.split())
    periods = periods_in(words)
    for match, read in _matches(words):
        yield _measure(words, match, read, _periods_of(read, periods), place)


def _periods_of(read: _Read, periods: Sequence[str]) -> tuple[str | None, str | None]:
    """The period of the value, and of what it is compared with.

    Of two that are printed the later is the value's. "From 69 to 32" spans two, and where one is printed,
    which of them it is cannot be told.
    """
    is_against_own_past = read.comparator == _OWN_PAST
    if len(periods) == 2:
        return periods[0], periods[1] if is_against_own_past else None
    if not periods or (is_against_own_past and read.comparator_value is not None):
        return None, None
    return periods[0], None


def _matches(words: str) -> Iterator[tuple[re.Match[str], _Read]]:
    left = PERIOD.sub(lambda match: "·" * len(match[0]), words)
    for pattern, reader in _RULES:
        for match in pattern.finditer(left):
            read = reader(match)
            if not _is_year(read.value):
                yield match, read
                left = left[: match.start()] + "·" * len(match[0]) + left[match.end() :]


def _is_year(value: float | str) -> bool:
    return _YEAR.match(str(value)) is not None


def _measure(
    words: str, match: re.Match[str], read: _Read, periods: tuple[str | None, str | None], place: Place
) -> Measure:
    tail = re.split(r"[;,()]|\. ", words[match.end() :][:80])[0]
    unit = read.unit.strip() or None if read.unit else None
    return Measure(
        name=f"{match[0]}{tail}".strip(" ,."),
        value=read.value,
        unit=unit,
        period=periods[0],
        comparator=read.comparator,
        comparator_value=read.comparator_value,
        comparator_period=periods[1],
        note=unequal(*periods),
        place=place,
    )
