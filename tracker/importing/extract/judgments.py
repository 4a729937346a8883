"""The judgments table: question, grade, year last inspected."""

import itertools
import re
from collections.abc import Iterator, Sequence

from tracker.importing.document import Document, folded, plain
from tracker.importing.layout import Block, Kind, cells_run_together, grade_in
from tracker.importing.parsed import Judgment
from tracker.importing.sections import question_of

_CELL = re.compile(r"\s*\t\s*|\s{3,}")
_HEADER = re.compile(r"(?:question|area|aspect)s?\b.*\b(?:grade|judgment|judgement)", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")
_NOT_A_QUESTION = re.compile(
    r"overall|last updated\b|judge?ments?\b|effectiveness$|efficiency$|legitimacy$|leadership$|summary", re.I
)


def judgments_in(
    document: Document, blocks: Sequence[Block], inspection_year: int | None
) -> tuple[Judgment, ...]:
    """Return the judgments of the table, in its order; without a table, those printed under chapter headings.

    A row without a grade gives a judgment whose grade is None. Under a heading, the year is the inspection's.
    """
    rows = tuple(_table(document, blocks, inspection_year))
    return rows or tuple(_headed(document, blocks, inspection_year))


def _table(document: Document, blocks: Sequence[Block], year: int | None) -> Iterator[Judgment]:
    header = next((i for i, block in enumerate(blocks) if _is_header(block)), None)
    if header is None:
        return
    for block in blocks[header + 1 :]:
        if block.kind is not Kind.ROW:
            return
        yield _judgment(document, block, year)


def _is_header(block: Block) -> bool:
    return block.kind is Kind.ROW and _HEADER.match(folded(block.text)) is not None


def _judgment(document: Document, row: Block, year: int | None) -> Judgment:
    printed_cells = cells_run_together(row.text) or _CELL.split(row.text.strip())
    question, *cells = (folded(cell) for cell in printed_cells)
    grade = next((grade for cell in cells if (grade := grade_in(cell))), None)
    printed = next((int(cell) for cell in cells if _YEAR.fullmatch(cell)), None)
    carried = printed is not None and year is not None and printed < year
    return Judgment(question, grade, printed, carried, document.place(row.start, row.end))


def _headed(document: Document, blocks: Sequence[Block], year: int | None) -> Iterator[Judgment]:
    for heading, grade in itertools.pairwise(blocks):
        if (
            heading.kind is Kind.HEADING
            and grade.kind is Kind.GRADE
            and not _NOT_A_QUESTION.match(plain(heading.text))
        ):
            question = question_of(heading.text, (), graded=True) or folded(heading.text)
            yield Judgment(
                question, grade_in(grade.text), year, False, document.place(heading.start, grade.end)
            )
