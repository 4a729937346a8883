"""Who speaks: the inspectorate, or somebody else whose words are quoted or whose page it is."""

import re
from collections.abc import Iterator, Sequence

from tracker.importing.extract.patterns import either
from tracker.importing.prose import Sentence

_FRONT = 600  # characters in which a page of a commissioner says whose it is
_SAID = re.compile(r"\b(?:said|says|added|commented|responded|told)\b", re.IGNORECASE)
_OTHERS = either(
    r"\b(?:chief|deputy|assistant) (?:chief )?constable\b|\bcommissioner\b|\bPCC\b|\bsuperintendent\b",
    r"\bspokes\w+\b|\bcouncillor\b|\bfederation\b|\bmayor\b|\bminister\b|\b(?:DCC|ACC|CC|MP)\b",
)
_INSPECTORATE = either(
    r"\binspectors? of constabulary\b|\bHMIC(?:FRS)?\b|\bHMC?I\b|\binspectorate\b|\bHM inspector\b",
)
_COMMISSIONERS_PAGE = re.compile(r"commissioner\b|\bpcc\b", re.IGNORECASE)
_LETTER_OR_HMI = re.compile(r"letter information|inspector of constabulary", re.IGNORECASE)
_OWN_VIEW = either(
    r"\b(?:the force's|its) own (?:review|assessment|audit)\b",
    r"\b(?:the (?:force|constabulary)|it|they|officers|staff|(?:police and crime )?commissioner|pcc|mayor"
    r"|chief constable|federation|partners|councillors?) (?:told us|believes?|considers?|reports?|says?"
    r"|said|added|welcomes?|welcomed)\b",
)
_OTHERS_SAID = re.compile(
    r"(?i:constable|commissioner|PCC|superintendent|spokes\w+|councillor|mayor|minister|secretary)"
    r"(?: [A-Z][\w'-]+){0,4} (?:said|says|added|welcomed)\b"
)
_FIRST_PERSON = re.compile(r"\bI\b|\bmy\b")


def by_the_inspectorate(text: str, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences that the inspectorate speaks; quotations of others and their own views are left out.

    What a police and crime commissioner says in the first person on a page of their own is not the
    inspectorate's. A quotation lasts while paragraphs open with a quotation mark.
    """
    is_others_page = _is_by_a_commissioner(text)
    quoted, paragraph = False, -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, quoted = sentence.paragraph, quoted and sentence.plain.startswith('"')
        if _opens_a_quotation(sentence):
            quoted = bool(_OTHERS.search(sentence.plain)) and not _INSPECTORATE.search(sentence.plain)
        is_told = _OWN_VIEW.search(sentence.plain) or _OTHERS_SAID.search(sentence.plain)
        is_own = is_told or (is_others_page and _FIRST_PERSON.search(sentence.plain))
        if not quoted and not is_own:
            yield sentence


def _is_by_a_commissioner(text: str) -> bool:
    return bool(_COMMISSIONERS_PAGE.search(text[:_FRONT])) and not _LETTER_OR_HMI.search(text)


def _opens_a_quotation(sentence: Sentence) -> bool:
    words = sentence.plain
    return words.endswith(("said:", "says:")) or ('"' in words and _SAID.search(words) is not None)
