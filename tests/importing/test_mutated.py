"""Damaged reports: each ends read, or refused with a reason, in time, and the process that asked lives on.

A few in every run. The long run: `MUTATED=10000 pytest tests/importing/test_mutated.py -n 2 -s`.
"""

import os
import time
from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importing.rendered import as_page, as_pdf
from tests.importing.samples import OWN
from tracker.importing import sandbox
from tracker.importing.problems import UnreadableReport

EXAMPLES = int(os.environ.get("MUTATED", "24")) // 3
SECONDS = sandbox.DEFAULT_LIMITS.wall_seconds
REPORT = (OWN / "borsetshire-2017.txt").read_bytes()
KINDS = {"text": bytes, "html": as_page, "pdf": as_pdf}

PLACES = st.floats(0, 1, exclude_max=True)
FLIP = st.tuples(st.just("flip"), PLACES, st.integers(0, 7))
CUT = st.tuples(st.just("cut"), PLACES, st.integers(1, 4000))
SPLICE = st.tuples(st.just("splice"), PLACES, st.binary(min_size=1, max_size=40))
REPEAT = st.tuples(st.just("repeat"), PLACES, st.integers(1, 4000))
GRAFT = st.tuples(st.just("graft"), PLACES, st.sampled_from(sorted(KINDS)))
TRUNCATE = st.tuples(st.just("truncate"), PLACES, st.none())
MUTATIONS = st.lists(st.one_of(FLIP, CUT, SPLICE, REPEAT, GRAFT, TRUNCATE), min_size=1, max_size=12)


@cache
def _whole(kind):
    return KINDS[kind](REPORT)


def _mutated(data, mutations):
    for name, place, value in mutations:
        at = int(place * len(data))
        head, tail = data[:at], data[at:]
        if name == "flip" and tail:
            data = head + bytes([tail[0] ^ (1 << value)]) + tail[1:]
        elif name == "cut":
            data = head + tail[value:]
        elif name == "splice":
            data = head + value + tail
        elif name == "repeat":
            data = head + tail[:value] * 3 + tail[value:]
        elif name == "graft":
            other = _whole(value)
            data = head + other[int(place * len(other)) :]
        elif name == "truncate":
            data = head
    return data


def _outcome(data):
    """How reading the bytes ended, in a word or two."""
    try:
        report = sandbox.read(data, "mutated")
    except UnreadableReport as refused:
        return f"refused: {refused}"
    assert report.text.strip()
    return "read"


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_reports_are_read_or_refused_with_a_reason(kind):
    outcomes, slowest = Counter(), 0.0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize="MUTATED" not in os.environ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(MUTATIONS)
    def each(mutations):
        nonlocal slowest
        start = time.monotonic()
        outcomes[_outcome(_mutated(_whole(kind), mutations))] += 1
        slowest = max(slowest, time.monotonic() - start)

    each()
    print(kind, f"slowest {slowest:.1f} s", dict(outcomes))  # noqa: T201  the long run's figures
    assert slowest < SECONDS + 5
    assert all(outcome == "read" or outcome.endswith(".") for outcome in outcomes)
    assert not any("a reason of its own" in outcome for outcome in outcomes)
