"""What every Word document of the service has: its properties, marking above, page n of m below, tables."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tracker.documents.cells import plain
from tracker.documents.tables import MADE_BY

LONG_SIDE, SHORT_SIDE = Cm(29.7), Cm(21)


def empty_document(
    title: str, *, as_at: datetime, above: str, below: str, is_landscape: bool = False, points: int = 11
) -> Any:
    """An A4 document without content. `above` stands at the top of each page, `below` before its number; no
    name of a person is among the file's properties."""
    document = Document()
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title = MADE_BY, "", plain(title)
    properties.comments, properties.created = "", as_at.astimezone(UTC).replace(tzinfo=None)
    properties.modified = properties.created
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(points)
    section = document.sections[0]
    section.page_width, section.page_height = SHORT_SIDE, LONG_SIDE
    if is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = LONG_SIDE, SHORT_SIDE
        section.left_margin = section.right_margin = Cm(1.5)
    section.header.paragraphs[0].add_run(plain(above)).bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{plain(below)} Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    return document


def add_text(document: Any, text: str) -> None:
    """A paragraph for each that a person wrote."""
    for paragraph in plain(text).split("\n"):
        if paragraph.strip():
            document.add_paragraph(paragraph)


def add_table(document: Any, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """The names of the columns stand again on each page."""
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = plain(text)


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
