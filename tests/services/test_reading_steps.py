"""How far the reading of a report is, shown in its row while a worker reads it, and only then."""

import pytest
from django.db import IntegrityError

from tests import factories
from tests.factories import NOW
from tests.services.report_files import extract, read_report
from tracker.importing import sandbox
from tracker.importing.problems import UnreadableReport
from tracker.importing.steps import Stage, Step
from tracker.jobs import ReadingStage
from tracker.models import Report
from tracker.services import reading_steps, reports
from tracker.vocabulary import ReportStatus

pytestmark = pytest.mark.django_db


def test_it_is_shown_how_far_the_reading_is_and_no_more_once_it_is_over(cast, monkeypatch):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    read, shown = sandbox.read, []

    def in_steps(data, file_name, *, tell):
        for step in (Step(Stage.PAGES, 12, 31), Step(Stage.ITEMS)):
            tell(step)
            report.refresh_from_db()
            shown.append((report.stage, report.page, report.pages))
        return read(data, file_name)

    monkeypatch.setattr(sandbox, "read", in_steps)
    assert reports.read(report_id=report.pk, now=NOW) is True
    report.refresh_from_db()
    assert shown == [("pages", 12, 31), ("items", None, None)]
    assert (report.status, report.stage, report.page) == (ReportStatus.READ, "", None)


def test_a_worker_that_lost_its_lease_shows_nothing(cast):
    lost = factories.report(status=ReportStatus.READING, lease_until=NOW)
    Report.objects.filter(pk=lost.pk).update(lease_until=NOW + reports.LEASE)
    reading_steps.show(lost, ReadingStage.COMPARING)
    lost.refresh_from_db()
    assert lost.stage == ""


def test_a_report_that_failed_half_way_is_at_no_stage(cast, monkeypatch):
    def stopped(data, file_name, *, tell):
        tell(Step(Stage.PAGES, 12, 31))
        raise UnreadableReport("Reading took too long and was stopped.")

    monkeypatch.setattr(sandbox, "read", stopped)
    report = read_report(cast.editor)
    assert (report.status, report.stage, report.pages) == (ReportStatus.FAILED, "", None)


@pytest.mark.parametrize(
    "stage",
    [
        {"stage": "pages"},
        {"stage": "pages", "page": 0, "pages": 3},
        {"stage": "pages", "page": 4, "pages": 3},
        {"stage": "items", "page": 1, "pages": 3},
        {"status": ReportStatus.UPLOADED, "lease_until": None, "stage": "items"},
    ],
)
def test_no_row_is_at_an_impossible_stage(cast, stage):
    report = factories.report(status=ReportStatus.READING, lease_until=NOW)
    with pytest.raises(IntegrityError, match=r"report_stage_only_while_reading|report_page_of_pages"):
        Report.objects.filter(pk=report.pk).update(**stage)
