"""A line of grades as shapes for `forces/grade_chart.html`. The table around it has the same in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.selectors.grades import Cell, Line

STEP, TOP, HEIGHT, MARGIN = 40, 13, 56, 20


@dataclass(frozen=True)
class Mark:
    """A grade: the middle of its circle, its letter, and whether it was carried forward."""

    x: int
    y: int
    letter: str
    is_carried_forward: bool


@dataclass(frozen=True)
class Chart:
    """`runs` are polylines of grades that can be compared; at `breaks` (x) comparing ends."""

    width: int
    height: int
    marks: list[Mark]
    runs: list[str]
    breaks: list[int]


def chart_of(line: Line) -> Chart:
    """The higher the better, on whichever scale; an ungraded or missing grade has no place in it."""
    marks, runs, breaks = [], list[list[Mark]](), []
    for place, cell in enumerate(line.cells):
        found = list(_marks(cell, MARGIN + place * STEP))
        if cell.broken:
            breaks.append(MARGIN + place * STEP - STEP // 2)
        if cell.broken or not runs or not found:
            runs.append([])
        runs[-1] += found
        marks += found
    width = 2 * MARGIN + (len(line.cells) - 1) * STEP
    points = [" ".join(f"{mark.x},{mark.y}" for mark in run) for run in runs if len(run) > 1]
    return Chart(width, TOP + HEIGHT + TOP, marks, points, breaks)


def _marks(cell: Cell, x: int) -> Iterator[Mark]:
    worst = cell.programme.worst  # type: ignore[attr-defined]
    for judgment in cell.judgments:
        if judgment.grade and judgment.grade.rank:
            y = TOP + HEIGHT * (judgment.grade.rank - 1) // max(worst - 1, 1)
            yield Mark(x, y, judgment.grade.letter, judgment.carried_forward)
