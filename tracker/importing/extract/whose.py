"""Whose report it is: the force that the front of a report, a letter or a web page names."""

import re
from collections.abc import Iterable, Iterator, Sequence

from tracker.importing.document import plain
from tracker.importing.force_names import ForceName

LONGEST_LINE = 300  # a line that names the force is a title or an opening sentence, no page of text
SITE_YEAR = r"(?:PEEL )?20\d\d(?:[/-]\d\d)?"

_OF_FORCE = re.compile(
    r"(?:PEEL [\d/–-]+\s*[:–-]\s*)?(?:an )?inspection of (?:the )?(?P<name>[A-Z].{2,80})$", re.IGNORECASE
)
_SITE_TITLE = re.compile(
    r"(?P<name>[A-Z][\w &'-]{2,60}?) PEEL 20\d\d|PEEL 20[\d/-]+\s*[:–-]\s*(?P<later>[A-Z].{2,60})$"
)
_INSPECTED = re.compile(r"\b(?:HMIC|PEEL\b|inspect)", re.IGNORECASE)


def printed_force(front: Sequence[str], forces: Sequence[ForceName]) -> str | None:
    """Return the name of the force as the front prints it; None when it prints none.

    A title that says whose inspection it is comes first, known force or not; then, where the front speaks of
    an inspection, the known force that it names first.
    """
    for pattern in (_OF_FORCE, _SITE_TITLE):
        for line in front:
            match = pattern.match(line)
            if match:
                return next(name for name in match.groups() if name).strip(" .")
    if not any(_INSPECTED.search(line) for line in front):
        return None
    return next(_known(front, forces), None)


def official_name(printed: str, forces: Iterable[ForceName]) -> str | None:
    """Return the official name of the force printed by any of its names; None when it is not among
    `forces`."""
    wanted = _name_key(printed)
    for force in forces:
        if wanted in {_name_key(name) for name in _names(force)}:
            return force.official
    return None


def is_site_title(line: str, forces: Iterable[ForceName]) -> bool:
    """Whether a line is a force and a cycle and nothing else: "Borsetshire 2018/19"."""
    match = re.fullmatch(rf"(?P<name>.{{3,60}}?) {SITE_YEAR}", plain(line))
    return match is not None and official_name(match["name"], forces) is not None


def _known(front: Sequence[str], forces: Sequence[ForceName]) -> Iterator[str]:
    """The names of known forces in the order of the text. A short name counts before a year, as a title."""
    pattern = re.compile("|".join(_spellings(forces)))
    for line in front:
        for match in pattern.finditer(plain(line[:LONGEST_LINE])):
            yield match[0].strip()


def _spellings(forces: Sequence[ForceName]) -> list[str]:
    full = [re.escape(name) for force in forces for name in (force.official, *force.others)]
    short = [rf"^{re.escape(force.short)}(?= {SITE_YEAR}$)" for force in forces]
    return [rf"\b(?:{'|'.join(sorted(full, key=len, reverse=True))})\b", *short]


def _names(force: ForceName) -> tuple[str, ...]:
    return force.official, force.short, *force.others


def _name_key(name: str) -> str:
    words = re.sub(r"[^a-z ]+", " ", plain(name).casefold().replace("&", " and ")).split()
    kept = [word for word in words if word not in {"the", "police", "constabulary", "service", "force"}]
    return " ".join(kept)
