"""Form fields that GOV.UK pages need and Django lacks."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from govuk.widgets import PARTS, DateInput

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class DateField(forms.Field):
    """A date typed as day, month and year; months may be names ("2", "feb", "February").

    `what` names the date in messages ("Target date must include a year") where the label does not serve.
    Refusals carry the inputs at fault in `params["parts"]`.
    Source of the messages: GOV.UK Design System, date input.
    """

    widget = DateInput
    default_error_messages = {
        "incomplete": "%(what)s must include %(missing)s",
        "year": "Year must include 4 numbers",
        "real": "%(what)s must be a real date",
    }

    def __init__(self, *, what: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.what = what

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if not any(value.values()):
            return None
        self._refuse_missing(value)
        return self._real_date(*self._numbers(value))

    def _refuse_missing(self, typed: dict[str, str]) -> None:
        missing = [part for part in PARTS if not typed[part]]
        if missing:
            self._refuse("incomplete", missing, missing="a " + " and ".join(missing))

    def _numbers(self, typed: dict[str, str]) -> list[int]:
        year = typed["year"]
        if not (_is_number(year) and len(year) == 4):
            self._refuse("year", ["year"])
        numbers = [_number(typed["day"], 31), _month(typed["month"]), _number(year, 9999)]
        wrong = [part for part, number in zip(PARTS, numbers, strict=True) if number is None]
        if wrong:
            self._refuse("real", wrong)
        return numbers

    def _real_date(self, day: int, month: int, year: int) -> date:
        try:
            return date(year, month, day)
        except ValueError:
            self._refuse("real", list(PARTS))

    def _refuse(self, code: str, parts: list[str], **words: str) -> None:
        what = str(self.what or self.label or "Date")
        words["what"] = what[:1].upper() + what[1:]
        raise ValidationError(self.error_messages[code], code=code, params={**words, "parts": parts})


class LongTextField(forms.CharField):
    """Several lines of text; a line break counts as one character, as the character count on the page says.

    `what` names the text in messages ("Enter what changed") where the label does not serve.
    """

    widget = forms.Textarea

    def __init__(self, *, what: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.what = what

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _number(text: str, highest: int) -> int | None:
    # A year such as "0017" has four numbers but is a slip of the keyboard, never a date in use.
    if not _is_number(text) or (len(text) == 4 and text.startswith("0")):
        return None
    return int(text) if 1 <= int(text) <= highest else None


def _month(text: str) -> int | None:
    name = text.lower().rstrip(".")
    if len(name) >= 3 and name.isalpha():
        return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), None)
    return _number(text, 12)
