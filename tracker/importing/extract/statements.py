"""Passages that say what became of an earlier finding.

A statement starts at a sentence that names an earlier inspection (its *anchor*), takes in the sentences
after it that say what was found this time, and ends with its paragraph. Sentences that only state a rule
for all earlier findings, or point to another report, are kept apart by their strength, so that nobody
settles a finding by them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.importing.document import Document
from tracker.importing.extract import matters
from tracker.importing.extract.implied import (
    implied_verdict,
    is_on_a_revisit,
    is_register_entry,
    speaks_of_a_review,
)
from tracker.importing.extract.patterns import either
from tracker.importing.extract.references import YEAR, Reference, reference_in, says_what_was_found
from tracker.importing.extract.speakers import by_the_inspectorate
from tracker.importing.extract.verdicts import combined, speaks_well, tells_of_a_fault, verdict_of
from tracker.importing.parsed import Statement
from tracker.importing.prose import Sentence, quotes_of
from tracker.importing.sections import Part

REACH = 6  # sentences after the anchor in which the outcome may stand
_NOW = either(
    r"\b(?:this year|in this inspection|during (?:our|this|the) inspection|since then|no longer|still"
    r"|continues? to)\b",
    r"\bwe (?:are|were) (?:pleased|satisfied|disappointed)\b",
    r"\b(?:hmic(?:frs)?|we|i) (?:is|are|am|was|were) (?:\w+ )?(?:impressed|pleased|satisfied|encouraged)\b",
    r"\bnow (?:has|have)\b|\b(?:has|have|it|is|are) now\b",
    r"\bhas (?:since|responded|acted|addressed|improved|made)\b",
    r"\bdisappoint\w+\b|\b(?:these|they) have\b",
    r"\b(?:(?:situation|position|this) has|acted (?:immediately|swiftly|quickly)|however, this)\b",
)
# Right after what was found, the present and the perfect tell of this year.
_GOES_ON_NOW = re.compile(
    r"(?:however,? |but |and )?(?:this|these|it|they|we|work|the (?:force|constabulary))\b.{0,40}?"
    r"\b(?:has|have|is|are|remains?|needs?|continues?)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(r"(?:this|that|these) (?:is|was|has|represents)\b", re.IGNORECASE)
_OWN_MATTER = re.compile(r"\bwhen (?:we|hmic)|\bin (?:how|the way|its|the force)\b", re.IGNORECASE)
_CAUSAL = re.compile(r"this (?:means|shows) that\b", re.IGNORECASE)
_RULE = either(
    r"\bjudge?ments? from .{0,200}\b(?:remain in place|carried over)\b",
    r"\bgrades? and findings from .{0,200}\bstill stand\b",
    r"\bwas not (?:subject to (?:detailed )?inspection|inspected) in 20\d\d\b",
    r"\bcontinue to monitor (?:the )?areas for improvement\b",
)
_OTHER_REPORT = re.compile(
    r"\b(?:was|were) (?:also )?inspected (?:as part of|under) .{0,200}\b(?:programme|inspection)\b",
    re.IGNORECASE,
)
_OTHER_REPORT_MORE = re.compile(
    r"\b(?:that|this) inspection\b|\bre-?inspected\b|\bfindings and recommendations\b|\bfull report\b",
    re.IGNORECASE,
)
# A grade given then is no finding; only a change of it says anything.
_GRADE = re.compile(
    r"\b(?:judged|graded|rated|assessed)\b[^.;]{0,80}?\b(?:good|outstanding|adequate|inadequate|ungraded"
    r"|requir\w+ improvement)\b|\boverall (?:judge?ment|grade)\b",
    re.IGNORECASE,
)
_OWN_CAVEAT = re.compile(
    r"(?:however|but|nevertheless),? .{0,200}\b(?:in relation to|in how|how (?:it|the force)|with regard to"
    r"|in respect of|(?:force|constabulary|police) still needs? to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement before its quotes are cut: the sentences, and what they say."""

    sentences: tuple[Sentence, ...]
    reference: Reference
    verdict: str
    strength: str
    kind: str
    matter: str | None


@dataclass(frozen=True, slots=True)
class _Context:
    """The inspection year, and whether the whole text is on a revisit, or an entry of the register."""

    year: int | None
    is_revisit: bool
    is_register: bool


def statements_in(
    document: Document, sentences: Sequence[Sentence], inspection_year: int | None
) -> tuple[Statement, ...]:
    """Return the statements in the order of the text, mentions of one matter joined by one `predecessor`."""
    text = document.text
    context = _Context(inspection_year, is_on_a_revisit(text), is_register_entry(text))
    found = list(_walk(_numbered(by_the_inspectorate(text, sentences)), context))
    return tuple(_statement(document, item) for item in _same_matters(found))


def _numbered(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """The sentences counted from 0 without gaps, so that a number is a place among them."""
    pairs = enumerate(sentences)
    return tuple(s if s.number == number else replace(s, number=number) for number, s in pairs)


def _walk(sentences: Sequence[Sentence], context: _Context) -> Iterator[_Found]:
    index = 0
    while index < len(sentences):
        found = _at(sentences, index, context)
        yield from (found,) if found else ()
        index = found.sentences[-1].number + 1 if found else index + 1


def _at(sentences: Sequence[Sentence], index: int, context: _Context) -> _Found | None:
    sentence = sentences[index]
    if _RULE.search(sentence.plain):
        return _fixed(sentences, index, _RULE, "rule", "unknown")
    if _OTHER_REPORT.search(sentence.plain):
        return _fixed(sentences, index, _OTHER_REPORT_MORE, "cross_report", "recommendation")
    reference = None if context.is_register else reference_in(sentence.plain, context.year)
    anchored = _anchored(sentences, index, reference, context.year) if reference else None
    return anchored or _implied(sentences, index, context)


def _implied(sentences: Sequence[Sentence], index: int, context: _Context) -> _Found | None:
    verdict = _implied_verdict(sentences[index], context)
    if verdict is None:
        return None
    group = [sentences[index], *_more_remarks(sentences, index, context)]
    read = [verdict, *(_implied_verdict(sentence, context) or "unclear" for sentence in group[1:])]
    verdict = combined([said for said in read if said != "unclear"])
    strength = "summary" if group[0].part is Part.OVERVIEW else "implicit"
    none = Reference(None, False, "")
    return _Found(tuple(group), none, verdict, strength, matters.kind_in(_said(group)), None)


def _implied_verdict(sentence: Sentence, context: _Context) -> str | None:
    return implied_verdict(sentence, is_revisit=context.is_revisit, is_register=context.is_register)


def _more_remarks(sentences: Sequence[Sentence], index: int, context: _Context) -> Iterator[Sentence]:
    """What a remark in the register goes on to say, or what a review that is spoken of found."""
    goes_on = context.is_register or speaks_of_a_review(sentences[index])
    for sentence in sentences[index + 1 : index + 1 + REACH] if goes_on else ():
        if sentence.paragraph != sentences[index].paragraph or not _implied_verdict(sentence, context):
            return
        yield sentence


def _fixed(
    sentences: Sequence[Sentence], index: int, more: re.Pattern[str], strength: str, kind: str
) -> _Found:
    """A rule or a pointer to another report, with the sentences of its paragraph that belong to it."""
    group = [sentences[index]]
    for sentence in sentences[index + 1 :]:
        if sentence.paragraph != group[0].paragraph or not more.search(sentence.plain):
            break
        group.append(sentence)
    printed = re.search(rf"\b{YEAR}\b", group[0].plain)
    year = int(printed["year"]) if printed else None
    return _Found(tuple(group), Reference(year, False, group[0].plain), "unclear", strength, kind, None)


def _anchored(
    sentences: Sequence[Sentence], index: int, reference: Reference, year: int | None
) -> _Found | None:
    anchor = sentences[index]
    outcomes = _outcomes(sentences, index, year)
    verdict = _verdict(anchor, outcomes)
    group = (*_before(sentences, index, reference), *_unbroken(sentences, anchor, outcomes))
    if verdict == "unclear" and not (reference.has_claim and _claims_a_fault(anchor)):
        return None
    strength = (
        "summary" if anchor.part is Part.OVERVIEW else "explicit" if reference.has_claim else "implicit"
    )
    matter = matters.claim_in(anchor.plain) if reference.has_claim else None
    return _Found(group, reference, verdict, strength, matters.kind_in(_said(group)), matter)


def _claims_a_fault(anchor: Sentence) -> bool:
    """Whether the inspectors say what was wrong then: more than a grade, or something they looked at."""
    is_claim = says_what_was_found(anchor.plain) and tells_of_a_fault(anchor.plain)
    return is_claim and not _GRADE.search(anchor.plain)


def _verdict(anchor: Sentence, outcomes: Sequence[Sentence]) -> str:
    """What the sentences say together. What was good then and is found wanting now has got worse."""
    read = (verdict_of(_told_now(sentence, anchor)) for sentence in (anchor, *outcomes))
    verdict = combined([verdict for verdict in read if verdict])
    was_good = verdict == "not_improved" and speaks_well(anchor.plain)
    return "worse" if was_good else verdict


def _said(group: Sequence[Sentence]) -> str:
    return " ".join(sentence.plain for sentence in group)


def _told_now(sentence: Sentence, anchor: Sentence) -> str:
    """The words of this year. In the anchor, what was found *then* is left out: it is no outcome."""
    return matters.without_claim(sentence.plain) if sentence is anchor else sentence.plain


def _outcomes(sentences: Sequence[Sentence], index: int, year: int | None) -> list[Sentence]:
    """Later sentences of the paragraph that tell of this year, up to the next one that names an earlier
    inspection."""
    anchor = sentences[index]
    found: list[Sentence] = []
    settled = verdict_of(_told_now(anchor, anchor)) is not None
    for sentence in sentences[index + 1 : index + 1 + REACH]:
        if sentence.paragraph != anchor.paragraph or _starts_another(sentence, year):
            break
        if verdict_of(sentence.plain) and _tells_of_now(sentence, (found or [anchor])[-1]):
            if settled and not _follows(sentence, (found or [anchor])[-1]):
                break
            found.append(sentence)
            settled = settled or not _CAUSAL.match(sentence.plain)
    return found


def _tells_of_now(sentence: Sentence, before: Sentence) -> bool:
    if _NOW.search(sentence.plain) or _CAUSAL.match(sentence.plain):
        return True
    return sentence.number == before.number + 1 and _GOES_ON_NOW.match(sentence.plain) is not None


def _starts_another(sentence: Sentence, year: int | None) -> bool:
    return bool(reference_in(sentence.plain, year) or _OWN_CAVEAT.match(sentence.plain))


def _follows(sentence: Sentence, before: Sentence) -> bool:
    """Right after it, or drawing the conclusion ("This means that the force still needs …")."""
    return sentence.number == before.number + 1 or _CAUSAL.match(sentence.plain) is not None


def _unbroken(
    sentences: Sequence[Sentence], anchor: Sentence, outcomes: Sequence[Sentence]
) -> list[Sentence]:
    """The anchor and its outcomes; one sentence between two of them is kept, to read whole."""
    kept = [anchor]
    for outcome in outcomes:
        first, last = kept[-1].number, outcome.number
        kept.extend(sentences[first + 1 : last] if last - first == 2 else ())
        kept.append(outcome)
    return kept


def _before(sentences: Sequence[Sentence], index: int, reference: Reference) -> tuple[Sentence, ...]:
    """The sentence before, when the anchor ("This is an improvement since …") says nothing without it."""
    anchor = sentences[index]
    leans = _LEANS_BACK.match(anchor.plain) and not (reference.has_claim or _OWN_MATTER.search(anchor.plain))
    same = index > 0 and sentences[index - 1].paragraph == anchor.paragraph
    return (sentences[index - 1],) if leans and same else ()


def _same_matters(found: Sequence[_Found]) -> list[_Found]:
    """Give mentions of one earlier matter one wording, and the kind that any of them names."""
    names = matters.shared_names([_mention(item) for item in found])
    named = [replace(item, matter=name) for item, name in zip(found, names, strict=True)]
    kinds = {item.matter: item.kind for item in named if item.matter and item.strength == "explicit"}
    return [
        replace(item, kind=kinds.get(item.matter, item.kind))
        if item.matter and item.kind == "unknown"
        else item
        for item in named
    ]


def _mention(found: _Found) -> matters.Mention:
    return matters.Mention(
        found.matter, _said(found.sentences), found.reference.year, found.reference.has_claim
    )


def _statement(document: Document, found: _Found) -> Statement:
    return Statement(
        quotes=quotes_of(document, found.sentences),
        about_year=found.reference.year,
        about_kind=found.kind,
        verdict=found.verdict,
        strength=found.strength,
        question=found.sentences[0].question,
        predecessor=found.matter,
        reasons=_reasons(found),
    )


def _reasons(found: _Found) -> tuple[str, ...]:
    named = f"It names an earlier inspection: “{found.reference.words}”." if found.reference.words else ""
    judged = f"Its words on this inspection read as “{found.verdict.replace('_', ' ')}”."
    return tuple(reason for reason in (named, judged) if reason)
