"""Why a pair is ranked where it is, in sentences with figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.importing.match.candidates import Candidate
from tracker.importing.match.kinds import in_words, kinds_named
from tracker.importing.match.topics import are_apart, narrow, parts_of_question, weights
from tracker.importing.match.wording import telling_words

_MOST_NAMED = 4
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was compared, with what was read out of it."""

    item: Candidate
    topics: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, item: Candidate, matter: str, topics: frozenset[str]) -> "Text":
        return cls(item, topics, telling_words(matter))


def of_findings(old: Text, new: Text, wording: float, contained: float) -> tuple[str, ...]:
    """Say how alike two findings are and what else speaks for or against the link."""
    return (
        _of_wording(old, new, wording, contained),
        *_of_topics(old, new),
        _of_question(old.item.question, new.item.question),
        _of_kind(old.item.kind, new.item.kind),
        *_of_years(old.item.year, new.item.year),
    )


def of_statement(old: Text, statement: Text, wording: float, contained: float) -> tuple[str, ...]:
    """Say how alike a statement and a finding are, and what the statement says of it."""
    return (
        _of_wording(old, statement, wording, contained),
        *_of_topics(old, statement),
        _of_question(old.item.question, statement.item.question),
        *_of_kind_named(old.item, statement.item),
        *_of_year_spoken_of(old.item.year, statement.item.year),
    )


def _of_wording(old: Text, new: Text, wording: float, contained: float) -> str:
    words = sorted(old.words & new.words)[:_MOST_WORDS]
    shared = f": {', '.join(words)}" if words else ""
    return (
        f"The wordings are {wording:.0%} alike; {contained:.0%} of the shorter one's telling words are shared"
        f"{shared}."
    )


def _of_topics(old: Text, new: Text) -> Iterator[str]:
    both = old.topics & new.topics
    if both:
        yield f"Both speak of {_listed(both)}."
    if both and are_apart(old.topics, new.topics):
        one, other = _listed(narrow(old.topics)), _listed(narrow(new.topics))
        yield f"But one is about {one}, the other about {other}."
    elif not both and old.topics and new.topics:
        yield f"One speaks of {_listed(old.topics)}, the other of {_listed(new.topics)}."


@lru_cache(maxsize=4096)  # the same few sets and facts come in very many pairs
def _listed(topics: frozenset[str]) -> str:
    worth = weights()
    *most, last = sorted(topics, key=lambda name: (-worth[name], name))[:_MOST_NAMED]
    return f"{', '.join(most)} and {last}" if most else last


@lru_cache(maxsize=1024)
def _of_question(old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return "The question of one of them is not known."
    if old == new:
        return "Both have the same question."
    if shared := parts_of_question(old) & parts_of_question(new):
        return f"The questions “{old}” and “{new}” both ask about {' and '.join(sorted(shared))}."
    return f"They differ in question: “{old}” and “{new}”."


@lru_cache(maxsize=64)
def _of_kind(old: str, new: str) -> str:
    if "unknown" in (old, new):
        return "The kind of one of them is not known."
    if old == new:
        return f"Each is {in_words(old)}."
    return f"The earlier one is {in_words(old)}, the later one {in_words(new)}."


@lru_cache(maxsize=1024)
def _of_years(old: int | None, new: int | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    if old == new:
        return (f"Both are of {old}: findings of one year are not each other's predecessors.",)
    if old > new:
        return (f"The one given as the earlier is of {old}, after {new}.",)
    return (f"They are {new - old} year{'s' if new - old > 1 else ''} apart: {old} and {new}.",)


def _of_kind_named(old: Candidate, statement: Candidate) -> Iterator[str]:
    if old.kind in kinds_named(statement):
        yield f"The statement speaks of {in_words(old.kind)}, as this is."


def _of_year_spoken_of(year: int | None, spoken_of: int | None) -> Iterator[str]:
    if year is None or spoken_of is None:
        return
    if year == spoken_of:
        yield f"The statement speaks of {spoken_of}, the year of this finding."
    else:
        yield f"The statement speaks of {spoken_of}, this finding is of {year}."
