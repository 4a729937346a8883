"""Writing long patterns so that they can be read, one alternative a line, and are quick to say no.

Nearly all that is looked at holds nothing. To look through small letters alone takes a third of the time that
it takes to mind both cases at each letter, so that is done first.
"""

import re
from collections.abc import Iterator

_AS_IT_IS = re.compile(r"\\.|\(\?P|[A-Z]+", re.DOTALL)


class Wording:
    """A pattern that finds words in upper or lower case; what it finds is as it is printed."""

    def __init__(self, pattern: str) -> None:
        self._printed = re.compile(pattern, re.IGNORECASE)
        self._small = re.compile(_AS_IT_IS.sub(_in_small_letters, pattern))

    def search(self, text: str) -> re.Match[str] | None:
        return self._printed.search(text) if self._may_be_in(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return self._printed.match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._printed.finditer(text) if self._may_be_in(text) else iter(())

    def sub(self, words: str, text: str) -> str:
        return self._printed.sub(words, text) if self._may_be_in(text) else text

    def _may_be_in(self, text: str) -> bool:
        # Some foreign letters are two in small letters: those texts are rare, and take the long way.
        return not text.isascii() or self._small.search(text.lower()) is not None


def _in_small_letters(part: re.Match[str]) -> str:
    return part[0].lower() if part[0].isalpha() else part[0]


def either(*alternatives: str) -> Wording:
    """Return a pattern that finds any of the alternatives, in upper or lower case."""
    return Wording("|".join(f"(?:{alternative})" for alternative in alternatives))


def each(*patterns: str) -> tuple[Wording, ...]:
    """Return the patterns compiled one by one, for where named groups recur or the order matters."""
    return tuple(Wording(pattern) for pattern in patterns)
