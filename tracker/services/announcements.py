"""Telling that a report is published, on the day: its findings may have been decided long before."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Report
from tracker.services import audit
from tracker.vocabulary import ReportStatus

# A service that stood still catches up; of what was published earlier it tells nobody.
WINDOW = timedelta(days=7)


def announce_due(*, now: datetime) -> int:
    """Tell of each report whose publication day has come since it was decided, once. How many.

    Whatever is decided, or has its day entered, once it is published tells so itself. Safe to run twice at
    once: the report is locked.
    """
    ids = list(_due(now).values_list("pk", flat=True))
    return sum(_announce(pk, now) for pk in ids)


@transaction.atomic
def _announce(pk: int, now: datetime) -> bool:
    Report.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=pk)
    report = _due(now).select_related("inspection").defer("text").filter(pk=pk).first()
    if report is None:
        return False
    audit.record(EventKind.REPORT_PUBLISHED, by=None, now=now, report=report)
    return True


def _due(now: datetime) -> "QuerySet[Report]":
    today = timezone.localdate(now)
    decided: QuerySet[Any, Any] = Report.objects.filter(
        status=ReportStatus.DECIDED,
        replaces__isnull=True,
        inspection__public_from__gt=today - WINDOW,
        inspection__public_from__lte=today,
    )
    decided = decided.annotate(decided_on=TruncDate("decided_at"), public_from=F("inspection__public_from"))
    told = AuditEvent.objects.filter(report=OuterRef("pk")).annotate(on=TruncDate("at"))
    published = told.filter(kind=EventKind.REPORT_PUBLISHED)
    entered = told.filter(kind=EventKind.REPORT_PUBLISHED_ON_SET, on__gte=OuterRef("public_from"))
    due: QuerySet[Report] = decided.filter(
        ~Exists(published), ~Exists(entered), decided_on__lt=F("public_from")
    )
    return due.order_by("pk")
