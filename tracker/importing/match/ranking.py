"""Ranking the pairs of earlier and later texts of one force."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from operator import ge, ne
from typing import Any

from tracker.importing.match import reasons
from tracker.importing.match.candidates import Candidate, RankedLink
from tracker.importing.match.likeness import Block, Compared
from tracker.importing.match.reasons import Text
from tracker.importing.match.scoring import (
    CONTINUES_FROM,
    THRESHOLD,
    facts_of_findings,
    facts_of_statements,
    scores_of_findings,
    scores_of_statements,
)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What differs between pairs of findings and pairs of a finding and a statement."""

    years_speak_against: Callable[[int, int], bool]
    reasons: Callable[[Text, Text, float, float], tuple[str, ...]]


_OF_FINDINGS = _Rules(ge, reasons.of_findings)  # siblings of one year are not each other's predecessors
_OF_STATEMENTS = _Rules(ne, reasons.of_statement)


def rank(
    earlier: Sequence[Candidate], later: Sequence[Candidate], threshold: float = THRESHOLD
) -> list[RankedLink]:
    """Return every pair of an earlier and a later finding, best first; equal scores in the order given."""
    links = chain.from_iterable(rank_each(earlier, later, threshold))
    return sorted(links, key=lambda link: -link.score)


def rank_each(
    earlier: Sequence[Candidate],
    later: Sequence[Candidate],
    threshold: float = THRESHOLD,
    most: int | None = None,
) -> Iterator[list[RankedLink]]:
    """Yield for each later finding in turn its links, the best first, and no more than `most` of them.

    What is held at a time does not grow with the number of pairs. Findings of one year, or in the wrong order
    of years, are ranked but never proposed.
    """
    if not (earlier and later):
        return
    compared = _compared(earlier, later)
    old = facts_of_findings(earlier, compared.topics[: len(earlier)])
    new = facts_of_findings(later, compared.topics[len(earlier) :])
    link = partial(_link, _OF_FINDINGS, threshold)
    yield from _each(compared, earlier, later, lambda block: scores_of_findings(block, old, new), link, most)


def rank_statements(
    statements: Sequence[Candidate],
    findings: Sequence[Candidate],
    threshold: float = THRESHOLD,
    most: int | None = None,
) -> Iterator[list[RankedLink]]:
    """Yield for each statement in turn the findings it may speak of, the best first, no more than `most`.

    In each link `earlier` is the finding and `later` the statement. A statement's `year` is the one it speaks
    of: findings of that year come before others, which are ranked but never proposed.
    """
    if not (findings and statements):
        return
    compared = _compared(findings, statements)
    old, told = facts_of_findings(findings, compared.topics[: len(findings)]), facts_of_statements(statements)
    link = partial(_link, _OF_STATEMENTS, threshold)
    yield from _each(
        compared, findings, statements, lambda block: scores_of_statements(block, old, told), link, most
    )


def rank_statement(
    statement: Candidate,
    candidates: Sequence[Candidate],
    threshold: float = THRESHOLD,
    of_year: int | None = None,
) -> list[RankedLink]:
    """Return the candidates ranked by how likely the statement speaks of them, best first.

    Give earlier findings to learn which one the statement settles, or the new findings of the same report,
    without `of_year`, to learn its likely successor: `earlier` is the candidate and `later` the statement,
    whichever was asked. With `of_year`, candidates of another year are never proposed.
    """
    ranked = rank_statements([replace(statement, year=of_year)], candidates, threshold)
    return next(ranked, [])


def _each(
    compared: Compared,
    earlier: Sequence[Candidate],
    later: Sequence[Candidate],
    scores_of: Callable[[Block], Any],
    link: Callable[[Text, Text, float, tuple[float, float]], RankedLink],
    most: int | None,
) -> Iterator[list[RankedLink]]:
    old, new = _read(earlier, compared, 0), _read(later, compared, len(earlier))
    for block in compared.blocks():
        scores = scores_of(block).round(4)
        for row, best in enumerate((-scores).argsort(axis=1, kind="stable")[:, :most].tolist()):
            text = new[block.later[row]]
            yield [link(old[i], text, float(scores[row, i]), block.alike(row, i)) for i in best]


def _compared(earlier: Sequence[Candidate], later: Sequence[Candidate]) -> Compared:
    return Compared([item.text for item in earlier], [item.text for item in later])


def _read(items: Sequence[Candidate], compared: Compared, start: int) -> list[Text]:
    places = range(start, start + len(items))
    return [
        Text.of(item, compared.matters[place], compared.topics[place])
        for item, place in zip(items, places, strict=True)
    ]


def _link(
    rules: _Rules, threshold: float, old: Text, new: Text, score: float, alike: tuple[float, float]
) -> RankedLink:
    year, later = old.item.year, new.item.year
    is_ruled_out = year is not None and later is not None and rules.years_speak_against(year, later)
    is_proposed = score >= threshold and not is_ruled_out
    relation = "continues" if score >= CONTINUES_FROM else "continues_in_part"
    return RankedLink(
        old.item.id,
        new.item.id,
        score,
        relation if is_proposed else "related",
        is_proposed,
        rules.reasons(old, new, *alike),
    )
