"""Looking for phrases in a text: `*` stands for any ending, or for any one word where it stands alone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"[a-z0-9']+")
_KEY = 3  # phrases are looked up by the first letters of their first word
_WILD = "*"


@dataclass(frozen=True, slots=True)
class _Phrase:
    name: str
    words: tuple[str, ...]

    def stands_at(self, tokens: list[str], start: int) -> bool:
        return len(tokens) - start >= len(self.words) and all(
            _is(word, token) for word, token in zip(self.words, tokens[start:], strict=False)
        )


class Phrases:
    """Phrases by the name that they stand for, ready to be looked for in many texts.

    Each text of `phrases` is a list with commas. Hyphens are read as spaces, capitals as small letters.
    """

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._by_key: defaultdict[str, list[_Phrase]] = defaultdict(list)
        for phrase in _read(phrases):
            self._by_key[_key(phrase.words[0])].append(phrase)

    def named_in(self, text: str) -> dict[str, list[str]]:
        """Return the names whose phrases stand in the text, which is in small letters, with its own words."""
        tokens = _TOKEN.findall(text)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for start, token in enumerate(tokens):
            for phrase in self._by_key.get(token[:_KEY], ()):
                if phrase.stands_at(tokens, start):
                    found[phrase.name].append(" ".join(tokens[start : start + len(phrase.words)]))
        return dict(found)


def unusable_in(phrases: str) -> list[str]:
    """Return the phrases of the list that would be found nowhere, or in nearly every text."""
    return [phrase.strip() for phrase in phrases.split(",") if phrase.strip() and not _is_usable(phrase)]


def _is_usable(phrase: str) -> bool:
    words = _words(phrase)
    return all(map(_is_word, words)) and sum(map(len, words)) >= _KEY and _begins_plainly(words[0])


def _begins_plainly(word: str) -> bool:
    """Whether texts can be searched for it: "a*" begins too many words."""
    return not word.endswith(_WILD) or len(_key(word)) == _KEY


def _is_word(word: str) -> bool:
    return word == _WILD or bool(_TOKEN.fullmatch(word.removesuffix(_WILD)))


def _read(phrases: Mapping[str, str]) -> Iterator[_Phrase]:
    for name, listed in phrases.items():
        for phrase in listed.split(","):
            if words := _words(phrase):
                yield _Phrase(name, words)


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.casefold().replace("’", "'").replace("-", " ").split())


def _key(word: str) -> str:
    return word.rstrip(_WILD)[:_KEY]


def _is(pattern: str, token: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern.endswith(_WILD) else token == pattern


def listed(phrases: Iterable[str]) -> str:
    """Return the phrases in quotation marks, each once, as a sentence has them."""
    return ", ".join(f"“{phrase}”" for phrase in dict.fromkeys(phrases))
