"""Ranking against bare scikit-learn TF-IDF with a dot product, and what ranking many holds in memory."""

import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from tracker.importing.match import Candidate, rank, rank_each

SIDE = 50
TIMES_LIMIT = 3.0
ROUNDS = 9

FEW, MANY = 500, 2000
LINEAR = MANY / FEW
MEMORY_LIMIT = 1.5 * LINEAR  # of four times as many texts; a matrix of all pairs would take sixteen times

MATTERS = (
    "supervision of investigations by response officers",
    "how registered sex offenders are visited and managed",
    "reasonable grounds recorded for stop and search",
    "the quality of DASH risk assessments at first contact",
    "evaluation of problem-solving in neighbourhood policing",
    "its understanding of current and future demand",
    "compliance with the victims' code and updates to victims",
)
WAYS = (
    "The force should improve",
    "The force should ensure that it reviews",
    "The force does not understand",
)


def measure() -> dict[str, Any]:
    """Return seconds for every pair of 50 and 50, with reasons (`ours`), and bare (`base`): best of some."""
    earlier, later = _findings(SIDE, 2016), _findings(SIDE, 2017)
    texts = [item.text for item in (*earlier, *later)]
    ours, base = _best(lambda: rank(earlier, later)), _best(lambda: _bare(texts))
    return _measured("rank-50-by-50", SIDE, ours, base, TIMES_LIMIT)


def measure_memory() -> dict[str, Any]:
    """Return the most megabytes held while ranking 2,000 by 2,000 (`ours`) and 500 by 500 (`base`)."""
    ours, base = _most_held(MANY), _most_held(FEW)
    return _measured("rank-2000-by-2000-memory", MANY, ours, base, MEMORY_LIMIT)


def _measured(name: str, count: int, ours: float, base: float, limit: float) -> dict[str, Any]:
    ratio = round(ours / base, 2)
    return {
        "name": name,
        "n": count,
        "ours": round(ours, 6),
        "base": round(base, 6),
        "ratio": ratio,
        "limit": limit,
    }


def _findings(count: int, year: int) -> list[Candidate]:
    """Findings as long as real ones, each a little different."""
    return [Candidate(f"{year}-{n}", _text(n + year), year, "area_for_improvement") for n in range(count)]


def _text(number: int) -> str:
    first, second = MATTERS[number % len(MATTERS)], MATTERS[number // len(MATTERS) % len(MATTERS)]
    return (
        f"{WAYS[number % len(WAYS)]} {first} in district {number % 97}, and {second}. "
        f"Its {number % 89} teams should work with partners so that they do this consistently."
    )


def _bare(texts: list[str]) -> Any:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    return (vectors[:SIDE] @ vectors[SIDE:].T).toarray()


def _most_held(count: int) -> float:
    earlier, later = _findings(count, 2016), _findings(count, 2017)
    tracemalloc.start()
    try:
        for _ in rank_each(earlier, later, most=3):
            pass
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def _best(work: Callable[[], object]) -> float:
    """The quickest round: the others were held up by something else on the machine."""
    durations = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return min(durations)
