"""Items of a list that only say what somebody did: "The force has: • improved …; • put all of …".

An item is read as one sentence with the words before the colon, so that the grammar of what changed meets a
subject and a tense in it. Only the words for matching change; quotes stay as they are printed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.importing.prose import Sentence

# What was found "the force had" done is told of now: "has" goes before each item.
_LEAD = re.compile(
    r"(?:^|[\s,])(?:the (?:force|constabulary|service)|it|they|[\w&-]+ (?:police|constabulary))"
    r"(?P<has> (?:has|have|had))?(?: also)?:$",
    re.IGNORECASE,
)
# Without a tense before the colon, an item tells of a change only where it begins with one.
_BEGINS_WITH_ONE = re.compile(r"(?:has|have|now|no longer|still|continues)\b", re.IGNORECASE)
_GOES_ON = (";", "; and", "; or", ",", ", and")


def read_as_sentences(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Give back the sentences, items of such lists with the subject and the tense of their list."""
    lead: str | None = None
    before: Sentence | None = None
    for sentence in sentences:
        starts = before is None or sentence.paragraph != before.paragraph
        if starts and not (before and lead and _may_go_on(before) and sentence.text[:1].islower()):
            lead = None
        is_item = lead is not None and starts and _tells_of_a_change(sentence, lead)
        yield replace(sentence, plain=f"{lead} {sentence.plain}") if is_item else sentence
        lead, before = _lead_of(sentence) or lead, sentence


def _lead_of(sentence: Sentence) -> str | None:
    lead = _LEAD.search(sentence.plain)
    return None if lead is None else "the force has" if lead["has"] else "the force"


def _tells_of_a_change(item: Sentence, lead: str) -> bool:
    return lead.endswith("has") or _BEGINS_WITH_ONE.match(item.plain) is not None


def _may_go_on(before: Sentence) -> bool:
    return before.plain.endswith((":", *_GOES_ON))
