"""A corrected edition, a second reading and the agreement page, as HMICFRS's staff live them in a browser."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tests.services.report_files import changed, extract, proposal
from tracker.models import Finding, Proposal, Report, Reread
from tracker.services import proposals, reference, reports, rereads
from tracker.vocabulary import Decision, ProposalKind, ReportStatus

pytestmark = pytest.mark.django_db(transaction=True)
DASH = "the quality of information that officers record on the DASH risk assessments"
BETTER = "the information that officers record on the DASH risk assessments"
GONE = "- The force should ensure that it manages effectively the risks posed by registered sex offenders.\n"


def decided(file: ContentFile, cast: Cast) -> Report:
    """The report uploaded, read and decided: its findings confirmed, its statements rejected."""
    reference.load()
    report = reports.upload(file=file, by=cast.editor, now=timezone.now())
    reports.read(report_id=report.pk, now=timezone.now())
    for kind in (ProposalKind.INSPECTION, ProposalKind.JUDGMENT, ProposalKind.FINDING):
        proposals.confirm_all(report=report, kind=kind, by=cast.editor, now=timezone.now())
    for row in report.proposals.undecided():
        proposals.reject(proposal=row, reason="standing_text", by=cast.editor, now=timezone.now())
    report.refresh_from_db()
    assert report.status == ReportStatus.DECIDED
    return report


def upload_and_read(staff: Visitor, file: ContentFile) -> None:
    """Upload the file in the browser; it is read meanwhile, and the page follows the reading."""
    staff.goes_to("/reports/upload/")
    content = {"name": "corrected.txt", "mimeType": "text/plain", "buffer": file.read()}
    staff.page.locator("input[type=file]").set_input_files(content)
    staff.page.locator("main form button").first.click()
    staff.page.get_by_role("heading", name="corrected.txt").wait_for()
    report = Report.objects.latest("pk")
    reports.read(report_id=report.pk, now=timezone.now())
    staff.page.get_by_role("heading", name="Source text").wait_for()


def test_a_corrected_edition_is_marked_and_only_its_differences_are_decided(
    visit: Callable[[], Visitor], cast: Cast
) -> None:
    first = decided(extract(), cast)
    staff = visit().sign_in(cast.inspector)
    upload_and_read(staff, changed((DASH, BETTER), (GONE, "")))
    staff.presses("Confirm Inspection")
    staff.page.get_by_role("link", name="This is a corrected edition").click()
    staff.reads("Which report does this one correct?", first.file_name)
    staff.presses("Mark as corrected edition")
    staff.reads("2 of 2 to decide", "quality of", "changed", "gone", "Wording:")
    staff.page.get_by_label("Reason (optional)").first.fill("An error of the first edition.")
    staff.presses("Take the change")
    staff.presses("Close it: no further action")
    staff.reads("All decided", "An error of the first edition.", f"Corrected edition of {first}")
    assert Finding.objects.get(text__contains=BETTER).version == 2

    staff.goes_to(f"/findings/{Finding.objects.get(text__contains='registered sex').reference}/")
    staff.reads("Closed")
    staff.goes_to(f"/reports/{first.pk}/")
    staff.reads("A corrected edition replaces this report")


def test_a_second_reading_is_taken_over_and_agreement_is_counted(
    visit: Callable[[], Visitor], cast: Cast
) -> None:
    report = decided(extract(), cast)
    row = proposal(report, ProposalKind.FINDING, DASH)
    was = {**row.payload, "kind": "recommendation"}  # as if an older reader had taken it for one
    Proposal.objects.filter(pk=row.pk).update(payload=was)
    Finding.objects.filter(pk=row.finding_id).update(kind="recommendation")
    staff = visit().sign_in(cast.editor)
    staff.goes_to(f"/reports/{report.pk}/history/")
    staff.presses("Read it again")
    staff.reads("This second reading is the next to be read.")
    rereads.read(reread_id=Reread.objects.get().pk, now=timezone.now())
    staff.page.get_by_text("Changed: read otherwise now").wait_for()
    staff.check_page()
    staff.presses("Correct it so")
    staff.reads("is corrected", "It reads the same")
    row.refresh_from_db()
    assert row.finding.kind == "area_for_improvement"
    staff.goes_to(f"/reports/{report.pk}/history/")
    staff.reads("Read a second time", "Uploaded")

    staff.goes_to("/reports/agreement/")
    staff.reads("Agreement of machine and people", report.reader)
    staff.page.get_by_role("link", name="1 finding: corrected", exact=True).click()
    staff.reads(report.title, DASH)
    assert row.status == Decision.CONFIRMED
