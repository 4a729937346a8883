"""Which part of the report, and which question, each block belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from tracker.importing.document import folded, plain
from tracker.importing.layout import Block, Kind

_WORD = re.compile(r"[a-z]{3,}")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "who",
        "how",
        "well",
        "force",
        "forces",
        "police",
        "their",
        "its",
        "from",
        "with",
        "has",
        "been",
        "does",
        "effective",
        "effectively",
        "effectiveness",
        "efficient",
        "efficiently",
        "good",
        "ensure",
        "ensures",
        "what",
        "extent",
        "which",
    ]
)
_OFFICIAL_QUESTION = re.compile(r"(?:how|to what extent)\s.*\?$", re.IGNORECASE)

_NO_CHAPTER = ("overall", "last updated")  # a grade under it is that of all the chapters


class Part(Enum):
    """The parts of a report. Earlier findings are spoken of in all but contents, numbers and annex."""

    FRONT = auto()
    NUMBERS = auto()
    OVERVIEW = auto()
    BODY = auto()
    ANNEX = auto()


_PARTS = (
    (
        Part.ANNEX,
        re.compile(r"(?:annex|appendix)\b|about the data|glossary$|definitions\b|methodology$", re.I),
    ),
    (Part.NUMBERS, re.compile(r"(?:force|facts|profile) in numbers$|(?:force|key) (?:profile|facts)", re.I)),
    (
        Part.FRONT,
        re.compile(r"(?:risk-based inspection|introduction|about (?:us|this)|foreword|contents)", re.I),
    ),
    (
        Part.OVERVIEW,
        re.compile(
            r"(?:[\w-]+ )?overview$|(?:executive )?summary|overall\b|hmi(?:'s)? (?:observ|summ)", re.I
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Located:
    """A block with its part, the question of its chapter, and the heading right above it."""

    block: Block
    part: Part
    question: str | None
    heading: str | None


def located(blocks: Sequence[Block], questions: Sequence[str]) -> tuple[Located, ...]:
    """Return every block with where it stands. `questions` are the names of the judgments table, if there
    is one."""
    return tuple(_walk(blocks, questions))


def _walk(blocks: Sequence[Block], questions: Sequence[str]) -> Iterator[Located]:
    part, question, heading = Part.FRONT, None, None
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            graded = index + 1 < len(blocks) and blocks[index + 1].kind is Kind.GRADE
            asked = None if part is Part.ANNEX else question_of(block.text, questions, graded)
            part, question = (Part.BODY, asked) if asked else _after(block.text, part, question)
            heading = folded(block.text)
        yield Located(block, part, question, heading)


def _after(heading: str, part: Part, question: str | None) -> tuple[Part, str | None]:
    """An annex lasts to the end; any other named part ends the chapter before it."""
    named = next((named for named, pattern in _PARTS if pattern.match(plain(heading))), None)
    if part is Part.ANNEX or named is None:
        return part, question
    if named is Part.OVERVIEW and part is Part.BODY and question and heading.casefold().startswith("summary"):
        return part, question
    return named, None


def question_of(heading: str, questions: Sequence[str], graded: bool) -> str | None:
    """Return the question that a chapter heading opens, by its name in the judgments table; None for a
    subheading.

    A heading is a chapter when it is a question's name, or begins with one (or the other way round). A
    heading in the official form ("How effective is the force at …?") or right above a grade is one in any
    case.
    """
    name = _bare(heading)
    for question in questions:
        if _begins(name, _bare(question)) or _begins(_bare(question), name):
            return question
    if _OFFICIAL_QUESTION.match(folded(heading)) or (graded and not name.startswith(_NO_CHAPTER)):
        return _nearest(heading, questions) or folded(heading).rstrip(":")
    return None


@lru_cache(maxsize=1024)  # each heading is held against each question
def _bare(text: str) -> str:
    return folded(plain(text)).casefold().strip(" .:?")


def _begins(longer: str, shorter: str) -> bool:
    return len(shorter.split()) > 1 and re.match(rf"{re.escape(shorter)}\b", longer) is not None


def _nearest(heading: str, questions: Sequence[str]) -> str | None:
    """The question sharing most of its words with the heading, if that is at least half of them."""
    words = content_words(heading)
    scored = [(len(words & content_words(q)) / max(len(content_words(q)), 1), q) for q in questions]
    share, question = max(scored, default=(0.0, None), key=lambda pair: pair[0])
    return question if share >= 0.5 else None


def content_words(text: str) -> frozenset[str]:
    """Return the words that carry a heading's or a claim's meaning, cut to their stems' first letters."""
    words = (word for word in _WORD.findall(plain(text).casefold()) if word not in _STOP)
    return frozenset(word[:6] for word in words)
