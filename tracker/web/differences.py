"""Two wordings side by side: which words of the older are gone, and which of the newer are new.

Marked with <del> and <ins>, and in words for those who cannot see the marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORD = re.compile(r"\S+\s*")
EDGES = re.compile(r"^\W+|\W+$")
MOST_WORDS = 600  # of each; what comes after is shown without marks, as comparing grows with the square
SHORTEST_SHARED = 2  # words in a row: a lone "the" between two changes would only scatter the marks

UNSEEN = '<span class="govuk-visually-hidden">{}</span>'

Run = tuple[bool, slice, slice]


@dataclass(frozen=True)
class Difference:
    """Both wordings with their changed words marked; `shared` of the newer one's `words` are in both."""

    older: SafeString
    newer: SafeString
    shared: int
    words: int


def difference(older: str, newer: str) -> Difference:
    old, new = WORD.findall(older), WORD.findall(newer)
    runs = list(_runs([_bare(word) for word in old], [_bare(word) for word in new]))
    return Difference(
        older=_marked("del", "gone", ((same, old[gone]) for same, gone, _ in runs)),
        newer=_marked("ins", "new", ((same, new[come]) for same, _, come in runs)),
        shared=sum(come.stop - come.start for same, _, come in runs[:-1] if same),
        words=min(len(new), MOST_WORDS),
    )


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Stretches that are the same in both, and those between; beyond MOST_WORDS none is compared."""
    a, b = old[:MOST_WORDS], new[:MOST_WORDS]
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    i = j = 0
    for block in blocks:
        if 0 < block.size < SHORTEST_SHARED:
            continue
        if block.a > i or block.b > j:
            yield False, slice(i, block.a), slice(j, block.b)
        i, j = block.a + block.size, block.b + block.size
        if block.size:
            yield True, slice(block.a, i), slice(block.b, j)
    # What is too long to compare stands as it is.
    yield True, slice(len(a), len(old)), slice(len(b), len(new))


def _marked(mark: str, word: str, runs: Iterator[tuple[bool, list[str]]]) -> SafeString:
    return format_html_join("", "{}", ((_run(mark, word, same, "".join(words)),) for same, words in runs))


def _run(mark: str, word: str, same: bool, text: str) -> str:
    if same or not text:
        return text
    bare = text.rstrip()
    before, after = format_html(UNSEEN, f"[{word}: "), format_html(UNSEEN, "]")
    return format_html("<{0}>{1}{2}{3}</{0}>{4}", mark, before, bare, after, text[len(bare) :])


def _bare(word: str) -> str:
    """As it is compared: without case and punctuation at its ends."""
    return EDGES.sub("", word.strip()).casefold() or word.strip()
