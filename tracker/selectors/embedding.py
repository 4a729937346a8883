"""Whether what was closed as verified is still embedded: when the force is asked, and what it has said."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from tracker.models import EmbeddingCheck, EmbeddingDecision, Finding, Inspection
from tracker.vocabulary import ClosureReason, Embedded

# Nobody is asked for longer: what nobody has answered in a year, the next inspection will see.
ASKED_FOR_DAYS = 365


def may_be_checked(finding: Finding) -> bool:
    """Only what HMICFRS saw to be done can be embedded; what was superseded is carried on elsewhere."""
    return finding.closure_reason == ClosureReason.VERIFIED


def due(*, on: date) -> "QuerySet[Any, Any]":
    """Findings of which the force is to say whether the improvement is still embedded; each with `asked_on`.

    So many days after closure as the force's own interval says, or else the programme's; after "not yet
    known" again after as many. An answer before the closure, one that was voided, does not count.
    """
    days = Coalesce("force__embedding_check_days", "inspection__programme__embedding_check_days")
    since = EmbeddingCheck.objects.filter(finding=OuterRef("pk"), made_at__gte=OuterRef("closed_at"))
    last = since.order_by("-made_at", "-pk")
    closed = Finding.objects.standing().public(on=on).filter(closure_reason=ClosureReason.VERIFIED)
    rows: QuerySet[Any, Any] = closed.annotate(
        said=Subquery(last.values("answer")[:1]), said_at=Subquery(last.values("made_at")[:1]), days=days
    )
    begun = Coalesce(TruncDate("said_at"), TruncDate("closed_at"))
    asked_on = ExpressionWrapper(begun + F("days"), output_field=DateField())
    rows = rows.filter(Q(said=Embedded.NOT_KNOWN) | Q(said__isnull=True), days__isnull=False)
    oldest = on - timedelta(days=ASKED_FOR_DAYS)
    asked: QuerySet[Any, Any] = rows.annotate(asked_on=asked_on)
    return asked.filter(asked_on__lte=on, asked_on__gt=oldest)


def undecided() -> "QuerySet[EmbeddingCheck]":
    """What a force calls no longer embedded and HMICFRS has not decided on. A later answer overtakes it."""
    decided = EmbeddingDecision.objects.filter(check_made=OuterRef("pk"))
    later = EmbeddingCheck.objects.filter(finding=OuterRef("finding"), pk__gt=OuterRef("pk"))
    rows = EmbeddingCheck.objects.filter(
        answer=Embedded.NO_LONGER,
        finding__closure_reason=ClosureReason.VERIFIED,
        finding__merged_into__isnull=True,
        finding__withdrawn_at__isnull=True,
    )
    return rows.filter(~Exists(decided), ~Exists(later))


def undecided_of(finding: Finding) -> EmbeddingCheck | None:
    """The answer of this finding that waits for HMICFRS, if one does."""
    return undecided().filter(finding=finding).select_related("finding__force", "made_by").first()


def checks_of(finding: Finding) -> Sequence[EmbeddingCheck]:
    """What the force has said, newest first, each with its evidence and HMICFRS's decision. Two queries."""
    rows = finding.embedding_checks.select_related("made_by", "decision__decided_by", "decision__successor")
    return list(rows.prefetch_related("evidence").order_by("-made_at", "-pk"))


def later_inspections(finding: Finding) -> "QuerySet[Inspection]":
    """The inspections of the force to which a new finding may belong: those of later years, newest first."""
    rows = Inspection.objects.filter(force=finding.force_id, year__gt=finding.year)
    return rows.select_related("force", "programme").order_by("-year", "programme__name", "pillar")
