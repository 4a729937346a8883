"""How pages word and colour the facts of a finding: `{% load findings %}`.

One colour for one word everywhere, and never the colour alone: each tag shows its word, too.
"""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from govuk.dates import date_text
from tracker import access
from tracker.models import Finding, FindingLink, Report
from tracker.models.visibility import Person
from tracker.selectors.ages import Age, months_between, open_for
from tracker.selectors.bodies import name_then
from tracker.vocabulary import ClosureReason, DatePrecision, ForceStatus, InspectorateStatus, Verdict
from tracker.web.differences import Difference, difference

register = template.Library()

# Wording is kept on one line; a list in it has its bullets still.
ITEM_BEGINS = re.compile(r"(?<=[:;])((?:\s+(?:and|or))?)\s+(?=[-•] )")

COLOURS: dict[str, str] = {
    ForceStatus.NOT_STARTED: "grey",
    ForceStatus.ON_TRACK: "green",
    ForceStatus.AT_RISK: "yellow",
    ForceStatus.OFF_TRACK: "red",
    ForceStatus.WAITING: "purple",
    ForceStatus.COMPLETE: "teal",
    InspectorateStatus.OPEN: "blue",
    InspectorateStatus.UNDER_REVIEW: "yellow",
    InspectorateStatus.MORE_EVIDENCE_NEEDED: "orange",
    InspectorateStatus.CLOSED: "grey",
    Verdict.RESOLVED: "green",
    Verdict.IMPROVED: "teal",
    Verdict.NOT_IMPROVED: "orange",
    Verdict.WORSE: "red",
    Verdict.NOT_REINSPECTED: "grey",
    Verdict.UNCLEAR: "grey",
}

Tag = dict[str, str]


def force_says(status: str) -> Tag:
    """The tag of a force status; of a finding's or of an update's."""
    return {"says": "Force says", "label": ForceStatus(status).label, "colour": COLOURS[status]}


def hmicfrs_says(finding: Finding, user: Person) -> Tag:
    """The tag of the inspectorate status as this person may know it; a closure with its reason."""
    status = access.inspectorate_status_for(user, finding)
    label = status.label
    if finding.is_closed:
        label = f"{label}: {ClosureReason(finding.closure_reason).label.lower()}"
    return {"says": "HMICFRS says", "label": label, "colour": COLOURS[status]}


def verdict_tag(verdict: str) -> Tag:
    return {"says": "", "label": Verdict(verdict).label, "colour": COLOURS[verdict]}


@register.inclusion_tag("components/status_tag.html", name="force_says")
def show_force_says(status: str, says: str = "Force says") -> Tag:
    """`{% force_says update.force_status %}`: only on pages of the workspace."""
    return force_says(status) | {"says": says}


@register.inclusion_tag("components/status_tag.html", name="hmicfrs_says", takes_context=True)
def show_hmicfrs_says(context: template.RequestContext, finding: Finding, says: str = "HMICFRS says") -> Tag:
    return hmicfrs_says(finding, context["request"].user) | {"says": says}


@register.inclusion_tag("components/status_tag.html", name="verdict")
def show_verdict(verdict: str, says: str = "") -> Tag:
    return verdict_tag(verdict) | {"says": says}


@register.filter
def force_then(finding: Finding) -> str:
    """The force's name when it was published: "Old Name, now New Name" where it has changed since."""
    return name_then(finding.force, finding.public_from)


@register.filter
def published_text(report: Report | None) -> str:
    """ "22 March 2018", "March 2018" or "2018": as much as the report prints; "" where it prints nothing."""
    if report is None or report.published_on is None:
        return ""
    layouts = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}
    return date_format(report.published_on, layouts[DatePrecision(report.published_precision)])


@register.filter
def day_written(written: str | None) -> str:
    """A day that JSON holds, "2018-07-01", as "1 July 2018"; "" for none."""
    return date_text(date.fromisoformat(written)) if written else ""


@register.filter
def days_since(moment: datetime | date) -> str:
    """ "today", "1 day" or "12 days"."""
    then = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    days = (timezone.localdate() - then).days
    return "less than a day" if days < 1 else counted(days, "day")


@register.simple_tag
def person(user: Any, capacities: dict[int, str]) -> str:
    """ "Rina Patel, Inspector, HMICFRS"; "" for nobody."""
    if user is None:
        return ""
    capacity = capacities.get(user.pk, "")
    return f"{user.name}, {capacity}" if capacity else user.name


@register.simple_tag
def wording_change(link: FindingLink) -> Difference:
    """Both wordings with the changed words marked; have both findings loaded."""
    return difference(link.predecessor.text, link.successor.text)


@register.simple_tag
def time_open(finding: Finding) -> str:
    """ "open for 1 year 3 months", "closed after 2 years"; "" where its publication is not known."""
    age = open_for(finding, on=timezone.localdate())
    if age is None:
        return ""
    return f"closed after {age_text(age)}" if finding.is_closed else f"open for {age_text(age)}"


@register.inclusion_tag("components/status_tag.html", takes_context=True)
def force_says_if_seen(context: template.RequestContext, finding: Finding) -> Tag:
    """The force's status where the finding's workspace is this person's to see; else nothing."""
    if not access.sees_workspace(context["request"].user, finding):
        return {}
    return force_says(finding.force_status)


def age_text(age: Age) -> str:
    """ "5 years 2 months"; "about 5 years" where no more than the year is known."""
    if age.is_rough:
        return f"about {counted(age.months // 12, 'year')}" if age.months >= 12 else "less than 2 years"
    return _months_text(age.months)


def span_text(earlier: date, later: date) -> str:
    """ "1 year 3 months": whole months between two days; "less than a month" below one."""
    return _months_text(months_between(earlier, later))


def _months_text(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = [counted(number, unit) for number, unit in ((years, "year"), (rest, "month")) if number]
    return " ".join(parts) or "less than a month"


def counted(number: int, noun: str) -> str:
    """ "1 year", "2 years"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@register.filter
def items_apart(wording: str) -> str:
    """The wording with each item of a list in it on a line of its own."""
    return ITEM_BEGINS.sub(r"\1\n", wording)
