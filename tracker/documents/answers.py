"""The answer to a report as a Word document: plain values in, a file out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from tracker.documents.cells import plain
from tracker.documents.word import add_table, add_text, empty_document


@dataclass(frozen=True)
class Said:
    """What was said under a heading, and by whom and when; "" and "" where nothing is recorded."""

    heading: str
    text: str
    by: str = ""


@dataclass(frozen=True)
class Explained:
    """A recommendation, what the policing body explains of it, and the chief officer's comments on it."""

    reference: str
    wording: str
    explanation: Said
    comments: Said


@dataclass(frozen=True)
class AnswerSheet:
    """`about` are lines on the report and its 56 days; `copies` are (to whom, when). `missing` stands where
    nothing is recorded."""

    title: str
    force: str
    as_at: datetime
    when: str
    about: Sequence[str]
    parts: Sequence[Said]
    recommendations: Sequence[Explained]
    copies: Sequence[Sequence[str]]
    missing: str
    licence: str


def write_answer(sheet: AnswerSheet, out: IO[bytes]) -> None:
    """Recommendation by recommendation, in the order of the report."""
    document = empty_document(
        sheet.title, as_at=sheet.as_at, above=sheet.force, below=f"{sheet.title}. {sheet.when}."
    )
    document.add_heading(plain(sheet.title), level=1)
    for line in sheet.about:
        document.add_paragraph(plain(line))
    for part in sheet.parts:
        _say(document, part, 2, sheet.missing)
    document.add_heading("Recommendations", level=2)
    for number, row in enumerate(sheet.recommendations, 1):
        document.add_heading(f"{number}. {plain(row.reference)}", level=3)
        document.add_paragraph(plain(row.wording), style="Intense Quote")
        _say(document, row.explanation, 4, sheet.missing)
        _say(document, row.comments, 4, sheet.missing)
    if not sheet.recommendations:
        document.add_paragraph("No recommendation of this report is in the register.")
    document.add_heading("Publication and copies", level=2)
    add_table(document, ("What", "When, and where"), sheet.copies)
    document.add_paragraph(plain(sheet.licence))
    document.save(out)


def _say(document: Any, said: Said, level: int, missing: str) -> None:
    document.add_heading(plain(said.heading), level=level)
    if not said.text:
        document.add_paragraph().add_run(missing).italic = True
        return
    add_text(document, said.text)
    if said.by:
        document.add_paragraph().add_run(plain(said.by)).italic = True
