"""Dates and times as GOV.UK style writes them. Source: GOV.UK style guide, "Dates" and "Times"."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format

NAMED_TIMES = {time(0): "midnight", time(12): "midday"}


def date_text(day: date | None) -> str:
    """'21 November 2026', in the site's time zone for a moment in time; empty for None."""
    if day is None:
        return ""
    return date_format(_local(day) if isinstance(day, datetime) else day, "j F Y")


def time_text(moment: datetime) -> str:
    """'5:30pm', '10am', 'midday'."""
    local = _local(moment).time().replace(second=0, microsecond=0)
    minutes = f":{local:%M}" if local.minute else ""
    hour = local.hour % 12 or 12
    return NAMED_TIMES.get(local) or f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment_text(moment: datetime | date | None) -> str:
    """'21 November 2026 at 5:30pm'; a plain date stays one, as a time must not be made up."""
    if isinstance(moment, datetime):
        return f"{date_text(moment)} at {time_text(moment)}"
    return date_text(moment)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
