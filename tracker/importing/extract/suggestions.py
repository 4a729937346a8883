"""What the force should or could do, said in the body of the report but not listed as a finding."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tracker.importing.document import Document
from tracker.importing.extract.patterns import either
from tracker.importing.parsed import Finding, Place, Statement, Suggestion
from tracker.importing.prose import Sentence
from tracker.importing.sections import Part

_ASKS = either(
    r"\b(?:force|constabulary|police|it|but|and|they) (?:also |therefore |still )?should (?!have\b"
    r"|be considered\b|not (?:be|have to)\b)",
    r"\bcould (?:also )?do (?:much )?more\b",
    r"\b(?:could|should) be (?:\w+ly )?improved\b",
    r"\bneeds? to (?:be )?(?:do more|improv\w+|ensure|develop|consider|review|understand|make sure)\b",
)
# Another speaker's view, or a general rule, is no suggestion of the inspectorate to this force.
_OTHERS = either(
    r"\bown review\b",
    r"\bforces (?:should|need to)\b",
    r"\bhas identified that it\b",
    r"\b(?:told us|believes?|plans?) (?:that )?it\b",
)


def suggestions_in(
    document: Document,
    sentences: Sequence[Sentence],
    findings: Sequence[Finding],
    statements: Sequence[Statement],
) -> tuple[Suggestion, ...]:
    """Return the suggestions in the chapters on the questions, in the order of the text."""
    taken = [finding.place for finding in findings]
    taken += [quote.place for item in statements for quote in item.quotes]
    return tuple(_suggestions(document, sentences, sorted(taken, key=lambda place: place.start)))


def _suggestions(
    document: Document, sentences: Sequence[Sentence], taken: Sequence[Place]
) -> Iterator[Suggestion]:
    starts = [place.start for place in taken]
    for sentence in sentences:
        before = bisect_left(starts, sentence.end)
        is_taken = before > 0 and taken[before - 1].end > sentence.start
        if is_taken or sentence.part is not Part.BODY or _is_cut(sentence, document):
            continue
        if _ASKS.search(sentence.plain) and not _OTHERS.search(sentence.plain):
            place = document.place(sentence.start, sentence.end)
            yield Suggestion(sentence.text, sentence.question, place)


def _is_cut(sentence: Sentence, document: Document) -> bool:
    """Whether the text ends in the middle of the sentence: its wording would be wrong."""
    return sentence.end >= len(document.text.rstrip()) and not sentence.plain.endswith((".", "!", "?", '"'))
