"""What differs between two readings: of one text by two readers, or of two editions of a report.

Works on the JSON of parsed-report/1, or on any mapping of its list names to items, so that kept proposals can
be compared as well. Where an item stands is no difference, nor are the reasons it was read so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from tracker.importing.document import folded, plain

Item = Mapping[str, Any]
Whole = Mapping[str, Any]

INSPECTION = "inspection"  # what a report says of itself; the others are names of lists
FIELDS: dict[str, tuple[str, ...]] = {
    INSPECTION: (
        "force",
        "programme",
        "pillar",
        "inspection_year",
        "title",
        "published",
        "isbn",
        "overall_judgment",
        "assessed",
    ),
    "judgments": ("question", "grade", "last_inspected", "carried_forward"),
    "findings": ("kind", "question", "text", "parent"),
    "statements": (
        "quote",
        "about_year",
        "about_kind",
        "verdict",
        "strength",
        "question",
        "predecessor",
    ),
    "measures": (
        "name",
        "value",
        "unit",
        "period",
        "comparator",
        "comparator_value",
        "comparator_period",
        "note",
    ),
    "suggestions": ("text", "question"),
}
# By these an item is known again; the other fields may differ between two readings of it.
KNOWN_BY: dict[str, tuple[str, ...]] = {
    "judgments": ("question",),
    "findings": ("text",),
    "statements": ("quote",),
    "measures": ("name", "unit", "period", "comparator"),
    "suggestions": ("text",),
}
ALIKE_FROM = 0.6  # of 1: below it, two items are taken for a gone one and a new one


class State(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One field whose value differs. A recommendation's parent is told by its cause of concern's wording."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One item in both readings, or in one of them.

    `name` is its list in parsed-report/1, or "inspection". `before` and `after` are its positions in that
    list, from 0; None where that reading does not have it.
    """

    name: str
    before: int | None
    after: int | None
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> State:
        if self.before is None:
            return State.NEW
        if self.after is None:
            return State.GONE
        return State.CHANGED if self.changes else State.SAME


def compare(before: Whole, after: Whole, *, same_text: bool = False) -> list[Difference]:
    """Every item of both readings, kind by kind; in the order of `after`, with what is gone at the end.

    `same_text`: both were read from one text, so that items in the same place are the same item however their
    values differ. White space and the shape of quotation marks are no difference.
    """
    found = list(_of_inspection(before, after))
    for name in KNOWN_BY:
        old, new = list(before.get(name, ())), list(after.get(name, ()))
        partner = _pairs(name, old, new, same_text)
        found += [
            Difference(name, was, at, _changes(name, was, at, old, new))
            for at, was in ((at, partner.get(at)) for at in range(len(new)))
        ]
        taken = set(partner.values())
        found += [Difference(name, at, None) for at in range(len(old)) if at not in taken]
    return found


def words_between(before: str, after: str) -> list[tuple[State, str]]:
    """Both texts as runs of words: in both (same), only before (gone), only after (new), in reading order."""
    old, new = before.split(), after.split()
    runs: list[tuple[State, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append((State.SAME, " ".join(old[i:j])))
            continue
        runs += [(State.GONE, " ".join(old[i:j]))] if j > i else []
        runs += [(State.NEW, " ".join(new[k:m]))] if m > k else []
    return runs


def _of_inspection(before: Whole, after: Whole) -> Iterator[Difference]:
    old, new = (
        {name: whole.get(name) for name in FIELDS[INSPECTION] if name in whole} for whole in (before, after)
    )
    if old or new:
        changes = _changes(INSPECTION, 0, 0, [old], [new])
        yield Difference(INSPECTION, 0 if old else None, 0 if new else None, changes if old and new else ())


def _changes(
    name: str, was: int | None, at: int | None, old: Sequence[Item], new: Sequence[Item]
) -> tuple[Change, ...]:
    if was is None or at is None:
        return ()
    values = ((field, _shown(field, old[was], old), _shown(field, new[at], new)) for field in FIELDS[name])
    return tuple(Change(*value) for value in values if _comparable(value[1]) != _comparable(value[2]))


def _shown(field: str, item: Item, items: Sequence[Item]) -> Any:
    """The value of a field as it can be compared with another reading's."""
    value = item.get(field)
    if field == "parent" and isinstance(value, int):
        return items[value]["text"] if value < len(items) else None
    if field == "quote":
        return " … ".join(folded(quote["text"]) for quote in item.get("quotes", ())) or value
    return value


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        return folded(plain(value))
    return [_comparable(each) for each in value] if isinstance(value, list | tuple) else value


def _pairs(name: str, old: Sequence[Item], new: Sequence[Item], same_text: bool) -> dict[int, int]:
    """Positions in `new` with their partners in `old`: the surest pairs first, nothing paired twice."""
    pairs: dict[int, int] = {}
    for score_of in (_same_values, _same_words, _alike):
        _take(name, old, new, pairs, score_of)
    if same_text:
        _take(name, old, new, pairs, _same_place)
    return pairs


def _take(name: str, old: Sequence[Item], new: Sequence[Item], pairs: dict[int, int], score_of: Any) -> None:
    """Pair what is still alone, where the score is high enough; of equals the nearest in order."""
    taken = set(pairs.values())
    alone_old = [at for at in range(len(old)) if at not in taken]
    alone_new = [at for at in range(len(new)) if at not in pairs]
    scored = score_of(name, [old[at] for at in alone_old], [new[at] for at in alone_new])
    ranked = sorted((-score, abs(alone_old[i] - alone_new[j]), i, j) for score, i, j in scored)
    used: set[int] = set()
    for _, _, i, j in ranked:
        if i not in used and alone_new[j] not in pairs:
            used.add(i)
            pairs[alone_new[j]] = alone_old[i]


Scored = Iterable[tuple[float, int, int]]


def _same_values(name: str, old: Sequence[Item], new: Sequence[Item]) -> Scored:
    return _equal([_values(name, item) for item in old], [_values(name, item) for item in new])


def _same_words(name: str, old: Sequence[Item], new: Sequence[Item]) -> Scored:
    return _equal([_words(name, item) for item in old], [_words(name, item) for item in new])


def _values(name: str, item: Item) -> str:
    # A parent's position says nothing in another list.
    return repr([_comparable(_shown(field, item, ())) for field in FIELDS[name] if field != "parent"])


def _words(name: str, item: Item) -> str:
    """The words by which it is known again; of a statement, its first passage."""
    return " ".join(str(_comparable(item.get(field)) or "") for field in KNOWN_BY[name]).casefold()


def _equal(old: Sequence[str], new: Sequence[str]) -> Scored:
    where: dict[str, list[int]] = {}
    for i, key in enumerate(old):
        where.setdefault(key, []).append(i)
    return ((1.0, i, j) for j, key in enumerate(new) for i in where.get(key, ()))


def _alike(name: str, old: Sequence[Item], new: Sequence[Item]) -> Scored:
    """Cosine of character n-grams of the words by which items are known."""
    texts = [_words(name, item) for item in (*old, *new)]
    if not old or not new or not any(text.strip() for text in texts):
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    near = (rows[: len(old)] @ rows[len(old) :].T).tocoo()
    return [
        (float(score), int(i), int(j))
        for i, j, score in zip(near.row, near.col, near.data, strict=True)
        if score >= ALIKE_FROM
    ]


def _same_place(name: str, old: Sequence[Item], new: Sequence[Item]) -> Scored:
    """How much of the shorter one's stretch of the text the other covers; half of it at least."""
    # An item whose place is not known stands nowhere.
    placed_old = [(i, item) for i, item in enumerate(old) if item.get("start") is not None]
    placed_new = [(j, item) for j, item in enumerate(new) if item.get("start") is not None]
    for i, one in placed_old:
        for j, other in placed_new:
            shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
            shorter = min(one["end"] - one["start"], other["end"] - other["start"])
            if shorter > 0 and shared / shorter >= 0.5:
                yield shared / shorter, i, j
