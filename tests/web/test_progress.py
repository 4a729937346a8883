"""The page of a report that is being read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.vocabulary import ReportStatus

NEXT = "This report is the next to be read."


@pytest.fixture
def waiting():
    return factories.report(status=ReportStatus.UPLOADED)


def test_the_page_says_how_far_it_is_with_and_without_scripts(get, cast, waiting):
    page = get(cast.editor, reverse("report-detail", args=[waiting.pk])).content.decode()
    assert NEXT in page
    assert "Check again" in page
    assert f'data-progress="{reverse("report-progress", args=[waiting.pk])}"' in page
    assert "js/progress.js" in page


def test_nothing_is_asked_for_once_it_is_over(get, cast):
    report = factories.report(status=ReportStatus.FAILED, problem="The file is damaged.")
    page = get(cast.editor, reverse("report-detail", args=[report.pk])).content.decode()
    assert "js/progress.js" not in page
    assert "data-progress" not in page


def test_the_script_is_told_how_far_it_is(get, cast, waiting):
    address = reverse("report-progress", args=[waiting.pk])
    assert get(cast.editor, address).json() == {"words": NEXT, "is_over": False}
    type(waiting).objects.update(status=ReportStatus.READ)
    assert get(cast.editor, address).json()["is_over"] is True


def test_the_page_being_read_is_told_with_and_without_scripts(get, cast):
    in_a_minute = timezone.now() + timedelta(minutes=1)
    report = factories.report(
        status=ReportStatus.READING, lease_until=in_a_minute, stage="pages", page=12, pages=31
    )
    page = get(cast.editor, reverse("report-detail", args=[report.pk])).content.decode()
    told = get(cast.editor, reverse("report-progress", args=[report.pk])).json()
    assert "Reading page 12 of 31." in page
    assert told["words"].startswith("Reading page 12 of 31.")
    assert "Reading page 12 of 31" in get(cast.editor, reverse("job-list")).content.decode()


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator"])
def test_others_learn_nothing_of_it(get, cast, waiting, who):
    assert get(getattr(cast, who), reverse("report-progress", args=[waiting.pk])).status_code == 404
