"""What runs in the background: which reports, files and mails wait, run, are stuck or were given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from tracker.event_vocabulary import EventKind
from tracker.jobs import MAILING_LEASE, READING_LEASE, SCANNING_LEASE
from tracker.models import AuditEvent, Digest, Evidence, EvidenceUse, Notification, Report, Reread
from tracker.models.visibility import Person
from tracker.vocabulary import FileState, JobState, MailState, ReportStatus, RereadStatus

LONGEST_WAIT = timedelta(minutes=10)  # the sweeps ring every half minute: after this, nobody is listening
MOST_SHOWN = 50
URGENT_FIRST = Case(*(When(job_state=state, then=Value(place)) for place, state in enumerate(JobState)))
AT_WORK = [ReportStatus.UPLOADED, ReportStatus.READING, ReportStatus.FAILED, ReportStatus.NEEDS_PERSON]
TURNS = [EventKind.REPORT_UPLOADED, EventKind.REPORT_RETRIED, EventKind.REPORT_FAILED]

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Jobs(Generic[Row]):
    """How many there are in each state, and the first of them, those that need a person before the others.

    Each row carries `job_state` and `job_since`, when it came into that state.
    """

    counts: dict[JobState, int]
    rows: Sequence[Row]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def reading(user: Person, *, now: datetime) -> Jobs[Report]:
    """Reports that are not read yet, or could not be, in two queries."""
    rows = Report.objects.visible_to(user).filter(status__in=AT_WORK)
    rows = rows.annotate(job_since=_report_since()).annotate(job_state=_report_state(now))
    shown = rows.select_related("uploaded_by").defer("text", "warnings")
    return _jobs(rows, shown)


def _report_since() -> Coalesce:
    """When it was taken by a worker, given up, sent to be read again, or uploaded: whichever came last."""
    turns = AuditEvent.objects.filter(report=OuterRef("pk"), kind__in=TURNS).order_by("-pk").values("at")
    taken = F("lease_until") - READING_LEASE
    return Coalesce(taken, Subquery(turns[:1]), F("uploaded_at"), output_field=DateTimeField())


def _report_state(now: datetime) -> Case:
    return Case(
        When(lease_until__lt=now, then=Value(JobState.STUCK)),
        When(status=ReportStatus.READING, then=Value(JobState.RUNNING)),
        When(status=ReportStatus.UPLOADED, job_since__lt=now - LONGEST_WAIT, then=Value(JobState.STUCK)),
        When(status=ReportStatus.UPLOADED, then=Value(JobState.WAITING)),
        default=Value(JobState.FAILED),
    )


def reading_again(user: Person, *, now: datetime) -> Jobs[Reread]:
    """Second readings that are not done yet, or failed and were not asked for anew since, in two queries."""
    later = Reread.objects.filter(report=OuterRef("report"), pk__gt=OuterRef("pk"))
    failed = Q(status=RereadStatus.FAILED) & ~Exists(later)
    rows = Reread.objects.visible_to(user).filter(
        Q(status__in=[RereadStatus.WAITING, RereadStatus.READING]) | failed
    )
    rows = rows.annotate(job_since=_reread_since()).annotate(job_state=_reread_state(now))
    shown = rows.select_related("asked_by", "report").defer("items", "report__text", "report__warnings")
    return _jobs(rows, shown)


def _reread_since() -> Coalesce:
    """When it was taken by a worker, given up, or asked for: whichever came last."""
    return Coalesce(
        F("lease_until") - READING_LEASE, F("read_at"), F("asked_at"), output_field=DateTimeField()
    )


def _reread_state(now: datetime) -> Case:
    return Case(
        When(lease_until__lt=now, then=Value(JobState.STUCK)),
        When(status=RereadStatus.READING, then=Value(JobState.RUNNING)),
        When(status=RereadStatus.FAILED, then=Value(JobState.FAILED)),
        When(job_since__lt=now - LONGEST_WAIT, then=Value(JobState.STUCK)),
        default=Value(JobState.WAITING),
    )


def scanning(user: Person, *, now: datetime) -> Jobs[Evidence]:
    """Files that have not passed the virus scanner yet, or on which it gave no verdict, in two queries.

    Each row carries `reference`, of a finding that uses it.
    """
    # Those kept without a scanner wait only where there is one; `clean` and `rejected` are no jobs any more.
    states = [FileState.RECEIVED, FileState.SCANNING, FileState.FAILED]
    states += [FileState.NOT_SCANNED] if settings.CLAMD_URL else []
    rows = Evidence.objects.visible_to(user).filter(state__in=states)
    rows = rows.annotate(job_since=_file_since()).annotate(job_state=_file_state(now))
    used = EvidenceUse.objects.filter(evidence=OuterRef("pk")).order_by("pk").values("finding__reference")
    return _jobs(rows, rows.select_related("force", "added_by").annotate(reference=Subquery(used[:1])))


def _file_since() -> Coalesce:
    """When it was taken by a worker, sent to be scanned again, or added: whichever came last."""
    turns = AuditEvent.objects.filter(evidence=OuterRef("pk"), kind=EventKind.EVIDENCE_RESCANNED)
    taken = F("lease_until") - SCANNING_LEASE
    again = Subquery(turns.order_by("-pk").values("at")[:1])
    return Coalesce(taken, again, F("added_at"), output_field=DateTimeField())


def _file_state(now: datetime) -> Case:
    return Case(
        When(state=FileState.FAILED, then=Value(JobState.FAILED)),
        When(lease_until__lt=now, then=Value(JobState.STUCK)),
        When(state=FileState.SCANNING, then=Value(JobState.RUNNING)),
        When(job_since__lt=now - LONGEST_WAIT, then=Value(JobState.STUCK)),
        default=Value(JobState.WAITING),
    )


def mailing(*, now: datetime) -> Jobs[Notification]:
    """Mails that did not go out yet, or were given up, in two queries."""
    rows = _not_gone_out(Notification.objects.all(), now)
    return _jobs(rows, rows.select_related("recipient", "event__finding", "event__force"))


def digesting(*, now: datetime) -> Jobs[Digest]:
    """Digests that did not go out yet, or were given up, in two queries."""
    rows = _not_gone_out(Digest.objects.all(), now)
    return _jobs(rows, rows.select_related("person"))


def _not_gone_out(rows: "QuerySet[Row]", now: datetime) -> "QuerySet[Row]":
    # Spelt with "or", so that each half finds its own index.
    waiting: Any = rows.filter(Q(mail_state=MailState.UNSENT) | Q(mail_state=MailState.FAILED))
    found: QuerySet[Row] = waiting.annotate(job_since=_mail_since(now)).annotate(job_state=_mail_state(now))
    return found


def _mail_since(now: datetime) -> Case:
    """When it was last tried, where that is known; else when it was written."""
    held = When(lease_until__gte=now, then=F("lease_until") - MAILING_LEASE)
    return Case(held, default=Coalesce(F("lease_until"), F("created_at")), output_field=DateTimeField())


def _mail_state(now: datetime) -> Case:
    """The end of a lease is no sign of harm: after a try that failed it runs on, to spare the mail server."""
    return Case(
        When(mail_state=MailState.FAILED, then=Value(JobState.FAILED)),
        When(lease_until__gte=now, then=Value(JobState.RUNNING)),
        When(job_since__lt=now - LONGEST_WAIT, then=Value(JobState.STUCK)),
        default=Value(JobState.WAITING),
    )


def _jobs(rows: "QuerySet[Row]", shown: "QuerySet[Row]") -> Jobs[Row]:
    counted = dict(rows.order_by().values_list("job_state").annotate(Count("pk", distinct=True)))
    counts = {state: counted.get(state.value, 0) for state in JobState}
    return Jobs(counts, list(shown.order_by(URGENT_FIRST, "pk")[:MOST_SHOWN]))
