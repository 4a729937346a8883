"""The reports that the reader is tested on: our own inventions, and where at hand the two real ones."""

import json
from pathlib import Path
from typing import Any

from tracker.importing.force_names import FORCES, ForceName
from tracker.importing.parsed import ParsedReport
from tracker.importing.reading import read

OWN = Path(__file__).parents[1] / "reports"
OWN_NAMES = sorted(path.name.removesuffix(".txt") for path in OWN.glob("*.txt"))
REAL_NAMES = ("000_c58a4b953ed1b168", "003_e6684ca44c60262e")
FORCES_AND_BORSETSHIRE = (*FORCES, ForceName("Borsetshire Constabulary", "Borsetshire"))


def read_sample(folder: Path, name: str) -> tuple[ParsedReport, dict[str, Any]]:
    """Return a sample as it is read, and what is expected of it."""
    path = folder / f"{name}.txt"
    expected = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    return read(path.read_bytes(), path.name, FORCES_AND_BORSETSHIRE), expected


def overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
