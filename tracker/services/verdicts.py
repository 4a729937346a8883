"""Verdicts: what a report says became of a finding. One counts from the day its report is published."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, Statement
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.roles import Permission
from tracker.services import audit
from tracker.services.guards import lock_finding

COUNTED_AT_ONCE = 200


@transaction.atomic
def record(*, statement: Statement, by: User, now: datetime) -> None:
    """Take a confirmed statement about its finding into account, unless its report is still embargoed.

    Of an embargoed report nothing may show on a finding that is public already: `record_due` counts its
    statements from the publication day. Raises NotAllowed.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=statement.force_id)
    if is_public(statement, now=now):
        _count(statement, by, now)


def is_public(statement: Statement, *, now: datetime) -> bool:
    """Whether the statement's report is published on that day."""
    return statement.public_from is not None and statement.public_from <= timezone.localdate(now)


def record_due(*, now: datetime) -> int:
    """Count the statements whose publication day has come; return how many. Safe to run twice at once."""
    due = Statement.objects.filter(finding__isnull=False, counted_at__isnull=True)
    rows = due.public(on=timezone.localdate(now)).order_by("pk").values_list("pk", flat=True)
    ids = list(rows[:COUNTED_AT_ONCE])
    for pk in ids:
        with transaction.atomic():
            statement = Statement.objects.select_for_update(of=("self",)).get(pk=pk)
            if statement.counted_at is None:
                _count(statement, statement.confirmed_by, now)
    return len(ids)


def _count(statement: Statement, by: User, now: datetime) -> None:
    """The latest report year counts; within it an explicit statement before an implicit one before a summary,
    so the order in which statements are confirmed makes no difference. A rule, or a remark on another report,
    settles nothing.
    """
    assert statement.finding is not None  # noqa: S101  callers count statements about a finding only
    finding = statement.finding = lock_finding(statement.finding)
    statement.counted_at = now
    statement.save(update_fields=["counted_at"])
    standing = _standing(finding)
    if standing:
        _save(finding, standing.verdict, standing.year)
    audit.record(
        EventKind.VERDICT_RECORDED,
        by=by,
        now=now,
        finding=finding,
        report=statement.report,
        statement_id=statement.pk,
        verdict=statement.verdict,
        year=statement.year,
        stands=finding.verdict,
    )


def recount(finding: Finding) -> None:
    """Take the finding's verdict from the statements about it now. Call it under the finding's lock."""
    standing = _standing(finding)
    _save(finding, standing.verdict if standing else "", standing.year if standing else None)


def _standing(finding: Finding) -> Statement | None:
    counted = finding.statements.filter(counted_at__isnull=False).annotate(rank=RANK_OF_STRENGTH)
    return counted.filter(rank__gt=0).order_by("-year", "-rank", "-pk").first()


def _save(finding: Finding, verdict: str, year: int | None) -> None:
    finding.verdict, finding.verdict_year = verdict, year
    finding.version += 1  # the row is locked, so counting here cannot lose a change
    finding.save(update_fields=["verdict", "verdict_year", "version"])
