"""Staff upload many reports at once and look at what waits to be read, in a browser."""

from collections.abc import Callable

import pytest

from tests import factories
from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tests.services.zip_files import zipped
from tracker.vocabulary import ReportStatus

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_table_tells_what_became_of_each_file(visit: Callable[[], Visitor], cast: Cast) -> None:
    staff = visit().sign_in(cast.editor)
    staff.goes_to("/reports/upload/many/")
    staff.check_page()
    archive = zipped(("1.txt", b"one"), ("again.txt", b"one")).read()
    staff.page.locator("input[type=file]").set_input_files(
        [
            {"name": "reports.zip", "mimeType": "application/zip", "buffer": archive},
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
        ]
    )
    staff.presses("Upload reports")
    staff.reads("1.txt", "Accepted", "Uploaded before", "The file is empty.")
    staff.goes_to("/jobs/")
    staff.reads("1.txt", "Waiting")


def test_a_report_that_failed_is_read_again(visit: Callable[[], Visitor], cast: Cast) -> None:
    report = factories.report(status=ReportStatus.FAILED, problem="The file is damaged.")
    staff = visit().sign_in(cast.editor)
    staff.goes_to("/jobs/")
    staff.reads("The file is damaged.", "Failed")
    staff.presses("Read again")
    staff.reads("waits to be read again")
    report.refresh_from_db()
    assert (report.status, report.problem) == (ReportStatus.UPLOADED, "")
