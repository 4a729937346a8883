"""A file's way past the virus scanner to the inspector, and that of one which does not pass, in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import clamav, factories
from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tracker.models import Evidence, Finding
from tracker.services import scanning

pytestmark = [pytest.mark.django_db(transaction=True), clamav.needs_clamd]
Visit = Callable[[], Visitor]
CLEAN = b"month,overdue\n2018-04,31\n2018-05,24\n"


@pytest.fixture
def finding(cast: Cast) -> Finding:
    return factories.finding(text="The force should ensure that it manages effectively the risks posed.")


def adds(liaison: Visitor, finding: Finding, file: Path, title: str) -> Evidence:
    page = liaison.page
    liaison.goes_to(f"/findings/{finding.reference}/update/evidence/file/")
    page.get_by_label("Title").fill(title)
    page.locator("input[type=file]").set_input_files(file)
    liaison.presses("Add to the update")
    liaison.reads(title, "Waiting for the virus scan")
    return Evidence.objects.get(title=title)


def place_of(finding: Finding, item: Evidence) -> str:
    return f"/findings/{finding.reference}/evidence/{item.pk}/"


def test_a_clean_file_is_accepted_and_an_infected_one_rejected_with_its_reason(
    visit: Visit, cast: Cast, finding: Finding, tmp_path: Path, settings
) -> None:
    good, bad = tmp_path / "visits.csv", tmp_path / "macro.csv"
    good.write_bytes(CLEAN)
    bad.write_bytes(CLEAN + clamav.VIRUS)
    liaison, inspector = visit().sign_in(cast.liaison), visit().sign_in(cast.inspector)
    with clamav.clamd(tmp_path / "clamd"):
        settings.CLAMD_URL = clamav.address_of(tmp_path / "clamd")
        kept, infected = adds(liaison, finding, good, "Visits"), adds(liaison, finding, bad, "Others")
        # Nobody is handed a file that was not found clean: not even who sent it.
        liaison.goes_to(place_of(finding, kept))
        liaison.reads("waiting for its virus scan")
        assert liaison.goes_to(f"{place_of(finding, kept)}download/") == 409
        for item in (kept, infected):
            scanning.scan(evidence_id=item.pk, now=factories.NOW)

    liaison.goes_to(place_of(finding, infected))
    liaison.reads("did not pass the virus scan", "A virus was found in it", clamav.NAME)
    assert liaison.goes_to(f"{place_of(finding, infected)}download/") == 409

    inspector.goes_to("/evidence/")
    inspector.page.get_by_role("link", name="Visits").first.click()
    inspector.reads("Visits", "Download the file")
    with inspector.page.expect_download() as taken:
        inspector.page.get_by_role("button", name="Download the file").click()
    assert Path(taken.value.path()).read_bytes() == CLEAN
    assert taken.value.suggested_filename == "visits.csv"
    inspector.page.get_by_role("button", name="Assess this evidence").click()
    inspector.page.get_by_label("Accepted").check()
    inspector.check_page()
    inspector.presses("Save assessment")
    liaison.goes_to(place_of(finding, kept))
    liaison.reads("Accepted", cast.inspector.name)
