"""What a person's home page shows: their force's numbers, what waits for them, what waits for HMICFRS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, QuerySet

from tracker.models import Finding, FindingLink, Force, Report, Review, UpdateDraft
from tracker.models.findings import FindingQuerySet
from tracker.models.visibility import Person, member_of, reach_of
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.selectors.closures import offered
from tracker.selectors.merges import to_decide
from tracker.selectors.updates import own_drafts
from tracker.vocabulary import Decision, InspectorateStatus, ReportStatus, ReviewOutcome

DUE_SOON_DAYS = 30
MOST_SHOWN = 10
# Counts over all forces stop here, so that a home page costs the same whatever the register holds.
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class ForceNumbers:
    """How many findings of one force are open, and how many of these want attention."""

    force: Force
    open: int
    due_soon: int
    overdue: int
    awaiting_review: int
    silent: int
    interval: int | None


@dataclass(frozen=True)
class Queue:
    """What waits for HMICFRS: how many findings (`MOST_COUNTED` at most), and since when the oldest."""

    count: int
    oldest_at: datetime | None


def own_forces(user: Person) -> "QuerySet[Force]":
    """The forces whose workspace is this person's as a member of the force."""
    return Force.objects.filter(pk__in=member_of(user, Permission.SEE_WORKSPACE))


def member_forces(user: Person) -> "QuerySet[Force]":
    """The forces that the person has any role in: a policing body has one without the workspace."""
    bodies = member_of(user, Permission.RESPOND_56_DAYS)
    return Force.objects.filter(pk__in=bodies | member_of(user, Permission.SEE_WORKSPACE))


def numbers_of(force: Force, user: Person, *, today: date) -> ForceNumbers:
    """The force's numbers, with what it took over: each is the length of the list it leads to
    (`selectors.filters`)."""
    rows = Finding.objects.visible_to(user).filter(force__in=bodies_of(force.pk))
    return ForceNumbers(
        force=force,
        open=rows.open().count(),
        due_soon=rows.due_within(DUE_SOON_DAYS, on=today).count(),
        overdue=rows.overdue(on=today).count(),
        awaiting_review=rows.awaiting_review().count(),
        silent=rows.without_update_for_interval(on=today).count(),
        interval=_interval_of(force, rows),
    )


def _interval_of(force: Force, rows: FindingQuerySet) -> int | None:
    """The days between updates, where they are the same for all of the force's open findings."""
    if force.update_interval_days:
        return force.update_interval_days
    days = rows.open().order_by().values_list("inspection__programme__update_interval_days", flat=True)
    several = list(days.distinct()[:2])
    return several[0] if len(several) == 1 else None


def more_evidence_asked(user: Person) -> Sequence[Review]:
    """The latest review of each finding for which this person's force owes more evidence, oldest first.

    Only for those who send updates; `MOST_SHOWN` at most.
    """
    owed = (
        Finding.objects.visible_to(user)
        .within(reach_of(user, Permission.SUBMIT_UPDATE))
        .filter(inspectorate_status=InspectorateStatus.MORE_EVIDENCE_NEEDED)
    )
    latest = Review.objects.filter(finding__in=owed, outcome=ReviewOutcome.MORE_EVIDENCE)
    latest = latest.order_by("finding_id", "-reviewed_at", "-pk").distinct("finding_id")
    rows = Review.objects.filter(pk__in=latest.values("pk")).select_related("finding")
    return list(rows.order_by("reviewed_at", "pk")[:MOST_SHOWN])


def drafts_of(user: Person) -> Sequence[UpdateDraft]:
    """The person's unsent updates of findings that still take one, newest first, `MOST_SHOWN` at most."""
    return list(own_drafts(user).prefetch_related(None)[:MOST_SHOWN])


def review_queue(user: Person) -> Queue:
    """The findings whose update waits for an inspector, among those this person may review."""
    rows = Finding.objects.visible_to(user).within(reach_of(user, Permission.REVIEW)).awaiting_review()
    oldest = rows.aggregate(oldest=Min("last_update_at"))["oldest"]
    return Queue(count=rows.order_by()[:MOST_COUNTED].count(), oldest_at=oldest)


def merges_waiting(user: Person) -> int:
    """How many findings as reported may be real ones that are here (`MOST_COUNTED` at most)."""
    return to_decide(user).order_by()[:MOST_COUNTED].count()


def reports_waiting(user: Person) -> int:
    """How many reports have been read and wait for decisions (`MOST_COUNTED` at most)."""
    rows = Report.objects.visible_to(user).filter(status=ReportStatus.READ)
    return rows.order_by()[:MOST_COUNTED].count()


def links_waiting(user: Person) -> int:
    """How many proposed links wait for a decision (`MOST_COUNTED` at most)."""
    rows = FindingLink.objects.visible_to(user).filter(status=Decision.PROPOSED)
    return rows.order_by()[:MOST_COUNTED].count()


def closures_offered(user: Person) -> int:
    """How many findings this person may close as offered (`MOST_COUNTED` at most)."""
    return offered(user).order_by()[:MOST_COUNTED].count()
