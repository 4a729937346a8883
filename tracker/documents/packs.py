"""A board pack as a Word document or a workbook: plain values in, a file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from tracker.documents.cells import Cell, plain
from tracker.documents.tables import Table, add_sheet, empty_workbook
from tracker.documents.word import add_table, empty_document


@dataclass(frozen=True)
class Section:
    """A heading and a line of `Pack.columns` for each finding below it."""

    title: str
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Pack:
    """What a board pack says. `as_at` is in UTC and `when` the same for its readers; `about` are lines such
    as the filter; `changes` are (day, finding, what, who); `changes_title` is empty where none are wanted."""

    title: str
    marking: str
    as_at: datetime
    when: str
    about: Sequence[str]
    figures: Mapping[str, int]
    columns: Sequence[str]
    sections: Sequence[Section]
    changes_title: str
    changes: Sequence[Sequence[str]]
    licence: str


CHANGE_COLUMNS = ("Day", "Finding", "What", "Who")


def write_workbook(pack: Pack, out: IO[bytes]) -> None:
    """Three visible sheets: summary, findings, changes."""
    book = empty_workbook(pack.title, pack.as_at)
    summary: list[list[Cell]] = [[line, None] for line in pack.about]
    summary += [[name, number] for name, number in pack.figures.items()]
    findings = [[section.title, *line] for section in pack.sections for line in section.lines]
    for title, columns, rows in (
        ("Summary", ("What", "Number"), summary),
        ("Open findings", ("Question", *pack.columns), findings),
        ("Changes", CHANGE_COLUMNS, pack.changes),
    ):
        add_sheet(book, Table(title, columns, rows, pack.as_at, pack.marking, {"Licence": pack.licence}))
    book.save(out)


def write_document(pack: Pack, out: IO[bytes]) -> None:
    """A4 landscape; marking above and page n of m below on every page."""
    document = empty_document(
        pack.title, as_at=pack.as_at, above=pack.marking, below=f"{pack.title}. {pack.when}.",
        is_landscape=True, points=9,
    )  # fmt: skip
    document.add_heading(plain(pack.title), level=1)
    for line in pack.about:
        document.add_paragraph(plain(line))
    add_table(document, ("Summary", "Number"), [[name, str(number)] for name, number in pack.figures.items()])
    document.add_heading("Open findings", level=2)
    for section in pack.sections:
        document.add_heading(plain(section.title), level=3)
        add_table(document, pack.columns, section.lines)
    if not pack.sections:
        document.add_paragraph("There are no open findings.")
    if pack.changes_title:
        document.add_heading(plain(pack.changes_title), level=2)
        add_table(document, CHANGE_COLUMNS, pack.changes or [["", "", "Nothing changed.", ""]])
    document.add_paragraph(plain(pack.licence))
    document.save(out)
