"""How far the reading of a report has come, kept in its row for those who wait.

It is written while a worker reads, outside its transactions and only under its lease: no deed, so no audit
event, and when it fails to be true for a moment nobody has lost anything.
"""

from collections.abc import Iterable
from typing import Any

from tracker.importing.steps import Step
from tracker.jobs import ReadingStage
from tracker.models import Report
from tracker.vocabulary import ReportStatus

NONE: dict[str, Any] = {"stage": "", "page": None, "pages": None}


def forget(report: Report) -> Iterable[str]:
    """The report is not being read any more: put that into its row, and return the names of its fields."""
    for name, value in NONE.items():
        setattr(report, name, value)
    return NONE.keys()


def show_step(report: Report, step: Step) -> None:
    """Show what the reading child tells of itself."""
    show(report, ReadingStage(step.stage), page=step.page, pages=step.pages)


def show(report: Report, stage: ReadingStage, *, page: int | None = None, pages: int | None = None) -> None:
    """Show the stage, unless another worker has taken the report over since it was claimed."""
    ours = Report.objects.filter(pk=report.pk, status=ReportStatus.READING, lease_until=report.lease_until)
    ours.update(stage=stage, page=page, pages=pages)
