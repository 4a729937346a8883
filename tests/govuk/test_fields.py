from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from govuk.fields import DateField, LongTextField
from govuk.forms import GovukForm


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


@pytest.fixture
def field():
    return DateField(what="Target date")


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("27", "3", "2027", date(2027, 3, 27)),
        ("01", "01", "2027", date(2027, 1, 1)),
        ("27", "mar", "2027", date(2027, 3, 27)),
        ("27", "March", "2027", date(2027, 3, 27)),
        ("27", "Sept.", "2027", date(2027, 9, 27)),
        ("29", "FEBRUARY", "2028", date(2028, 2, 29)),
    ],
)
def test_real_dates_are_read(field, day, month, year, expected):
    assert field.clean(typed(day, month, year)) == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "parts"),
    [
        ("27", "3", "", "Target date must include a year", ["year"]),
        ("", "3", "2027", "Target date must include a day", ["day"]),
        ("27", "", "", "Target date must include a month and year", ["month", "year"]),
        ("27", "3", "27", "Year must include 4 numbers", ["year"]),
        ("27", "3", "20277", "Year must include 4 numbers", ["year"]),
        ("27", "3", "last", "Year must include 4 numbers", ["year"]),
        ("27", "3", "0207", "Target date must be a real date", ["year"]),
        ("32", "3", "2027", "Target date must be a real date", ["day"]),
        ("0", "13", "2027", "Target date must be a real date", ["day", "month"]),
        ("27", "ma", "2027", "Target date must be a real date", ["month"]),
        ("27", "marchy", "2027", "Target date must be a real date", ["month"]),
        ("2nd", "3", "2027", "Target date must be a real date", ["day"]),
        ("²", "3", "2027", "Target date must be a real date", ["day"]),
        ("29", "2", "2027", "Target date must be a real date", ["day", "month", "year"]),
    ],
)
def test_what_is_no_date_is_refused_with_the_inputs_at_fault(field, day, month, year, message, parts):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed(day, month, year))
    assert refused.value.messages == [message]
    assert refused.value.error_list[0].params["parts"] == parts


def test_a_date_left_out_is_asked_for_only_when_it_is_needed():
    class Dates(GovukForm):
        target = DateField(label="Target date")
        reviewed = DateField(required=False)

    form = Dates({"target_day": " ", "target_month": "", "target_year": ""})
    assert form.errors == {"target": ["Enter target date"]}
    assert form.cleaned_data["reviewed"] is None


def test_a_date_has_changed_only_when_another_date_was_typed():
    field = DateField()
    assert not field.has_changed(date(2027, 3, 27), typed("27", "march", "2027"))
    assert field.has_changed(date(2027, 3, 27), typed("28", "3", "2027"))
    assert field.has_changed(date(2027, 3, 27), typed("30", "2", "2027"))


def test_a_line_break_counts_as_one_character():
    field = LongTextField(max_length=5)
    assert field.clean("ab\r\ncd") == "ab\ncd"
    with pytest.raises(forms.ValidationError):
        field.clean("ab\r\ncde")
