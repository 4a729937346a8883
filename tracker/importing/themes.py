"""Which themes of policing a finding's wording names: proposals for a person to decide."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tracker.importing.match.topics import spelt_out
from tracker.importing.match.wording import in_small_letters
from tracker.importing.phrases import Phrases, listed

_MOST_WORDS = 5


def themes_named(text: str, phrases: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """Return the themes that the text names, each with the reasons in sentences.

    `phrases` holds the phrases of each theme by its slug, with commas between them: see `Phrases`.
    """
    found = _read(tuple(phrases.items())).named_in(in_small_letters(spelt_out(text)))
    return {slug: [_reason(words)] for slug, words in found.items()}


def _reason(words: Sequence[str]) -> str:
    several = list(dict.fromkeys(words))[:_MOST_WORDS]
    return f"The wording speaks of {listed(several)}."


@lru_cache(maxsize=4)
def _read(phrases: tuple[tuple[str, str], ...]) -> Phrases:
    return Phrases(dict(phrases))
