"""When a report was published, as precisely as it is printed, and from when its findings are public."""

from datetime import date

from django.db.models import F, Min

from tracker.models import Finding, Inspection, Report, Statement
from tracker.refusals import Refusal
from tracker.vocabulary import DatePrecision

PLAUSIBLE_YEARS = range(1990, 2101)  # as of inspections


class DateNotReadable(Refusal):
    code = "date_not_readable"

    def __init__(self, printed: str) -> None:
        super().__init__(f"“{printed}” is not a publication date: write it like 2018-03-22, 2018-03 or 2018.")
        self.printed = printed


def parsed(printed: str | None) -> tuple[date | None, DatePrecision | str]:
    """The first day of "2018-03-22", "2018-03" or "2018", and how much of it is known.

    Raises DateNotReadable.
    """
    if not printed:
        return None, ""
    parts = printed.split("-")
    try:
        year, month, day = (int(part) for part in [*parts, "1", "1"][:3])
        if year not in PLAUSIBLE_YEARS:
            raise DateNotReadable(printed)
        precision = [DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY][len(parts) - 1]
        return date(year, month, day), precision
    except (ValueError, IndexError):
        raise DateNotReadable(printed) from None


def public_from(published_on: date | None, precision: DatePrecision | str) -> date | None:
    """The first day on which the report is surely published; None where nothing is known."""
    if published_on is None or precision == DatePrecision.DAY:
        return published_on
    year, month = published_on.year, published_on.month
    if precision == DatePrecision.YEAR or month == 12:
        return date(year + 1, 1, 1)
    return date(year, month + 1, 1)


def _spread_to_inspection(report: Report) -> None:
    """Of several reports of one inspection, such as editions, the first publication counts."""
    if report.inspection is None:
        return
    dated = report.inspection.reports.values_list("published_on", "published_precision")
    days = [day for day in (public_from(*row) for row in dated) if day]
    Inspection.objects.filter(pk=report.inspection.pk).update(public_from=min(days, default=None))


def spread(report: Report) -> None:
    """Make everything that rests on the report public from its publication: its inspection, its findings and
    statements, and the earlier inspections that are known by its telling alone."""
    day = public_from(report.published_on, report.published_precision)
    _spread_to_inspection(report)
    # Statements before findings, as `verdicts` locks them: else the two could wait on each other.
    Statement.objects.filter(report=report).update(public_from=day)
    Finding.objects.filter(report=report).update(public_from=day, version=F("version") + 1)
    for told_of in Inspection.objects.filter(findings__report=report, reports__isnull=True).distinct():
        told_of.public_from = told_of.findings.aggregate(first=Min("public_from"))["first"]
        told_of.save(update_fields=["public_from"])
