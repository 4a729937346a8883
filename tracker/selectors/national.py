"""National recommendations: how far they are, in total and force by force."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Q, QuerySet, TextChoices

from tracker.models import Finding, NationalRecommendation
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.vocabulary import ForceStatus, InspectorateStatus, Verdict

Word = TypeVar("Word", bound=TextChoices)
STANDING = Q(findings__withdrawn_at__isnull=True)
CLOSED = STANDING & Q(findings__inspectorate_status=InspectorateStatus.CLOSED)


@dataclass(frozen=True)
class ForceStanding:
    """One force's finding; `is_own`: its workspace is this person's to see."""

    finding: Finding
    is_own: bool


@dataclass(frozen=True)
class Standing:
    """Where a recommendation stands. `force_says` counts only the forces whose workspace the person sees."""

    rows: Sequence[ForceStanding]
    closed: int
    verdicts: Mapping[Verdict, int]
    force_says: Mapping[ForceStatus, int]

    @property
    def total(self) -> int:
        return len(self.rows)


def recommendations(user: Person) -> "QuerySet[NationalRecommendation]":
    """Those the person may see, newest first, each with how many forces it is addressed to (`total`) and how
    many of their findings are `closed`."""
    rows = NationalRecommendation.objects.visible_to(user).select_related("programme")
    rows = rows.annotate(total=Count("findings", filter=STANDING), closed=Count("findings", filter=CLOSED))
    return rows.order_by("-year", "-pk")


def national_of(finding: Finding, user: Person) -> NationalRecommendation | None:
    """The recommendation that the finding is part of, as in `recommendations`. At most one query."""
    return recommendations(user).filter(pk=finding.national_id).first() if finding.national_id else None


def standing_of(national: NationalRecommendation, user: Person) -> Standing:
    """Force by force, by name. One query."""
    reach = reach_of(user, Permission.SEE_WORKSPACE)
    findings = Finding.objects.visible_to(user).filter(national=national).select_related("force")
    rows = [ForceStanding(row, reach.covers(row.force_id)) for row in findings.order_by("force__name", "pk")]
    return Standing(
        rows=rows,
        closed=sum(row.finding.is_closed for row in rows),
        verdicts=_counted(Verdict, (row.finding.verdict for row in rows)),
        force_says=_counted(ForceStatus, (row.finding.force_status for row in rows if row.is_own)),
    )


def _counted(words: type[Word], values: Iterable[str]) -> dict[Word, int]:
    """In the order of the vocabulary; what does not occur is left out."""
    counts = Counter(values)
    return {word: counts[word.value] for word in words if counts[word.value]}
