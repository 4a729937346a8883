"""Earlier findings restated in a list, each with what became of it under it.

"In 2016, we identified two areas for improvement:", then each of them, then in its own words "This area for
improvement has been discharged". The list's opening names the inspection; the remarks give the verdicts. It
may also stand under a heading of its own, "Areas for improvement", like a list of this inspection's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.importing.extract.eras.items import opens_like_a_finding
from tracker.importing.extract.outcomes import is_under, points_back
from tracker.importing.extract.references import reference_in
from tracker.importing.extract.verdicts import combined, standing_of, verdict_of
from tracker.importing.prose import Sentence

REACH = 40  # sentences over which such a list is followed


@dataclass(frozen=True, slots=True)
class Restated:
    """One earlier finding as the list words it, the remarks under it that tell something, their verdict."""

    wording: tuple[Sentence, ...]
    remarks: tuple[Sentence, ...]
    verdict: str


def restated_after(sentences: Sequence[Sentence], index: int, year: int | None) -> tuple[Restated, ...]:
    """Return the findings listed after the sentence at `index`; none unless it opens a list that has remarks
    between its findings, or one under a heading with a remark that points back to it."""
    opening, following = sentences[index], sentences[index + 1 : index + 1 + REACH]
    is_headed = bool(following) and following[0].heading != opening.heading
    if is_headed == opening.plain.endswith(":") or verdict_of(opening.plain):
        return ()
    items = tuple(_items(list(_below(opening, following, year))))
    if is_headed:
        return items if any(points_back(remark) for item in items for remark in item.remarks) else ()
    return items if len(items) > 1 and items[0].remarks else ()


def _below(opening: Sentence, following: Sequence[Sentence], year: int | None) -> Iterator[list[Sentence]]:
    """The paragraphs under the opening, up to the next heading or the next mention of an inspection."""
    for _, paragraph in groupby(following, key=lambda sentence: sentence.paragraph):
        said = list(paragraph)
        if not is_under(said[0], opening):
            return
        if any(reference_in(sentence.plain, year) for sentence in said):
            return
        yield said


def _items(paragraphs: Sequence[list[Sentence]]) -> Iterator[Restated]:
    starts = [i for i, said in enumerate(paragraphs) if opens_like_a_finding(said[0].text)]
    if starts[:1] != [0]:
        return
    for start, after in zip(starts, [*starts[1:], len(paragraphs)], strict=True):
        remarks = [sentence for said in paragraphs[start + 1 : after] for sentence in said]
        told = [(sentence, verdict) for sentence in remarks if (verdict := _told(sentence.plain))]
        if told or not remarks:
            verdict = combined([verdict for _, verdict in told])
            yield Restated(tuple(paragraphs[start]), tuple(sentence for sentence, _ in told), verdict)


def _told(words: str) -> str | None:
    return verdict_of(words) or standing_of(words)
