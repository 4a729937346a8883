"""From likeness to a score: few weights, each of which a reason names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.importing.match.candidates import Candidate
from tracker.importing.match.kinds import FORMAL, kinds_named
from tracker.importing.match.likeness import Block
from tracker.importing.match.topics import (
    all_parts,
    parts_of_pillars,
    parts_of_question,
    parts_of_topics,
)

THRESHOLD = 0.36  # from here on a link is put to a person
CONTINUES_FROM = 0.56  # so near that it is the same matter, not a part of it

_LIKENESS = 0.92  # what else speaks for a pair of findings adds up to the rest
_QUESTION, _FORMAL = 0.05, 0.03
_YEAR, _MOST_YEARS = 0.01, 5  # less for each year that lies between
_YEAR_SPOKEN_OF, _YEAR_BEFORE, _KIND_NAMED = 0.1, 0.08, 0.05
_SPOKEN_OF_AS_FORMAL, _CONCERN = 0.02, 0.02  # each cause of concern is come back to, not each other finding
# How much topics tell beside wording: a statement tells of a finding in words of its own.
_TOPICS_OF_FINDINGS, _TOPICS_OF_STATEMENTS = 0.5, 0.65
_APART = 0.7  # what is left of a score where the two speak of different matters
_AGAINST = 0.3  # what is left of a score where the years rule the link out

_KINDS = sorted(FORMAL)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of texts beside their words, an array each; NaN or no bit where it is not known.

    `years`: of the finding, or spoken of in the statement. `formal`: 1 for a formal finding, else 0.
    `kinds`: a bit for each kind it is, or the statement names. `parts`: a bit for each part of policing it
    is about.
    """

    years: Any
    formal: Any
    kinds: Any
    parts: Any


def facts_of_findings(items: Sequence[Candidate], topics: Sequence[frozenset[str]]) -> Facts:
    """Where a finding's question is not known, its topics say what it is about."""
    parts = [
        _parts(item.question) or parts_of_topics(named) for item, named in zip(items, topics, strict=True)
    ]
    return _facts(items, [{item.kind} for item in items], parts)


def facts_of_statements(items: Sequence[Candidate]) -> Facts:
    """Where a statement's question is not known, the pillar that it names says what it is about."""
    parts = [_parts(item.question) or parts_of_pillars(item.text) for item in items]
    return _facts(items, [kinds_named(item) for item in items], parts)


def scores_of_findings(block: Block, earlier: Facts, later: Facts) -> Any:
    """Return the scores of the block's pairs: a row a later finding, a column an earlier one."""
    import numpy as np

    here = slice(block.later.start, block.later.stop)
    between = later.years[here, None] - earlier.years[None, :]
    lapse = np.nan_to_num(np.clip(between - 1, 0, _MOST_YEARS))
    are_alike = later.formal[here, None] == earlier.formal[None, :]
    beside = _questions(earlier.parts, later.parts[here]) + _FORMAL * are_alike - _YEAR * lapse
    return _bounded(block, beside, _TOPICS_OF_FINDINGS) * np.where(between <= 0, _AGAINST, 1)


def scores_of_statements(block: Block, findings: Facts, statements: Facts) -> Any:
    """Return the scores of the block's pairs: a row a statement, a column a finding it may speak of."""
    import numpy as np

    here = slice(block.later.start, block.later.stop)
    since = findings.years[None, :] - statements.years[here, None]
    before = np.nan_to_num(np.clip(-since, 0, _MOST_YEARS))
    is_named = (findings.kinds[None, :] & statements.kinds[here, None]) != 0
    beside = (
        _questions(findings.parts, statements.parts[here])
        + _SPOKEN_OF_AS_FORMAL * (findings.formal[None, :] == 1)
        + _CONCERN * (findings.kinds[None, :] == _bits({"cause_of_concern"}, _KINDS))
        + _KIND_NAMED * is_named
        + _YEAR_SPOKEN_OF * (since == 0)
        - _YEAR_BEFORE * before
    )
    return _bounded(block, beside, _TOPICS_OF_STATEMENTS) * np.where(since > 0, _AGAINST, 1)


def _bounded(block: Block, beside: Any, topics: float) -> Any:
    """Topics by their share and wording for the rest, or wording alone where neither names a topic; with what
    is known beside."""
    import numpy as np

    wording = (block.wording + block.contained) / 2
    likeness = np.where(np.isnan(block.topical), wording, (1 - topics) * wording + topics * block.topical)
    return np.clip(_LIKENESS * likeness + beside, 0, 1) * np.where(block.apart, _APART, 1)


def _questions(earlier: Any, later: Any) -> Any:
    """For the same part of policing, or against it where both are known and have none in common."""
    import numpy as np

    are_known = (later[:, None] != 0) & (earlier[None, :] != 0)
    is_shared = (later[:, None] & earlier[None, :]) != 0
    return _QUESTION * np.where(is_shared, 1, np.where(are_known, -1, 0))


def _facts(
    items: Sequence[Candidate],
    kinds: Sequence[frozenset[str] | set[str]],
    parts: Sequence[frozenset[str]],
) -> Facts:
    import numpy as np

    return Facts(
        np.array([np.nan if item.year is None else item.year for item in items]),
        np.array([np.nan if item.kind == "unknown" else item.kind in FORMAL for item in items]),
        np.array([_bits(named, _KINDS) for named in kinds], dtype=np.int64),
        np.array([_bits(about, all_parts()) for about in parts], dtype=np.int64),
    )


def _parts(question: str | None) -> frozenset[str]:
    return parts_of_question(question) if question else frozenset()


def _bits(chosen: frozenset[str] | set[str], among: Sequence[str]) -> int:
    return sum(1 << place for place, name in enumerate(among) if name in chosen)
