"""Small files that ask for far more than a report needs."""

import zlib

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


def page_tree_cycle() -> bytes:
    return _pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 100 >>")


def flate_bomb() -> bytes:
    """A page whose content is 2 GB of spaces in 2 MB."""
    return _pages(_stream(_spaces(2048), b"/Filter /FlateDecode"), 1)


def shared_content(pages: int = 400) -> bytes:
    """Pages that all show one content stream of 60,000 words."""
    words = b"BT /F1 8 Tf " + b"1 0 0 1 72 72 Tm (Words) Tj " * 60_000 + b"ET"
    return _pages(_stream(zlib.compress(words), b"/Filter /FlateDecode"), pages)


def too_many_pages() -> bytes:
    return _pages(_stream(b""), 2_000)


def nested_divisions(number: int = 3_000_000) -> bytes:
    return b"<!DOCTYPE html><html><body>" + b"<div>" * number


def _spaces(megabytes: int) -> bytes:
    """So many megabytes of spaces, packed: one packed block over and over, without the sum at the end."""
    packer = zlib.compressobj(9)
    start = packer.compress(b" " * 1024**2) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1024**2) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (megabytes - 1)


def _pages(content: bytes, count: int) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return _pdf(CATALOGUE, tree, content, font, *[page] * count)


def _pdf(*objects: bytes) -> bytes:
    """A file of numbered objects without a table of their places: readers look for them themselves."""
    numbered = (b"%d 0 obj\n%b\nendobj\n" % (number, body) for number, body in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def _stream(content: bytes, filters: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (filters, len(content), content)
