"""Reports made anew as web pages and PDFs from their text, and pages drawn word by word."""

import html
import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from weasyprint import HTML

from tracker.importing.document import Document
from tracker.importing.layout import Block, Kind, blocks_of
from tracker.importing.readers import document_of

HEIGHT = A4[1]
STYLE = """
@page { size: A4; margin: 2.5cm; @top-right { content: "PEEL: Police effectiveness" }
        @bottom-center { content: counter(page) } }
body { font: 11pt/1.35 "DejaVu Sans" } h2 { font-size: 15pt } .note { font-size: 8pt }
td { width: 5cm } tr { break-inside: avoid }
"""
SITE = """<header role="banner"><a class="skip-link" href="#content">Skip to content</a></header>
<nav><ul><li>Home</li><li>Publications</li></ul></nav><main id="content">{}</main>
<footer>Accessibility</footer><script>report("The force should be tracked")</script>"""


def as_page(data: bytes) -> bytes:
    """The report as a web page with its navigation around it."""
    return f"<!DOCTYPE html><title>HMICFRS</title>{SITE.format(_marked_up(data))}".encode()


def as_pdf(data: bytes) -> bytes:
    """The report as a PDF with running headers, page numbers and large headings."""
    page = f"<style>{STYLE}</style>{_marked_up(data)}"
    return bytes(HTML(string=page).write_pdf())


def _marked_up(data: bytes) -> str:
    document = document_of(data)
    return "\n".join(_tag(document, block) for block in blocks_of(document))


def _tag(document: Document, block: Block) -> str:
    text = html.escape(block.text)
    if block.kind is Kind.HEADING:
        return f"<h2>{text}</h2>"
    if block.kind is Kind.BULLET:
        return f"<ul><li>{text}</li></ul>"
    if block.kind is Kind.FOOTNOTE:
        whole = document.text[document.line_starts[block.line - 1] : block.end]
        return f'<p class="note">{html.escape(whole.strip())}</p>'
    if "\t" in text:
        return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in text.split("\t")) + "</tr></table>"
    return f"<p>{text}</p>"


Word = tuple[float, float, str] | tuple[float, float, str, float]  # from the left, from the top, words, size


def drawn(*pages: Sequence[Word]) -> bytes:
    """A PDF whose pages hold these words at these places."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in pages:
        for left, top, words, *size in page:
            canvas.setFont("Helvetica", size[0] if size else 11)
            canvas.drawString(left, HEIGHT - top, words)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def locked() -> bytes:
    """A PDF that opens with a password only."""
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 72, "PEEL 2017: an inspection of Cleveland Police")
    canvas.save()
    return stream.getvalue()


def lines(top: float, *words: str, left: float = 72, size: float = 11) -> list[Word]:
    """Lines of one paragraph, one below the other."""
    return [(left, top + number * 1.3 * size, line, size) for number, line in enumerate(words)]
