"""Figures that a force gives as evidence: a measure's value with its period, unit and comparator."""

from decimal import Decimal
from typing import Required, TypedDict

from tracker.models import Evidence, Measure, Observation
from tracker.refusals import Refusal

LONGEST_NAME = 200
LONGEST_UNIT = 60
LONGEST_PERIOD = 120
LARGEST = Decimal(10) ** 12  # twelve digits before the point, four after it


class Figure(TypedDict, total=False):
    """ "DVPOs 32, 12 months to 30 June 2017, was 69 in the 12 months before": name and unit of the measure,
    its value and period, and what it is held against."""

    name: Required[str]
    unit: str
    value: Required[Decimal]
    period: Required[str]
    comparator: str
    comparator_value: Decimal | None
    comparator_period: str


class FigureNotUsable(Refusal):
    """Something of the figure is missing or out of range."""

    code = "figure_not_usable"

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def observe(evidence: Evidence, figure: Figure) -> Observation:
    """Write the figure down as what the evidence consists of. Raises FigureNotUsable."""
    return Observation.objects.create(
        measure=_measure(figure),
        force_id=evidence.force_id,
        evidence=evidence,
        value=_amount("value", figure["value"]),
        period=_words("period", figure["period"], LONGEST_PERIOD, "the period the figure is of"),
        **_comparator(figure),
    )


def _measure(figure: Figure) -> Measure:
    """The measure of that name and unit, however they are cased; a new one where there is none."""
    name = _words("name", figure["name"], LONGEST_NAME, "what is measured")
    unit = " ".join(figure.get("unit", "").split())
    if len(unit) > LONGEST_UNIT:
        raise FigureNotUsable("unit", f"Unit must be {LONGEST_UNIT} characters or fewer")
    known = Measure.objects.filter(name__iexact=name, unit__iexact=unit).order_by("pk").first()
    return known or Measure.objects.get_or_create(name=name, unit=unit)[0]


def _comparator(figure: Figure) -> dict[str, object]:
    """What the value is held against; without a value, nothing of it."""
    value = figure.get("comparator_value")
    words = " ".join(figure.get("comparator", "").split())
    period = " ".join(figure.get("comparator_period", "").split())
    if value is None:
        if words or period:
            raise FigureNotUsable(
                "comparator_value", "Enter the figure you compare with, or leave out its period"
            )
        return {}
    if not (words or period):
        raise FigureNotUsable("comparator_period", "Enter the period of the figure you compare with")
    if max(len(words), len(period)) > LONGEST_PERIOD:
        raise FigureNotUsable("comparator_period", f"Period must be {LONGEST_PERIOD} characters or fewer")
    amount = _amount("comparator_value", value)
    return {"comparator": words, "comparator_value": amount, "comparator_period": period}


def _amount(field: str, value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= LARGEST or round(value, 4) != value:
        raise FigureNotUsable(field, "Enter a number with no more than 12 digits and 4 decimal places")
    return value


def _words(field: str, given: str, longest: int, what: str) -> str:
    words = " ".join(given.split())
    if not words or len(words) > longest:
        raise FigureNotUsable(field, f"Enter {what}, {longest} characters or fewer")
    return words
