"""Ways in which the inspectorate tells what became of a finding; and of what is no telling of it.

Each line of `told/<verdict>.txt` is a paragraph of our own making in the manner of the reports, one statement
with that verdict; the lines of `none.txt` look like one and are none. "2023: …" is told in a report of that
year, what has no year in one of 2017.
"""

import re
from pathlib import Path

import pytest

from tests.importing.test_statements import verdicts_of

TOLD = Path(__file__).parent / "told"


def lines_of(path):
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def verdicts_in(line):
    year, told = re.fullmatch(r"(?:(20\d\d): )?(.*)", line).groups()
    return verdicts_of(told, title=f"Borsetshire PEEL {year or 2017}")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (path.stem, told)
        for path in sorted(TOLD.glob("*.txt"))
        if path.stem != "none"
        for told in lines_of(path)
    ],
)
def test_verdict_of_what_is_told(verdict, told):
    assert verdicts_in(told) == [verdict]


@pytest.mark.parametrize("told", lines_of(TOLD / "none.txt"))
def test_what_only_looks_like_a_statement(told):
    assert verdicts_in(told) == []
