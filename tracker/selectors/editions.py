"""A corrected edition's page: which reports it may replace, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tracker.models import EditionDifference, Report
from tracker.selectors.corrections import Change, change_of
from tracker.vocabulary import Decision, ProposalKind, ReportStatus


@dataclass(frozen=True)
class Shown:
    """One difference, with its changes in words that a person reads."""

    row: EditionDifference

    @property
    def title(self) -> str:
        values = self.row.before.values
        return str(values.get("text") or values.get("question") or values.get("name") or "Overall judgment")

    @property
    def changes(self) -> list[Change]:
        return [change_of(each["field"], each["before"], each["after"]) for each in self.row.changes]

    @property
    def shows_title(self) -> bool:
        """Whether the changes do not hold the item's own words already."""
        return not any(change.field == "text" for change in self.changes)


@dataclass(frozen=True)
class Edition:
    differences: Sequence[Shown]
    undecided: int
    new: int
    taken: int  # differences that what stands follows already


def may_replace(report: Report) -> "QuerySet[Report]":
    """The reports of the same inspection that this one may correct; none once it is marked."""
    if report.inspection_id is None or report.replaces_id:
        return Report.objects.none()
    rows = Report.objects.filter(inspection=report.inspection_id, replaced_by=None).exclude(pk=report.pk)
    return rows.filter(status=ReportStatus.DECIDED, pk__lt=report.pk).order_by("-pk")


def edition_of(report: Report) -> Edition | None:
    """What differs from the edition before, what is to be decided first; None for what is no edition."""
    if report.replaces_id is None:
        return None
    rows = list(differences_of(report))
    new = report.proposals.undecided().exclude(kind=ProposalKind.INSPECTION).filter(difference=None).count()
    waiting = [row for row in rows if row.status == Decision.PROPOSED]
    shown = waiting + [row for row in rows if row.status != Decision.PROPOSED]
    taken = sum(row.status == Decision.CONFIRMED for row in rows)
    return Edition([Shown(row) for row in shown], len(waiting), new, taken)


def differences_of(report: Report) -> "QuerySet[EditionDifference]":
    rows = report.differences.select_related("before__finding", "before__statement__finding", "decided_by")
    return rows.order_by("pk")


def later_edition(report: Report) -> Report | None:
    return Report.objects.filter(replaces=report).first()
