"""Cells of a CSV that a spreadsheet opens."""

from typing import Any


def as_text(value: Any) -> str:
    """A spreadsheet must never run a report's words as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") and text[:1] else text
