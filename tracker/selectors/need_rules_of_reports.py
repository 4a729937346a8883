"""The rules of reminders that are about a report as a whole: before its publication, and the answer to it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Min

from tracker.models import FactualCheck, FactualRemark
from tracker.reminder_vocabulary import ReminderRule
from tracker.selectors.duties import RunningClock, running_clocks
from tracker.selectors.matters import Forces, Matter, day_of, repeated, stage
from tracker.vocabulary import RemarkOutcome

DUTY_AHEAD = (28, 14, 7, 1)  # days before the last of the 56
# Once the 56 days have ended so long ago, the missing response is no news: the report's page tells of it.
DUTY_OVERRUN = 56
REMARK_DAYS = 7  # a remark that waits is reminded of again after so many days


def factual_checks(on: date, forces: Forces) -> Iterator[Matter]:
    """Until the last day for remarks."""
    rows = FactualCheck.objects.open(on=on).filter(remarks_by__gte=on)
    rows = rows if forces is None else rows.filter(force__in=forces)
    columns = ("pk", "force_id", "remarks_by", "invited_at")
    for pk, force_id, last_day, invited_at in rows.values_list(*columns):
        day = stage(last_day, on=on, since=day_of(invited_at))
        yield Matter(ReminderRule.FACTUAL_CHECK, force_id, day, last_day, check_id=pk)


def remarks(on: date, forces: Forces) -> Iterator[Matter]:
    """Remarks that HMICFRS has not answered, a matter for each check, from the first of them on."""
    rows = FactualRemark.objects.open(on=on).filter(outcome=RemarkOutcome.WAITING).order_by()
    rows = rows if forces is None else rows.filter(factual_check__force__in=forces)
    waiting = rows.values_list("factual_check", "factual_check__force").annotate(first=Min("made_at"))
    for check_id, force_id, first in waiting:
        day = repeated(day_of(first), REMARK_DAYS, on=on)
        yield Matter(ReminderRule.REMARK, force_id, day, check_id=check_id)


def duties(on: date, forces: Forces) -> Iterator[Matter]:
    """A report that the local policing body has 56 days to answer, until a published response is recorded."""
    for clock in running_clocks(on=on, overrun=DUTY_OVERRUN, forces=forces):
        if not clock.is_answered:
            yield _of_a_clock(ReminderRule.DUTY, clock, on)


def comments(on: date, forces: Forces) -> Iterator[Matter]:
    """A report without the chief officer’s comments, until the 56 days end or a response is published."""
    for clock in running_clocks(on=on, forces=forces):
        if not clock.is_answered and not clock.is_commented:
            yield _of_a_clock(ReminderRule.COMMENTS, clock, on)


def _of_a_clock(rule: ReminderRule, clock: RunningClock, on: date) -> Matter:
    day = stage(clock.last_day, on=on, since=clock.first_day, ahead=DUTY_AHEAD)
    return Matter(rule, clock.force.pk, day, clock.last_day, report_id=clock.report.pk)
