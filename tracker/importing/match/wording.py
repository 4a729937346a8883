"""How alike two wordings are, with what every report says weighing little."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tracker.importing.document import folded, plain
from tracker.importing.match.topics import spelt_out

_STANDING_FILE = Path(__file__).parent / "standing.txt"
# N-grams and words are hashed into so many columns: nothing grows with what was read before.
_GRAM_COLUMNS, _WORD_COLUMNS = 2**17, 2**14
_SHORTEST, _LONGEST = 3, 5  # letters of an n-gram
_STEM = 6  # letters: "invest" stands for investigate and investigation

_WORD = re.compile(r"[a-z']+")
# The standing phrases of findings and of what is told of them say nothing of their matter.
_STANDING = re.compile(
    r"\b(?:the (?:force|constabulary)|\w+ (?:police|constabulary)) (?:should|needs? to|needed to|must)\b"
    r"|\b(?:(?:in|since) (?:our|hmic(?:frs)?'?s?) )?20\d\d (?:\w+ )?(?:inspection|report)\b"
    r"|\bsince (?:the |our |its )?(?:last|previous) (?:year|inspection|audit|report)\b"
    r"|\bwithin \w+ (?:weeks|months)\b"
    r"|\b(?:take (?:immediate )?steps to|ensur(?:e|es|ing)(?: that)?(?: it| its| there)?"
    r"|areas? for improvement|afis?|causes? (?:of|for) concern|recommendations?"
    r"|hmic(?:frs)?'?s?(?: recommends)?"
    r"|this year|we (?:also )?(?:found|said|stated|identified)(?: that)?)\b"
)
# Crime at large: it is not of anti-social behaviour that this speaks.
_ALL_CRIME = re.compile(r"\bcrime and (?:anti-?social behaviour|disorder)\b")


@dataclass(frozen=True, slots=True)
class Counts:
    """Matrices with a row a text: its n-grams and its words, each counted or weighed."""

    grams: Any
    words: Any


def in_small_letters(text: str) -> str:
    """Return the text with plain quotation marks and dashes, in small letters."""
    return plain(text).casefold()


def matter_of(text: str) -> str:
    """Return what the text says in small letters, abbreviations spelt out, without the standing phrases."""
    said = in_small_letters(spelt_out(text))
    return folded(_STANDING.sub(" ", _ALL_CRIME.sub("crime", said)))


def weighed(matters: Sequence[str]) -> Counts:
    """Return the texts, as `matter_of` gives them, each n-gram and word weighed by how rare it is among them
    and the standing phrases. Rows of n-grams have length 1."""
    import numpy as np
    from sklearn.preprocessing import normalize

    counts, standing = _counted(matters), _standing()
    # As scikit-learn has it: the logarithm of the count, and an n-gram of every text still counts.
    rarity = 1 + _rarity(counts.grams, standing.grams)
    counts.grams.data = (1 + np.log(counts.grams.data)) * rarity[counts.grams.indices]
    counts.words.data = np.sqrt(_rarity(counts.words, standing.words)[counts.words.indices])
    return Counts(normalize(counts.grams, copy=False), counts.words)


def telling_words(matter: str) -> frozenset[str]:
    """Return the words that reports do not use of everything."""
    return frozenset(
        word for word in _WORD.findall(matter) if len(word) > 3 and _stem(word) not in _standing_stems()
    )


def _rarity(counts: Any, standing: Any) -> Any:
    """The logarithm of how rare each column is among the texts and the standing phrases."""
    import numpy as np

    having = np.bincount(counts.indices, minlength=counts.shape[1]) + np.bincount(
        standing.indices, minlength=counts.shape[1]
    )
    texts = counts.shape[0] + standing.shape[0]
    return np.log((1 + texts) / (1 + having)).astype(np.float32)


def _counted(texts: Sequence[str]) -> Counts:
    return Counts(
        _counter(_grams, _GRAM_COLUMNS).transform(texts), _counter(_stems, _WORD_COLUMNS).transform(texts)
    )


def _counter(analyzer: Callable[[str], list[str]], columns: int) -> Any:
    # Here and not above: scikit-learn takes a second to import, and the web process never ranks.
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer=analyzer, n_features=columns, norm=None, alternate_sign=False, dtype=np.float32
    )


@cache
def _standing() -> Counts:
    return _counted([plain(line).casefold() for line in _standing_lines()])


@cache
def _standing_stems() -> frozenset[str]:
    return frozenset(stem for line in _standing_lines() for stem in _stems(plain(line).casefold()))


def _standing_lines() -> list[str]:
    return _STANDING_FILE.read_text(encoding="utf-8").splitlines()


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return re.sub(r"(?:'s|s'|ing|ed|es|s|ly)$", "", word)[:_STEM] if len(word) > 4 else word


def _grams(text: str) -> list[str]:
    return [gram for word in text.split() for gram in _grams_of(word)]


@lru_cache(maxsize=8192)  # a text is mostly words that others have, too
def _grams_of(word: str) -> tuple[str, ...]:
    return tuple(_slices(f" {word} "))


def _slices(padded: str) -> Iterator[str]:
    for length in range(_SHORTEST, _LONGEST + 1):
        for start in range(max(1, len(padded) - length + 1)):
            yield padded[start : start + length]
