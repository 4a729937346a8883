"""What a text is about: the matters of policing it names, by a public vocabulary of the field."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tracker.importing.phrases import Phrases

_HERE = Path(__file__).parent
_TOKEN = re.compile(r"[a-z0-9']+")
NARROW = 1.0  # the weight of a topic that few findings name


def spelt_out(text: str) -> str:
    """Return the text with the field's abbreviations in full, so that both ways of writing meet."""
    return _abbreviation().sub(lambda found: _abbreviations()[found[0]], text)


@lru_cache(maxsize=4096)
def topics_of(text: str) -> frozenset[str]:
    """Return the names of the topics that the text, in small letters, speaks of."""
    return frozenset(_phrases().named_in(text))


@lru_cache(maxsize=256)
def parts_of_question(question: str) -> frozenset[str]:
    """Return what the question is about, whatever its programme calls it; empty where that is not known."""
    asked = " ".join(_TOKEN.findall(question.casefold()))
    return frozenset(
        part for part, beginnings in _vocabulary()["questions"].items() if _has_any(beginnings, asked)
    )


def parts_of_topics(topics: frozenset[str]) -> frozenset[str]:
    """Return the parts of policing to which the topics belong, leaving out what is found under any."""
    parts = _part_of()
    return frozenset(parts[name] for name in topics if parts[name] in all_parts())


def parts_of_pillars(text: str) -> frozenset[str]:
    """Return the parts under the pillars that the text names ("our 2015 legitimacy inspection")."""
    said = text.casefold()
    named = [parts for pillar, parts in _vocabulary()["pillars"].items() if pillar in said]
    return frozenset(part for parts in named for part in parts)


def all_parts() -> Sequence[str]:
    """Return every part of policing that questions ask about, always in the same order."""
    return list(_vocabulary()["questions"])


@cache
def weights() -> Mapping[str, float]:
    """How much each topic tells, by its name: naming a broad one tells less than naming a narrow one."""
    worth, by_weight = _vocabulary()["weights"], _vocabulary()["topics_by_weight"]
    others = {name: worth[weight] for weight, names in by_weight.items() for name in names}
    return {name: others.get(name, worth["narrow"]) for name in _part_of()}


@lru_cache(maxsize=4096)
def narrow(topics: frozenset[str]) -> frozenset[str]:
    """Return those of the topics that few findings name."""
    worth = weights()
    return frozenset(name for name in topics if worth[name] >= NARROW)


def are_apart(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both name something narrow, and nothing narrow that the other names."""
    return bool(narrow(some) and narrow(others)) and not narrow(some) & narrow(others)


@cache
def _part_of() -> Mapping[str, str]:
    return {name: part for part, topics in _vocabulary()["topics"].items() for name in topics}


def _has_any(beginnings: list[str], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(beginning)}", text) for beginning in beginnings)


@cache
def _phrases() -> Phrases:
    return Phrases(
        {name: listed for topics in _vocabulary()["topics"].values() for name, listed in topics.items()}
    )


@cache
def _vocabulary() -> dict[str, Any]:
    return tomllib.loads((_HERE / "topics.toml").read_text(encoding="utf-8"))


@cache
def _abbreviations() -> dict[str, str]:
    file = (_HERE / "abbreviations.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(file)["abbreviations"])


@cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _abbreviations()))})\b")
