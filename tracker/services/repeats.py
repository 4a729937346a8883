"""Silent repeats: a new finding like an earlier one of the force, though the report does not say so.

A machine proposes the link, with its reasons; a person decides it (`links.decide`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from tracker import jobs
from tracker.event_vocabulary import EventKind
from tracker.importing import match
from tracker.importing.match import RankedLink
from tracker.models import Finding, FindingLink, Inspection, Report
from tracker.selectors.candidates import candidates_of
from tracker.selectors.reports import earlier_findings
from tracker.services import audit, merge_proposals
from tracker.vocabulary import LinkRelation, ReportStatus, Wording

MOST_OF_ONE = 3  # proposed for one new finding: a person reads each
SWEPT_AT_ONCE = 20


@transaction.atomic
def propose(*, report_id: int, now: datetime) -> bool:
    """Hold a decided report's findings against the force's earlier ones, and propose the links not told of.

    The row is the queue. False: it does not wait to be compared, or another worker is at it. Comparing again
    proposes nothing twice, and leaves what a person decided. Later reports of the force that were compared
    before wait again, so that the order in which reports come in makes no difference.
    """
    waiting = Report.objects.select_for_update(of=("self",), skip_locked=True).waiting_to_be_compared()
    report = waiting.select_related("inspection", "uploaded_by").filter(pk=report_id).first()
    if report is None:
        return False
    links = _propose(report, report.inspection, now) if report.inspection else []
    merges = merge_proposals.propose(report.inspection, now=now) if report.inspection else 0
    report.compared_at = now
    report.save(update_fields=["compared_at"])
    by = report.uploaded_by  # nobody acts here: as in reading it, the one who sent it in is named
    audit.record(EventKind.REPORT_COMPARED, by=by, now=now, report=report, proposed=len(links), merges=merges)
    return True


def sweep() -> int:
    """Ring again for decided reports that nobody has compared; return how many."""
    waiting = Report.objects.waiting_to_be_compared().values_list("pk", flat=True)[:SWEPT_AT_ONCE]
    for report_id in waiting:
        jobs.enqueue(jobs.COMPARE_REPORT, report_id=report_id)
    return len(waiting)


def _propose(report: Report, inspection: Inspection, now: datetime) -> Sequence[FindingLink]:
    new = Finding.objects.filter(report=report, inspection=inspection, wording=Wording.PUBLISHED)
    later = list(new.select_related("question").order_by("pk"))
    links = [
        FindingLink(
            predecessor_id=int(pair.earlier),
            successor_id=int(pair.later),
            relation=LinkRelation(pair.relation),
            score=round(pair.score, 3),
            reasons=list(pair.reasons),
            created_at=now,
        )
        for pair in _likely(inspection, list(_not_told_of(inspection)), later)
    ]
    _compare_again(inspection)
    # A pair that is linked already, proposed or decided, stays as it is.
    return FindingLink.objects.bulk_create(links, ignore_conflicts=True)


def _not_told_of(inspection: Inspection) -> "QuerySet[Finding]":
    """Earlier findings of which the inspection's report says nothing. The latest of a chain stands for it."""
    confirmed = FindingLink.objects.confirmed().exclude(relation=LinkRelation.RELATED)
    taken_up = confirmed.filter(successor__year__lt=inspection.year)
    told_of = Q(statements__report__inspection=inspection) | Q(pk__in=taken_up.values("predecessor"))
    rows = earlier_findings(inspection.force_id, inspection.year)
    return rows.exclude(pk__in=Finding.objects.filter(told_of).values("pk"))


def _likely(
    inspection: Inspection, earlier: Sequence[Finding], later: Sequence[Finding]
) -> Iterator[RankedLink]:
    """The pairs worth a person's look, best first, and only the best few of one new finding."""
    linked = set(FindingLink.objects.filter(successor__in=later).values_list("predecessor", "successor"))
    of_one: Counter[str] = Counter()
    old = candidates_of(earlier, asked_in=inspection.programme)
    for pair in match.rank(old, candidates_of(later)):
        is_new = (int(pair.earlier), int(pair.later)) not in linked
        if pair.proposed and is_new and of_one[pair.later] < MOST_OF_ONE:
            of_one[pair.later] += 1
            yield pair


def _compare_again(inspection: Inspection) -> None:
    """An earlier report that comes in late may hold what a later one repeats."""
    later = Report.objects.filter(
        status=ReportStatus.DECIDED,
        inspection__force=inspection.force_id,
        inspection__year__gt=inspection.year,
    )
    later.update(compared_at=None)
