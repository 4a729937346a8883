"""A proposal's values, as read and as a person corrected them, taken one by one and never believed.

What comes back has the type and size that its row takes; anything else is refused in words, so that neither a
form, nor an API client, nor a report's reader can break a row or lose what was typed.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any, TypeVar

from django.db import models

from tracker.refusals import Refusal
from tracker.vocabulary import ProposalKind

Word = TypeVar("Word", bound=models.TextChoices)
LARGEST = Decimal(10) ** 12  # observations hold twelve digits before the point

# What a person may correct of each kind, by its name in parsed-report/1. `text` of a statement is the earlier
# finding's wording as this report tells it.
CORRECTABLE: dict[str, frozenset[str]] = {
    ProposalKind.INSPECTION: frozenset(
        {
            "force",
            "programme",
            "pillar",
            "inspection_year",
            "title",
            "published",
            "isbn",
            "overall_judgment",
            "assessed",
        }
    ),
    ProposalKind.JUDGMENT: frozenset({"question", "grade", "last_inspected", "carried_forward"}),
    ProposalKind.FINDING: frozenset({"kind", "question", "text", "parent"}),
    ProposalKind.STATEMENT: frozenset(
        {"about_year", "about_kind", "verdict", "strength", "question", "predecessor", "text"}
    ),
    ProposalKind.MEASURE: frozenset(
        {
            "name",
            "value",
            "unit",
            "period",
            "comparator",
            "comparator_value",
            "comparator_period",
            "note",
        }
    ),
    ProposalKind.SUGGESTION: frozenset({"text", "question"}),
}


class NotCorrectable(Refusal):
    code = "not_correctable"


class ValueNotUsable(Refusal):
    """A value that is missing, of the wrong type or too long. `field` is its name in parsed-report/1."""

    code = "value_not_usable"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def changes(kind: str, payload: Mapping[str, Any], correction: Mapping[str, Any] | None) -> dict[str, Any]:
    """The part of a correction that changes something. Raises NotCorrectable."""
    given = dict(correction or {})
    unknown = sorted(set(given) - CORRECTABLE[kind])
    if unknown:
        raise NotCorrectable(
            f"You cannot correct {', '.join(unknown)} of a proposed {ProposalKind(kind).label.lower()}."
        )
    return {name: value for name, value in given.items() if payload.get(name) != value}


def require_keepable(correction: Mapping[str, Any]) -> None:
    """Make sure that the correction can be kept as JSON and read back, also what its kind never looks at.

    Raises ValueNotUsable.
    """
    for name, value in correction.items():
        if not _is_keepable(value):
            raise ValueNotUsable(name, "Enter text, a number, yes or no, or a list of texts.")


def _is_keepable(value: Any) -> bool:
    match value:
        case None | bool():
            return True
        case str():
            return "\x00" not in value
        case int() | float():
            return isfinite(value) and abs(value) < LARGEST
        case list() | tuple():
            return all(isinstance(item, str) and _is_keepable(item) for item in value)
    return False


class Values:
    """Typed reading of a proposal's values. Every method raises ValueNotUsable; empty reads as None."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def text(self, field: str, called: str, *, longest: int = 100_000) -> str:
        value = self.text_or_none(field, called, longest=longest)
        if value is None:
            raise ValueNotUsable(field, f"Enter {called}.")
        return value

    def text_or_none(self, field: str, called: str, *, longest: int = 100_000) -> str | None:
        value = self._values.get(field)
        if value is None:
            return None
        if not isinstance(value, str):
            raise ValueNotUsable(field, f"{_capital(called)} must be text.")
        value = value.strip().replace("\x00", "")
        if len(value) > longest:
            raise ValueNotUsable(field, f"{_capital(called)} must be {longest:,} characters or fewer.")
        return value or None

    def year(self, field: str, called: str) -> int:
        value = self.year_or_none(field, called)
        if value is None:
            raise ValueNotUsable(field, f"Enter {called}.")
        return value

    def year_or_none(self, field: str, called: str) -> int | None:
        value = self._values.get(field)
        if value in (None, ""):
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1990 <= value <= 2100:
            raise ValueNotUsable(field, f"{_capital(called)} must be a year, like 2017.")
        return value

    def position_or_none(self, field: str, called: str) -> int | None:
        value = self._values.get(field)
        if value in (None, ""):
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueNotUsable(field, f"{_capital(called)} must be a number, from 0.")
        return value

    def flag(self, field: str, called: str) -> bool:
        value = self._values.get(field, False)
        if not isinstance(value, bool):
            raise ValueNotUsable(field, f"Say yes or no to {called}.")
        return value

    def texts(self, field: str, called: str) -> list[str]:
        value = self._values.get(field) or []
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise ValueNotUsable(field, f"{_capital(called)} must be a list of texts.")
        return list(value)

    def word(self, words: type[Word], field: str, called: str) -> Word:
        """One word of the vocabulary."""
        value = self._values.get(field)
        if value not in words.values:
            shown = f"“{value}” is not known. " if value else ""
            allowed = ", ".join(str(label) for label in words.labels)
            raise ValueNotUsable(field, f"{shown}Select {called}: {allowed}.")
        return words(value)

    def figure(self, field: str, called: str) -> tuple[Decimal | None, str]:
        """A number, or the words that stand for it; neither where the text has lost it."""
        value = self._values.get(field)
        if value is None or isinstance(value, str):
            return None, self.text_or_none(field, called, longest=200) or ""
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite() or abs(number) >= LARGEST:
            raise ValueNotUsable(field, f"{_capital(called)} must be a number or words.")
        return round(number, 4), ""


def _capital(called: str) -> str:
    return called[:1].upper() + called[1:]
