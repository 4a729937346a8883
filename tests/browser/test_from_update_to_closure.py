"""A finding's way from the force's update to its closure, as three people live it in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import factories
from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tracker.models import Finding

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[[], Visitor]


@pytest.fixture
def finding(cast: Cast) -> Finding:
    return factories.finding(text="The force should ensure that it manages effectively the risks posed.")


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    file = tmp_path / "visits.csv"
    file.write_text("month,overdue\n2018-04,31\n2018-05,24\n")
    return file


def send_update(liaison: Visitor, finding: Finding, figures: Path) -> None:
    page = liaison.page
    liaison.goes_to(f"/findings/{finding.reference}/")
    liaison.reads(finding.text, "Not started")
    page.locator("main").get_by_text("Send an update", exact=True).first.click()
    page.get_by_label("On track").check()
    liaison.check_page()
    liaison.presses("Save and continue")
    while "/change/" not in page.url:
        liaison.check_page()
        liaison.presses("Save and continue")
    page.get_by_role("textbox").fill("Overdue visits fell from 31 to 24 in a month.")
    liaison.check_page()
    liaison.presses("Save and continue")
    liaison.check_page()
    liaison.presses("Continue")
    liaison.check_page()
    liaison.presses("Add a file")
    page.get_by_label("Title").fill("Overdue visits")
    page.locator("input[type=file]").set_input_files(figures)
    liaison.check_page()
    liaison.presses("Add to the update")
    liaison.reads("Overdue visits")
    liaison.presses("Continue")
    liaison.presses("Save and continue")
    liaison.reads("Overdue visits fell from 31 to 24", "On track", "Overdue visits")
    liaison.presses("Send update")
    liaison.reads(finding.reference)


def test_the_force_reports_and_the_inspector_closes(
    visit: Visit, cast: Cast, finding: Finding, figures: Path
) -> None:
    liaison = visit().sign_in(cast.liaison)
    send_update(liaison, finding, figures)
    liaison.goes_to(f"/findings/{finding.reference}/")
    liaison.reads("Under review", "Overdue visits fell from 31 to 24")

    inspector = visit().sign_in(cast.inspector)
    inspector.goes_to("/reviews/")
    inspector.reads(finding.reference)
    inspector.page.get_by_role("link", name=finding.reference).first.click()
    inspector.reads(finding.text, "Overdue visits fell from 31 to 24", "Overdue visits")
    inspector.page.get_by_label("Accept the update and close the finding as verified").check()
    inspector.page.get_by_label("Reason").fill("Seen during the visit of 4 June.")
    inspector.presses("Save decision")
    inspector.goes_to(f"/findings/{finding.reference}/")
    inspector.reads("Closed", "verified", "Seen during the visit of 4 June.")
    finding.refresh_from_db()
    assert finding.closed_by == cast.inspector

    liaison.goes_to(f"/findings/{finding.reference}/update/status/")
    assert "closed" in liaison.page.locator("body").inner_text().lower()


def test_another_force_reads_the_published_wording_and_nothing_else(
    visit: Visit, cast: Cast, finding: Finding, figures: Path
) -> None:
    send_update(visit().sign_in(cast.liaison), finding, figures)
    stranger = visit().sign_in(cast.stranger)
    stranger.goes_to(f"/findings/{finding.reference}/")
    stranger.reads(finding.text)
    assert "Overdue visits" not in stranger.page.content()
    assert stranger.goes_to(f"/findings/{finding.reference}/update/status/") == 404
    stranger.reads("Page not found")
