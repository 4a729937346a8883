"""Widgets for what the GOV.UK components offer beyond Django's own."""

from datetime import date
from typing import Any

from django import forms

PARTS = ("day", "month", "year")


class Radios(forms.RadioSelect):
    """Radio buttons; `hints` maps a choice's value to a line under its label, `inline` is for short ones."""

    def __init__(self, *, hints: dict[Any, str] | None = None, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.inline = inline


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes; `hints` maps a choice's value to a line under its label."""

    def __init__(self, *, hints: dict[Any, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}


class DateInput(forms.Widget):
    """Three inputs, submitted as `<name>_day`, `<name>_month` and `<name>_year`."""

    use_fieldset = True

    def value_from_datadict(self, data, files, name: str) -> dict[str, str]:
        return {part: data.get(f"{name}_{part}", "").strip() for part in PARTS}

    def value_omitted_from_data(self, data, files, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in PARTS)

    def format_value(self, value: Any) -> dict[str, str]:
        """The text of each input: as typed, or the parts of a date."""
        if isinstance(value, date):
            return {part: str(getattr(value, part)) for part in PARTS}
        return value if isinstance(value, dict) else dict.fromkeys(PARTS, "")

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day"
