"""How long ago something was published, as far as its date is known."""

from dataclasses import dataclass
from datetime import date

from tracker.models import Finding
from tracker.vocabulary import DatePrecision


@dataclass(frozen=True)
class Age:
    """Whole months. `is_rough` where the report prints no more than a year."""

    months: int
    is_rough: bool = False


def months_between(earlier: date, later: date) -> int:
    """Whole months between two days; 0 where the later one is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(months, 0)


def age_of(finding: Finding, *, on: date) -> Age | None:
    """Since the finding was published, to a day; have its report loaded.

    None where its own report is not held or prints no date: a later report that tells of it dates nothing.
    """
    report = finding.report
    if finding.is_as_reported or report is None or report.published_on is None:
        return None
    is_rough = report.published_precision == DatePrecision.YEAR
    return Age(months_between(report.published_on, on), is_rough)


def open_for(finding: Finding, *, on: date) -> Age | None:
    """From publication until it was closed, or until that day. None as for `age_of`."""
    return age_of(finding, on=finding.closed_at.date() if finding.closed_at else on)
