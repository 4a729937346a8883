"""Staff upload a report, see its text beside what was read out of it, and decide it, in a browser."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator

from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tracker.models import FindingLink, Report
from tracker.services import reference, reports

pytestmark = pytest.mark.django_db(transaction=True)
EXTRACT = Path(str(resources.files("tracker.management.demo"))) / "cleveland-2017-extract.txt"


@pytest.fixture
def staff(visit: Callable[[], Visitor], cast: Cast) -> Visitor:
    reference.load()
    return visit().sign_in(cast.inspector)


def upload(staff: Visitor) -> Report:
    staff.goes_to("/reports/upload/")
    staff.check_page()
    staff.page.locator("input[type=file]").set_input_files(EXTRACT)
    staff.page.locator("main form button").first.click()
    staff.reads(EXTRACT.name)
    return Report.objects.get()


def card(staff: Visitor, *words: str) -> Locator:
    """The one proposal that holds all the words."""
    cards = staff.page.locator("article")
    for word in words:
        cards = cards.filter(has_text=word)
    return cards


def test_upload_read_and_confirm_the_chain(staff: Visitor) -> None:
    report = upload(staff)
    reports.read(report_id=report.pk, now=timezone.now())
    staff.goes_to(f"/reports/{report.pk}/")
    staff.reads("Source text", "March 2018", "carried forward", "Not improved", "0 of 18 decided")
    staff.presses("Confirm Inspection")
    staff.presses("Confirm all judgments")
    staff.presses("Confirm all findings")
    staff.reads("12 of 18 decided", "cleveland-2017-eff-05")

    card(staff, "In our 2016 effectiveness report", "Not improved").get_by_role(
        "button", name="Confirm"
    ).click()
    link = FindingLink.objects.get()
    assert (link.predecessor.reference, link.successor.reference) == (
        "cleveland-2016-eff-01",
        "cleveland-2017-eff-05",
    )
    staff.goes_to(f"/findings/{link.successor.reference}/")
    staff.reads(
        "Across inspections",
        "2016",
        "This year, we found that the situation has not improved.",
        "Not improved",
    )

    staff.goes_to("/reports/upload/")
    staff.page.locator("input[type=file]").set_input_files(EXTRACT)
    staff.page.locator("main form button").first.click()
    staff.reads("uploaded before", EXTRACT.name)
    assert Report.objects.count() == 1


def test_the_page_of_a_report_follows_its_reading(staff: Visitor) -> None:
    report = upload(staff)
    staff.reads("This report is the next to be read.")
    reports.read(report_id=report.pk, now=timezone.now())
    staff.page.get_by_role("heading", name="Source text").wait_for()
    staff.check_page()
