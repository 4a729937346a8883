"""The kinds of findings, and which of them a passage names."""

import re

from tracker.importing.document import plain
from tracker.importing.match.candidates import Candidate

FORMAL = frozenset({"area_for_improvement", "cause_of_concern", "recommendation"})

_NAMED = {
    "area_for_improvement": re.compile(r"\bareas? for improvement\b|\bafis?\b", re.IGNORECASE),
    "cause_of_concern": re.compile(
        r"\bcauses? (?:of|for) concern\b|\bconcerned\b|\bfailings?\b", re.IGNORECASE
    ),
    # What asks for one deed is completed; a broad area improves, and a concern is no longer one.
    "recommendation": re.compile(
        r"\brecommend(?:ations?|ed)\b|\b(?:is|as|now|been) completed?\b|\bimplemented\b", re.IGNORECASE
    ),
}
_WORDS = {
    "area_for_improvement": "an area for improvement",
    "cause_of_concern": "a cause of concern",
    "recommendation": "a recommendation",
}


def kinds_named(statement: Candidate) -> frozenset[str]:
    """Return the kinds of findings that a statement speaks of, by what is known of it or by its words."""
    if statement.kind in FORMAL:
        return frozenset({statement.kind})
    said = plain(statement.text)
    return frozenset(kind for kind, pattern in _NAMED.items() if pattern.search(said))


def in_words(kind: str) -> str:
    """Return the kind with its article, as a sentence has it."""
    return _WORDS.get(kind, kind.replace("_", " "))
