"""Where a report says what became of an earlier finding, after it has named it: in the same sentence, in the
next ones of the paragraph, or, when the paragraph says nothing, in a later one that points back to it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.importing.extract import matters
from tracker.importing.extract.patterns import either
from tracker.importing.extract.references import reference_in, says_what_was_found
from tracker.importing.extract.verdicts import (
    combined,
    is_a_grade,
    is_as_before,
    speaks_well,
    standing_of,
    tells_of_a_fault,
    verdict_of,
    works_well,
)
from tracker.importing.layout import is_findings_heading
from tracker.importing.prose import Sentence
from tracker.importing.sections import content_words

REACH = 6  # sentences after the anchor in which the outcome may stand, in its own paragraph
FURTHER = 14  # the same, over the paragraphs after it
ALIKE = 2  # words that a later paragraph shares with what was found, to be on the same matter

# Standing sentences on all that was found before.
RULE = either(
    r"\bjudge?ments? from .{0,200}\b(?:remains? (?:in place|valid)|stands?|carried over)\b",
    r"\bgrades? and findings from .{0,200}\bstill stand\b",
    r"\bw(?:as|ere) not (?:subject to (?:detailed )?inspection|inspected) in 20\d\d\b",
    r"\bcontinue to monitor (?:the )?areas for improvement\b",
)
_NOW = either(
    r"\b(?:this year|in this inspection|during (?:our|this|the) (?:20\d\d )?inspection|since then"
    r"|no longer|still|continues? to|this inspection|again)\b",
    r"\b(?:has|have) since\b|\bnow\b|\bnot re-?inspect\w*\b",
    r"\bwe (?:are|were) (?:pleased|satisfied|disappointed)\b",
    r"\b(?:hmic(?:frs)?|we|i|and) (?:is|are|am|was|were) (?:\w+ )?(?:impressed|pleased|satisfied|encouraged"
    r"|reassured|concerned)\b",
    r"\bnow (?:has|have)\b|\b(?:has|have|it|is|are) now\b",
    r"\bhas (?:since|responded|acted|addressed|improved|made)\b",
    r"\bdisappoint\w+\b|^(?:these|they) have\b",
    r"\b(?:(?:situation|position|this) has|acted (?:immediately|swiftly|quickly)|however, this)\b",
)
# Right after what was found, the present and the perfect tell of this year.
_GOES_ON_NOW = re.compile(
    r"(?:however,? |but |and |also,? |although |while )?(?:(?:[\w&-]+ ){1,4}(?:police|constabulary)|mps|this"
    r"|these|that|those|it|its|they|their|we|work|there|the|all|both|half|most|some|many|more|fewer|progress"
    r"|officers|staff|supervisors|managers|victims|training|quality|supervision|performance|investigators"
    r"|investigations)\b.{0,100}?\b(?:(?:has|have|is|are|does|do|can)(?:n't)?|remains?|needs?|continues?|persists?|now"
    r"|uses?|happens?|cannot)\b|we (?:also )?found\b"
    r"|(?:as a result|as a consequence|in response|to address this)\b[^.;]{0,60}?\b(?:has|have|is|are)\b"
    r"|(?:no|none|neither|few|little|nothing)\b.{0,100}?\b(?:has|have|is|are)\b",
    re.IGNORECASE,
)
# The paragraph after what was found may go straight on with it: how it is now, or what became of "this".
_GOES_STRAIGHT_ON = re.compile(
    r"(?:(?:however|nevertheless|but|despite this|since then|encouragingly|disappointingly),? )?(?:"
    r"(?:the (?:force|constabulary|service)|it|they|this|these|both|all|[\w&-]+ (?:police|constabulary))"
    r" (?:now|(?:has|have) (?:now|since)|(?:is|are) now)\b"
    r"|(?:this|these|it|they|both|little|nothing|no action|the (?:position|situation)) (?:\w+ ){0,3}?(?:has"
    r"|have|is|are|was|were|remains?|continues?|persists?)(?:n't)?\b"
    r"|(?:the (?:force|constabulary|service)|it|[\w&-]+ (?:police|constabulary)) has(?: not|n't)? (?:\w+ly )?"
    r"(?:made (?:\w+ ){0,2}progress\b(?! (?:in|on|with|towards))|responded|acted|failed to (?:act|respond)"
    r"|been slow to (?:act|respond))\b"
    r"|(?:the (?:force|constabulary|service)|[\w&-]+ (?:police|constabulary)|we|hmic(?:frs)?|i) [^.;]{0,80}?"
    r"\b(?:this|these|the same|no change|no such|little improvement|no improvement)\b"
    r"(?! (?:report|inspection|assessment|year|time|question|chapter|section|means)))",
    re.IGNORECASE,
)
_NO_LONGER_SO = re.compile(r"\bno longer (?:so|the case|true)\b", re.IGNORECASE)
_CAUSAL = re.compile(r"this (?:means|shows) that\b", re.IGNORECASE)
_OWN_CAVEAT = re.compile(
    r"(?:however|but|nevertheless),? .{0,200}\b(?:in relation to|in how|how (?:it|the force)|with regard to"
    r"|in respect of|(?:force|constabulary|police) still needs? to"
    r"(?! (?:\w+ ){1,3}(?:some|certain|several|other) (?:aspects|areas|parts)))\b",
    re.IGNORECASE,
)

_POINTS_BACK = either(
    r"\b(?:this|these|that|those) (?:\w+ )?(?:areas?|recommendations?|matters?|issues?|concerns?|problems?"
    r"|failings?|shortcomings?|weakness\w*|improvements?|causes? of concern|afis?)\b",
    r"^this (?:has|have) (?:resulted|led|brought|now|since|been)\b|\bprogress (?:against|on|with) (?:this"
    r"|these|it)\b",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence that tells of this year, and the verdict that it gives."""

    sentence: Sentence
    verdict: str


def outcomes_of(sentences: Sequence[Sentence], index: int, year: int | None) -> list[Outcome]:
    """Return what is told after the sentence at `index`, up to the next that names an earlier inspection."""
    anchor = sentences[index]
    found: list[Outcome] = []
    settled = _told_in(anchor) is not None
    names_a_fault = _names_a_fault(anchor.plain)
    for sentence in sentences[index + 1 : index + 1 + REACH]:
        if sentence.paragraph != anchor.paragraph or _starts_another(sentence, year):
            break
        before = found[-1].sentence if found else anchor
        verdict = _told_after(sentence, before, is_open=names_a_fault and not settled)
        if verdict and settled and not _follows(sentence, before):
            break
        if verdict:
            found.append(Outcome(sentence, verdict))
            settled = settled or not _CAUSAL.match(sentence.plain)
    return found if settled or found else list(_further(sentences, index, year))


def verdict_with(anchor: Sentence, outcomes: Sequence[Outcome]) -> str:
    """What the sentences say together. What was good then and is found wanting now has got worse."""
    told = _told_in(anchor)
    verdict = combined([*([told] if told else []), *(outcome.verdict for outcome in outcomes)])
    is_over = any(_NO_LONGER_SO.search(outcome.sentence.plain) for outcome in outcomes)
    is_lost = (verdict == "not_improved" or is_over) and speaks_well(anchor.plain)
    is_lost = is_lost and not is_a_grade(anchor.plain)
    return "worse" if is_lost else verdict


def _told_in(anchor: Sentence) -> str | None:
    """The verdict in the naming sentence itself. What was found *then* is left out: it is no outcome."""
    told = matters.without_claim(anchor.plain)
    verdict = verdict_of(told)
    if verdict or not tells_of_a_fault(anchor.plain):
        return verdict
    return "not_improved" if is_as_before(anchor.plain) else works_well(told)


def _names_a_fault(words: str) -> bool:
    return says_what_was_found(words) and tells_of_a_fault(words) and not is_a_grade(words)


def _told_after(sentence: Sentence, before: Sentence, *, is_open: bool) -> str | None:
    """What a later sentence of the paragraph says.

    How things stand counts only while a fault that was named is open: nothing was said of it yet.
    """
    is_next = sentence.number == before.number + 1 and _GOES_ON_NOW.match(sentence.plain) is not None
    if not (is_next or _NOW.search(sentence.plain) or _CAUSAL.match(sentence.plain)):
        return None
    return verdict_of(sentence.plain) or (standing_of(sentence.plain) if is_open else None)


def _further(sentences: Sequence[Sentence], index: int, year: int | None) -> Iterator[Outcome]:
    """The first sentence of the paragraphs below, under the same heading, that comes back to the matter."""
    anchor = sentences[index]
    claim = content_words(matters.claim_in(anchor.plain) or "")
    for sentence in sentences[index + 1 : index + 1 + FURTHER]:
        if not is_under(sentence, anchor):
            return
        if sentence.paragraph == anchor.paragraph:
            continue
        if _starts_another(sentence, year):
            return
        goes_on = _goes_straight_on(sentence, anchor)
        verdict = verdict_of(sentence.plain) or (standing_of(sentence.plain) if goes_on else None)
        if verdict and (goes_on or _comes_back(sentence, claim)):
            yield Outcome(sentence, verdict)
            return


def is_under(sentence: Sentence, anchor: Sentence) -> bool:
    """Whether both stand under one heading, or only the heading of what was asked for then parts them."""
    is_listed = sentence.heading is not None and is_findings_heading(sentence.heading)
    return sentence.question == anchor.question and (is_listed or sentence.heading == anchor.heading)


def points_back(sentence: Sentence) -> bool:
    """Whether the words are on a matter told of before: "this area for improvement", "these concerns"."""
    return _POINTS_BACK.search(sentence.plain) is not None


def _comes_back(sentence: Sentence, claim: frozenset[str] | set[str]) -> bool:
    return points_back(sentence) or len(content_words(sentence.plain) & claim) >= ALIKE


def _goes_straight_on(sentence: Sentence, anchor: Sentence) -> bool:
    """Whether it is the very next sentence after a fault that was named, and goes on with it."""
    is_next = sentence.number == anchor.number + 1 and _names_a_fault(anchor.plain)
    return is_next and _GOES_STRAIGHT_ON.match(sentence.plain) is not None


def _starts_another(sentence: Sentence, year: int | None) -> bool:
    words = sentence.plain
    return bool(reference_in(words, year) or _OWN_CAVEAT.match(words) or RULE.search(words))


def _follows(sentence: Sentence, before: Sentence) -> bool:
    """Right after it, or drawing the conclusion ("This means that the force still needs …")."""
    return sentence.number == before.number + 1 or _CAUSAL.match(sentence.plain) is not None
