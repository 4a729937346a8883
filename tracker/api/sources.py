"""Where HMICFRS's words come from, and the licence they are shown under."""

from datetime import date
from typing import Any

from tracker.models import Report
from tracker.vocabulary import DatePrecision

LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0: "
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
)
AS_PRINTED = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m", DatePrecision.DAY: "%Y-%m-%d"}


def as_printed(published_on: date | None, precision: str) -> str | None:
    """ISO 8601, as far as it is known; nothing is made up."""
    return published_on.strftime(AS_PRINTED[DatePrecision(precision)]) if published_on else None


def source(title: str, published_on: date | None, precision: str, url: str) -> dict[str, Any]:
    return {
        "title": title,
        "published": as_printed(published_on, precision),
        "url": url or None,
        "licence": LICENCE,
    }


def source_of(report: Report | None, otherwise: str) -> dict[str, Any]:
    """The report's, or, where a finding's own report is not held, what it came from in words."""
    if report is None:
        return source(otherwise, None, "", "")
    title = report.title or report.file_name
    return source(title, report.published_on, report.published_precision, report.source_url)


def published(report: Report | None) -> str | None:
    """As printed; None where the report is not held or prints nothing."""
    return as_printed(report.published_on, report.published_precision) if report else None
