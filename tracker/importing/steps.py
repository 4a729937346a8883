"""How far the reading of one report has come, told on the way in short lines.

The lines come from the child process, which nobody believes: what does not read as a step is passed over, and
a step is only ever shown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

MOST = 32_767  # pages; what a small number in a database holds
LONGEST_LINE = 64  # bytes


class Stage(StrEnum):
    PAGES = "pages"  # taking the text from them
    ITEMS = "items"  # looking for findings, statements and figures in the text


@dataclass(frozen=True, slots=True)
class Step:
    """The reader is at this page of so many, or past the pages of a file that has any."""

    stage: Stage
    page: int | None = None
    pages: int | None = None

    @property
    def line(self) -> str:
        return f"{self.stage} {self.page} of {self.pages}\n" if self.pages else f"{self.stage}\n"


Tell = Callable[[Step], object]
_LINE = re.compile(rb"^(?:pages ([1-9]\d{0,4}) of ([1-9]\d{0,4})|items)$", re.MULTILINE)


def untold(step: Step) -> None:
    """For those who don't want to know."""


class Ear:
    """Hears what the child says, and passes on the last step of it, once in a while.

    `tell` is called with each step passed on. Times in seconds of any clock that only goes forward.
    """

    def __init__(self, tell: Tell, *, now: float, pause: float) -> None:
        self._tell, self._pause = tell, pause
        self._next = now + pause
        self._rest = b""
        self._heard: Step | None = None

    def hear(self, words: bytes) -> None:
        whole, _, self._rest = (self._rest + words).rpartition(b"\n")
        self._rest = self._rest[:LONGEST_LINE]
        self._heard = _last_step(whole) or self._heard

    def pass_on(self, now: float) -> None:
        if self._heard and now >= self._next:
            self._tell(self._heard)
            self._heard, self._next = None, now + self._pause


def _last_step(lines: bytes) -> Step | None:
    found = _LINE.findall(lines)
    if not found:
        return None
    page, pages = (int(number or 0) for number in found[-1])
    if not pages:
        return Step(Stage.ITEMS)
    return Step(Stage.PAGES, page, pages) if 1 <= page <= pages <= MOST else None
