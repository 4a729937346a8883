"""Reading whole reports against bare text splitting of the same texts, in one run.

The texts are the two real reports where TRACKER_SAMPLES names them, else the samples of our own making.
"""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tracker.importing.problems import UnreadableReport
from tracker.importing.reading import read

LIMIT = 150.0  # times the bare split: 37 measured on the real reports, 88 on our own, which are dense
ROUNDS = 15
OWN = Path(__file__).parents[1] / "tests" / "reports"

_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def measure() -> dict[str, Any]:
    """Return seconds for all samples, read (`ours`) and only split (`base`), the best of some rounds."""
    samples = [path.read_bytes() for path in _paths()]
    ours, base = _best(lambda: _each(_read, samples)), _best(lambda: _each(_split, samples))
    return {
        "name": "read-samples",
        "n": len(samples),
        "ours": round(ours, 6),
        "base": round(base, 6),
        "ratio": round(ours / base, 2),
        "limit": LIMIT,
    }


def _paths() -> list[Path]:
    real = os.environ.get("TRACKER_SAMPLES")
    return sorted((Path(real) / "reports" if real else OWN).glob("*.txt"))


def _read(data: bytes) -> None:
    try:
        read(data, "sample.txt")
    except UnreadableReport as problem:
        raise AssertionError("a sample must be readable, or nothing is measured") from problem


def _split(data: bytes) -> None:
    for paragraph in _PARAGRAPH.split(data.decode()):
        _SENTENCE.split(paragraph)


def _each(work: Callable[[bytes], None], samples: list[bytes]) -> None:
    for data in samples:
        work(data)


def _best(work: Callable[[], None]) -> float:
    """The quickest round: the others were held up by something else on the machine."""
    durations = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return min(durations)
