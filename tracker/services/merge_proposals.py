"""Which findings "as reported later" a machine thinks to be real ones, once their own report is here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from tracker.importing import match
from tracker.importing.match import Candidate, RankedLink
from tracker.models import Finding, FindingMerge, Inspection
from tracker.selectors.candidates import candidates_of
from tracker.vocabulary import ReportStatus, Wording

MOST_OF_ONE = 3  # proposed for one finding as reported: a person reads each


def propose(inspection: Inspection, *, now: datetime) -> int:
    """Propose merges among the force's findings; return how many. Twice is as once, and decisions stay.

    Whichever report came in last: the earlier one that words the findings, or the later that tells of them.
    """
    told = list(_as_reported(inspection))
    if not told:
        return 0
    known = list(_real(told))
    rows = [
        FindingMerge(
            reported_id=int(pair.later),
            original_id=int(pair.earlier),
            score=round(pair.score, 3),
            reasons=list(pair.reasons),
            created_at=now,
        )
        for pair in _likely(told, known)
    ]
    return len(FindingMerge.objects.bulk_create(rows, ignore_conflicts=True))


def _as_reported(inspection: Inspection) -> "Iterator[Finding]":
    rows = Finding.objects.standing().filter(force=inspection.force_id, wording=Wording.AS_REPORTED)
    yield from rows.select_related("question").prefetch_related("statements").order_by("pk")


def _real(told: Sequence[Finding]) -> "Iterator[Finding]":
    """The force's findings of those years in their own words, from reports of which all is decided."""
    is_decided = Q(report__isnull=True) | Q(report__status=ReportStatus.DECIDED)
    of_the_years = {finding.year for finding in told}
    rows = Finding.objects.filter(
        is_decided, force=told[0].force_id, year__in=of_the_years, wording=Wording.PUBLISHED
    )
    yield from rows.select_related("question").order_by("pk")


def _likely(told: Sequence[Finding], known: Sequence[Finding]) -> Iterator[RankedLink]:
    """The pairs worth a person's look, best first, and only the best few for one finding as reported."""
    seen: dict[int, set[int]] = defaultdict(set)
    for reported, original in FindingMerge.objects.filter(reported__in=told).values_list(
        "reported", "original"
    ):
        seen[reported].add(original)
    candidates = candidates_of(known)
    for links in match.rank_statements([_as_told(finding) for finding in told], candidates):
        likely = [link for link in links if link.proposed and int(link.earlier) not in seen[int(link.later)]]
        yield from likely[:MOST_OF_ONE]


def _as_told(finding: Finding) -> Candidate:
    """All that reports say of the finding, as one text to be ranked."""
    said = " … ".join(statement.quote for statement in finding.statements.all())
    question = finding.question.text if finding.question else None
    return Candidate(str(finding.pk), f"{finding.text} … {said}", finding.year, finding.kind, question)
