"""What may stand in a cell of a file that a spreadsheet opens: values, and text that never runs.

Source: OWASP, "CSV Injection".
"""

import re
from datetime import date
from decimal import Decimal

Cell = str | int | float | Decimal | date | None

# Where a spreadsheet sees a formula begin: also in the full-width spelling, or after a tab or line.
STARTS = "=+\\-@\t\r\n＝＋－＠"
RUNS = re.compile(f"'*[{STARTS}]")
ESCAPED = re.compile(f"'(?='*[{STARTS}])")
# No XML file can hold these, so no workbook can; what they stood for is marked as unreadable.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNREADABLE = "\ufffd"


def plain(text: str) -> str:
    """The text as every format can hold it: one kind of line end, no control characters."""
    return NOT_TEXT.sub(UNREADABLE, text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """With an apostrophe before it where a spreadsheet would run it. `unescaped` gives the text again."""
    return f"'{text}" if RUNS.match(text) else text


def unescaped(text: str) -> str:
    """What was written with `escaped`: for whoever reads a file by a program."""
    return ESCAPED.sub("", text, count=1) if ESCAPED.match(text) else text


def as_text(value: Cell) -> str:
    """For CSV: dates as 2018-06-01, numbers bare, text escaped, nothing for what is missing."""
    if isinstance(value, str):
        return escaped(plain(value))
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
