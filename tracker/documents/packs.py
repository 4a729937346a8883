"""A board pack as a Word document or a workbook: plain values in, a file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tracker.documents.cells import Cell, plain
from tracker.documents.tables import MADE_BY, Table, add_sheet, empty_workbook


@dataclass(frozen=True)
class Section:
    """A heading and a line of `Pack.columns` for each finding below it."""

    title: str
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Pack:
    """What a board pack says. `as_at` is in UTC and `when` the same for its readers; `about` are lines such
    as the filter; `changes` are (day, finding, what, who)."""

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
    document = Document()
    _lay_out(document, pack)
    document.add_heading(plain(pack.title), level=1)
    for line in pack.about:
        document.add_paragraph(plain(line))
    _table(document, ("Summary", "Number"), [[name, str(number)] for name, number in pack.figures.items()])
    document.add_heading("Open findings", level=2)
    for section in pack.sections:
        document.add_heading(plain(section.title), level=3)
        _table(document, pack.columns, section.lines)
    if not pack.sections:
        document.add_paragraph("There are no open findings.")
    document.add_heading(plain(pack.changes_title), level=2)
    _table(document, CHANGE_COLUMNS, pack.changes or [["", "", "Nothing changed.", ""]])
    document.add_paragraph(plain(pack.licence))
    document.save(out)


def _lay_out(document: Any, pack: Pack) -> None:
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title = MADE_BY, "", plain(pack.title)
    properties.comments, properties.created = "", pack.as_at.astimezone(UTC).replace(tzinfo=None)
    properties.modified = properties.created
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(9)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    head = section.header.paragraphs[0]
    head.add_run(pack.marking).bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{plain(pack.title)}. {pack.when}. Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    """A number that the word processor works out."""
    for kind in ("begin", "instr", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.text = code
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _table(document: Any, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    repeated = OxmlElement("w:tblHeader")  # the names stand again on each page
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = plain(text)
