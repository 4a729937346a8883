"""One short report set in the many ways in which reports are set: columns, boxes, notes, turned pages."""

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from weasyprint import HTML

FINDINGS = (
    "The force should improve the way in which it identifies and shares information about children who "
    "go missing from home, so that officers who answer a call know of earlier episodes.",
    "The force should ensure that it carries out regular reviews of registered sex offenders, with the aim "
    "of reducing the backlog in its offender management unit.",
    "The force should work with other organisations to find out what victims think of its service.",
)
STATEMENT = (
    "In our 2016 effectiveness report, we stated that the force should ensure that it manages effectively "
    "the risk posed by registered sex offenders. This year, we found that the situation has not improved."
)
NARRATIVE = (
    "The force is good at keeping people safe and at reducing crime in its area. It works well with others "
    "to protect those who are vulnerable, and officers told us of specific efforts to find first-time "
    "offenders. "
    "We found five officers in the office who had sufficient time for this work and who felt well supported. "
)
TITLE = ("PEEL: Police effectiveness 2017", "An inspection of Cleveland Police", "March 2018")
QUESTION, GRADE = "Protecting vulnerable people", "Requires improvement"
STYLE = """<style>@page { size: A4; margin: 2.5cm } body { font: 11pt/1.35 "DejaVu Sans" }
h1 { font-size: 22pt } h2 { font-size: 15pt } h3 { font-size: 12.5pt } .note { font-size: 8pt }</style>"""


def _front() -> str:
    title, force, date = TITLE
    return f"<h1>{title}</h1><p>{force}</p><p>{date}</p>"


def _bullets(findings: tuple[str, ...] = FINDINGS) -> str:
    return "<ul>" + "".join(f"<li>{text}</li>" for text in findings) + "</ul>"


def _areas() -> str:
    return f"<h3>Areas for improvement</h3>{_bullets()}"


def _page(*parts: str, style: str = "") -> bytes:
    body = "".join(parts)
    return bytes(HTML(string=f'<html lang="en">{STYLE}<style>{style}</style>{body}</html>').write_pdf())


def _chapter() -> str:
    paragraph = f"<p>{NARRATIVE}</p>"
    return f"<h2>{QUESTION}</h2><p>{GRADE}</p>{paragraph}<p>{STATEMENT}</p>{paragraph}{_areas()}{paragraph}"


def plain() -> bytes:
    return _page(_front(), _chapter())


def two_columns() -> bytes:
    wide = f"<p>{NARRATIVE * 2}</p>"
    return _page(_front(), wide, f"<div style='columns: 2; column-gap: 1cm'>{_chapter()}</div>", wide)


def three_columns_in_landscape() -> bytes:
    style = "@page { size: A4 landscape } div { columns: 3 }"
    return _page(_front(), f"<div>{_chapter()}</div>", style=style)


def boxed_beside_the_text() -> bytes:
    """The list of findings in a narrow box to the right of the narrative."""
    narrative = f"<td style='width: 9cm'><p>{NARRATIVE}</p><p>{STATEMENT}</p></td>"
    box = f"<td style='border: 1pt solid; padding: 8pt'>{_areas()}</td>"
    heading = f"<h2>{QUESTION}</h2><p>{GRADE}</p>"
    return _page(_front(), heading, f"<table><tr>{narrative}{box}</tr></table>", f"<p>{NARRATIVE}</p>")


def beside_a_picture() -> bytes:
    """Lines that are short for no reason in the text: a picture without words stands beside them."""
    picture = "<div style='float: right; width: 7cm; height: 16cm; background: #ddd'></div>"
    return _page(_front(), f"<p>{NARRATIVE}</p>", picture, _chapter())


def hyphenated() -> bytes:
    style = "body { hyphens: auto; text-align: justify; width: 9cm }"
    return _page(_front(), _chapter(), style=style)


def with_soft_hyphens() -> bytes:
    chapter = _chapter().replace("information", "infor&shy;mation").replace("effectively", "effect&shy;ively")
    return _page(_front(), chapter, style="body { width: 8.5cm }")


def double_spaced() -> bytes:
    return _page(_front(), _chapter(), style="body { line-height: 2 } p, li { margin: 18pt 0 }")


def with_running_lines() -> bytes:
    """Other words at the head of left and right pages, numbers below, and pages short enough to cut much."""
    style = """@page { size: 14.8cm 12cm; margin: 2cm }
    @page { @bottom-center { content: "Page " counter(page) " of " counter(pages) } }
    @page :left { @top-left { content: "Police effectiveness 2017" } }
    @page :right { @top-right { content: "Cleveland Police" } }"""
    return _page(_front(), _chapter(), _chapter().replace(_areas(), ""), style=style)


def with_notes() -> bytes:
    """Numbered notes at the foot of short pages: they stand between the halves of what the page cuts."""
    style = """@page { size: 14.8cm 10cm; margin: 1.5cm; @footnote { border-top: 1pt solid } }
    .note { float: footnote; font-size: 8pt } ::footnote-call { font-size: 7pt; vertical-align: super }"""
    note = "<span class=note>A note on what these words mean, taken from another report.</span>"
    chapter = _chapter().replace("home,", f"home,{note}").replace("offenders,", f"offenders,{note}")
    return _page(_front(), chapter.replace("In our 2016", f"In our 2016{note}"), style=style)


def bullets_of_a_symbol_font() -> bytes:
    return _page(_front(), _chapter(), style=r"ul { list-style-type: '\f0b7  ' }")


def arrows_for_bullets() -> bytes:
    return _page(_front(), _chapter(), style=r"ul { list-style-type: '\27a2  ' }")


def empty_pages_between() -> bytes:
    empty = "<div style='break-before: page; break-after: page'></div>"
    return _page(_front(), empty, _chapter())


def scanned_pages(text: int, scanned: int) -> bytes:
    """So many pages of text, and behind them so many that are pictures."""
    pixels = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    picture = f"<div style='break-before: page'><img width=300 src='data:image/png;base64,{pixels}'></div>"
    written = f"<p style='break-before: page'>{NARRATIVE}</p>" * (text - 1)
    return _page(f"{_front()}<h2>{QUESTION}</h2>{_areas()}", written, picture * scanned)


# ---- set by hand, word by word -------------------------------------------------------------------------

Drawer = Callable[[Canvas, float, float, str, int], None]


def _drawn(draw: Drawer, before: Callable[[Canvas], None] = lambda canvas: None) -> bytes:
    """The report drawn line by line on one page, each line by `draw`."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    before(canvas)
    height = A4[1] - 60.0
    for size, indent, text in _lines():
        height -= 1.9 * size
        for line in simpleSplit(text, "Helvetica", size, 430 - indent):
            draw(canvas, 72 + indent, height, line, size)
            height -= 1.25 * size
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _lines() -> list[tuple[int, int, str]]:
    """Size, indent and text of each paragraph."""
    front = [(20, 0, TITLE[0]), (10, 0, TITLE[1]), (10, 0, TITLE[2])]
    chapter = [
        (15, 0, QUESTION),
        (10, 0, GRADE),
        (10, 0, NARRATIVE),
        (10, 0, STATEMENT),
        (12, 0, "Areas for improvement"),
    ]
    return [*front, *chapter, *((10, 12, f"• {text}") for text in FINDINGS), (10, 0, NARRATIVE)]


def _whole(canvas: Canvas, left: float, height: float, line: str, size: int) -> None:
    canvas.setFont("Helvetica", size)
    canvas.drawString(left, height, line)


def _words(canvas: Canvas, left: float, height: float, line: str, size: int) -> None:
    canvas.setFont("Helvetica", size)
    for word in line.split(" "):
        canvas.drawString(left, height, word)
        left += stringWidth(f"{word} ", "Helvetica", size)


def _letters(canvas: Canvas, left: float, height: float, line: str, size: int) -> None:
    canvas.setFont("Helvetica", size)
    for letter in line:
        if letter != " ":
            canvas.drawString(left, height, letter)
        left += stringWidth(letter, "Helvetica", size)


def words_without_spaces() -> bytes:
    return _drawn(_words)


def letters_one_by_one() -> bytes:
    return _drawn(_letters)


def marked_as_a_draft() -> bytes:
    """A word aslant across the page, and the name of the file up its margin."""

    def mark(canvas: Canvas) -> None:
        marks = ((180, 300, 45, 90, "DRAFT"), (30, 200, 90, 9, "Report-v3.docx"))
        for left, bottom, angle, size, words in marks:
            canvas.saveState()
            canvas.translate(left, bottom)
            canvas.rotate(angle)
            canvas.setFont("Helvetica", size)
            canvas.drawString(0, 0, words)
            canvas.restoreState()

    return _drawn(_whole, mark)


def turned_page() -> bytes:
    """A page whose lines run up the paper, to be held on its side."""
    return _drawn(_whole, lambda canvas: (canvas.translate(A4[1], 0), canvas.rotate(90)))


def turned_back_page() -> bytes:
    """The same with the paper turned, as scanners and printers do it."""

    def turn(canvas: Canvas) -> None:
        canvas.setPageSize(landscape(A4))
        canvas.setPageRotation(90)
        canvas.translate(A4[1], 0)
        canvas.rotate(90)

    return _drawn(_whole, turn)


def upside_down() -> bytes:
    return _drawn(_whole, lambda canvas: (canvas.translate(*A4), canvas.rotate(180)))


LAYOUTS = (
    plain,
    two_columns,
    three_columns_in_landscape,
    boxed_beside_the_text,
    beside_a_picture,
    hyphenated,
    with_soft_hyphens,
    double_spaced,
    with_running_lines,
    with_notes,
    bullets_of_a_symbol_font,
    arrows_for_bullets,
    empty_pages_between,
    words_without_spaces,
    letters_one_by_one,
    marked_as_a_draft,
    turned_page,
    turned_back_page,
    upside_down,
)
