"""Passages that say what became of an earlier finding.

A statement starts at a sentence that names an earlier inspection (its *anchor*), takes in the sentences
after it that say what was found this time, and ends with its paragraph. Sentences that only state a rule
for all earlier findings, or point to another report, are kept apart by their strength, so that nobody
settles a finding by them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tracker.importing.document import Document
from tracker.importing.extract import matters
from tracker.importing.extract.implied import (
    implied_verdict,
    is_on_a_revisit,
    is_register_entry,
    looks_again,
    speaks_of_a_review,
)
from tracker.importing.extract.lists import read_as_sentences
from tracker.importing.extract.outcomes import RULE, outcomes_of, verdict_with
from tracker.importing.extract.patterns import Wording, either
from tracker.importing.extract.references import YEAR, Reference, reference_in, says_what_was_found
from tracker.importing.extract.restated import restated_after
from tracker.importing.extract.speakers import by_the_inspectorate
from tracker.importing.extract.verdicts import (
    combined,
    is_a_good_grade,
    is_a_grade,
    tells_of_a_fault,
    verdict_of,
)
from tracker.importing.parsed import Statement
from tracker.importing.problems import UnreadableReport
from tracker.importing.prose import Sentence, quotes_of
from tracker.importing.sections import Part

MOST = 2_000  # real reports have some dozens
TOO_MANY = (
    f"This does not look like one report: more than {MOST:,} statements about earlier findings were found. "
    "Upload the reports one by one."
)
REACH = 6  # sentences in which a remark may go on
_LEANS_BACK = re.compile(
    r"(?:this|that|these) (?:is|was|has|represents|reflects|follows|shows)\b", re.IGNORECASE
)
_CONCEDES = re.compile(r"(?:although|though|while) (?:this|it|they|these) (?:has|have)\b", re.IGNORECASE)
_OWN_MATTER = re.compile(r"\bwhen (?:we|hmic)|\bin (?:how|the way|its|the force)\b", re.IGNORECASE)
_OTHER_REPORT = either(
    r"\b(?:was|were) (?:also )?inspected (?:as part of|under) .{0,200}\b(?:programme|inspection)\b",
)
_OTHER_REPORT_MORE = either(
    r"\b(?:that|this) inspection\b|\bre-?inspected\b|\bfindings and recommendations\b|\bfull report\b",
)
# How the inspectors went about it.
_METHOD = either(
    r"\b(?:audit|sample|review) of\b|\bfocused on\b", r"\bto (?:review|assess|check) (?:the |its )?progress\b"
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
    """Return the statements in the order of the text, mentions of one matter joined by one `predecessor`.

    Raises UnreadableReport for a text made of nothing else: each sentence of it would cost time.
    """
    text = document.text
    context = _Context(inspection_year, is_on_a_revisit(text), is_register_entry(text))
    told = _numbered(read_as_sentences(by_the_inspectorate(text, sentences)))
    found = list(islice(_walk(told, context), MOST + 1))
    if len(found) > MOST:
        raise UnreadableReport(TOO_MANY)
    return tuple(_statement(document, item) for item in _same_matters(found))


def _numbered(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """The sentences counted from 0 without gaps, so that a number is a place among them."""
    pairs = enumerate(sentences)
    return tuple(s if s.number == number else replace(s, number=number) for number, s in pairs)


def _walk(sentences: Sequence[Sentence], context: _Context) -> Iterator[_Found]:
    taken: set[int] = set()
    for index in range(len(sentences)):
        for found in _all_at(sentences, index, context) if index not in taken else ():
            taken.update(sentence.number for sentence in found.sentences)
            yield found


def _all_at(sentences: Sequence[Sentence], index: int, context: _Context) -> Iterator[_Found]:
    restated = tuple(_restated(sentences, index, context))
    found = None if restated else _at(sentences, index, context)
    yield from restated or ([found] if found else ())


def _restated(sentences: Sequence[Sentence], index: int, context: _Context) -> Iterator[_Found]:
    """One statement for each earlier finding that the sentence announces and the list under it takes up."""
    opening = sentences[index]
    reference = reference_in(opening.plain, context.year)
    if not (reference and reference.has_claim):
        return
    for item in restated_after(sentences, index, context.year):
        strength = _strength(opening, context, "explicit")
        matter = matters.claim_in(_said(item.wording))
        kind = matters.kind_in(opening.plain)
        yield _Found((*item.wording, *item.remarks), reference, item.verdict, strength, kind, matter)


def _at(sentences: Sequence[Sentence], index: int, context: _Context) -> _Found | None:
    sentence = sentences[index]
    if RULE.search(sentence.plain):
        return _fixed(sentences, index, RULE, "rule", "unknown")
    if _OTHER_REPORT.search(sentence.plain):
        return _fixed(sentences, index, _OTHER_REPORT_MORE, "cross_report", "recommendation")
    reference = None if context.is_register else reference_in(sentence.plain, context.year)
    anchored = _anchored(sentences, index, reference, context) if reference else None
    return anchored or _implied(sentences, index, context)


def _implied(sentences: Sequence[Sentence], index: int, context: _Context) -> _Found | None:
    if _is_taken_up(sentences, index, context):
        return None
    said = [*_remark_at(sentences, index, context)]
    if not said:
        return None
    group = [sentence for sentence, _ in said]
    verdict = combined([verdict for _, verdict in said if verdict != "unclear"])
    strength = _strength(group[0], context, "implicit")
    none = Reference(None, False, "")
    return _Found(tuple(group), none, verdict, strength, matters.kind_in(_said(group)), None)


def _implied_verdict(sentence: Sentence, context: _Context) -> str | None:
    return implied_verdict(sentence, is_revisit=context.is_revisit, is_register=context.is_register)


def _remark_at(
    sentences: Sequence[Sentence], index: int, context: _Context
) -> Sequence[tuple[Sentence, str]]:
    """A remark that names no inspection, with the sentences that go on with it, each with its verdict.

    A remark in the register goes on, and so does a review that is spoken of: it says what it found. That the
    inspectors went there again says nothing without that.
    """
    first = sentences[index]
    looked_again = looks_again(first)
    verdict = _implied_verdict(first, context) or ("unclear" if looked_again else None)
    if verdict is None:
        return ()
    said = [(first, verdict)]
    goes_on = context.is_register or speaks_of_a_review(first) or looked_again
    for sentence in sentences[index + 1 : index + 1 + REACH] if goes_on else ():
        more = _implied_verdict(sentence, context) or (verdict_of(sentence.plain) if looked_again else None)
        if sentence.paragraph != first.paragraph or not more:
            break
        said.append((sentence, more))
    says_nothing = looked_again and verdict == "unclear" and len(said) == 1
    return () if says_nothing and not speaks_of_a_review(first) else said


def _is_taken_up(sentences: Sequence[Sentence], index: int, context: _Context) -> bool:
    """Whether the next sentence says since when ("Although it has improved since …"), this one of what."""
    after = sentences[index + 1] if index + 1 < len(sentences) else None
    if after is None or after.paragraph != sentences[index].paragraph or not _CONCEDES.match(after.plain):
        return False
    return reference_in(after.plain, context.year) is not None


def _fixed(sentences: Sequence[Sentence], index: int, more: Wording, strength: str, kind: str) -> _Found:
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
    sentences: Sequence[Sentence], index: int, reference: Reference, context: _Context
) -> _Found | None:
    anchor = sentences[index]
    outcomes = outcomes_of(sentences, index, context.year)
    verdict = verdict_with(anchor, outcomes)
    told = [outcome.sentence for outcome in outcomes]
    group = (*_before(sentences, index, reference), *_unbroken(sentences, anchor, told))
    if verdict == "unclear" and not (reference.has_claim and _claims_a_fault(anchor)):
        return None
    if verdict != "worse" and is_a_good_grade(anchor.plain):
        return None
    strength = _strength(anchor, context, "explicit" if reference.has_claim else "implicit")
    matter = matters.claim_in(anchor.plain) if reference.has_claim else None
    return _Found(group, reference, verdict, strength, matters.kind_in(_said(group)), matter)


def _strength(sentence: Sentence, context: _Context, elsewhere: str) -> str:
    """How far the passage settles one finding. The summary of a text on a revisit takes them one by one."""
    is_summary = sentence.part is Part.OVERVIEW and not context.is_revisit
    return "summary" if is_summary else elsewhere


def _claims_a_fault(anchor: Sentence) -> bool:
    """Whether the inspectors say what was wrong then: more than a grade, or something they looked at."""
    is_claim = says_what_was_found(anchor.plain) and tells_of_a_fault(anchor.plain)
    return is_claim and not is_a_grade(anchor.plain) and not _METHOD.search(anchor.plain)


def _said(group: Sequence[Sentence]) -> str:
    return " ".join(sentence.plain for sentence in group)


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
    leans = _LEANS_BACK.match(anchor.plain) or _CONCEDES.match(anchor.plain)
    is_whole = reference.has_claim or _OWN_MATTER.search(anchor.plain)
    same = index > 0 and sentences[index - 1].paragraph == anchor.paragraph
    return (sentences[index - 1],) if leans and same and not is_whole else ()


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
