"""Rows of tables whose cells a PDF draws as one line of words: divided by tabs again where the words tell."""

import re

from tracker.importing.layout import GRADES

_FIGURE = r"[+-]?\d[\d,]*(?:\.\d+)?%?"
_ROWS = (
    re.compile(r"(questions?|areas?) (grade|judge?ment)(?: (last inspected))?$", re.IGNORECASE),
    re.compile(rf"(.+?) ({'|'.join(GRADES)}) (20\d\d)$"),
    re.compile(r"([A-Z][\w &’'-]+ (?:Police|Constabulary|Service)) (England and Wales)$"),
    re.compile(rf"({_FIGURE}) ({_FIGURE})$"),
)
_LAST_LETTERS = (*"0123456789%", "wales", "inspected", "grade", "gement", "gment")


def divided(line: str) -> str:
    """Return the line with tabs between its cells when it is a row of the judgments or of the numbers."""
    if not line[-9:].casefold().endswith(_LAST_LETTERS):
        return line
    match = next((match for row in _ROWS if (match := row.match(line))), None)
    return "\t".join(filter(None, match.groups())) if match else line
