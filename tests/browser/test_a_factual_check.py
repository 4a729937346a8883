"""The factual check before publication, as HMICFRS and the force live it in their browsers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tracker.models import FactualCheck, Proposal, Report

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The force should improve how it records the 72 stop and search encounters of a month."


def embargoed() -> Report:
    """A report that is read, and not published for some weeks."""
    day = timezone.localdate() + timedelta(days=40)
    report: Report = factories.report(
        inspection=factories.inspection(year=2017, public_from=day),
        published_on=day,
        published_precision="day",
        text=f"Effectiveness 2017\n\n{WORDS}\n",
    )
    start = report.text.index(WORDS)
    place = {"start": start, "end": start + len(WORDS), "line": 3, "page": None}
    payload = {"kind": "area_for_improvement", "question": None, "text": WORDS, "parent": None, **place}
    Proposal.objects.create(report=report, kind="finding", position=0, payload=payload)
    return report


def test_the_force_remarks_and_staff_answer(visit: Callable[[], Visitor], cast: Cast) -> None:
    report, last_day = embargoed(), timezone.localdate() + timedelta(days=9)
    staff, force = visit().sign_in(cast.editor), visit().sign_in(cast.liaison)
    assert force.goes_to(f"/reports/{report.pk}/") == 404
    staff.goes_to(f"/reports/{report.pk}/")
    staff.page.get_by_role("link", name="to check the facts").click()
    staff.presses("Invite the force")
    staff.reads("There is a problem")
    for part in ("day", "month", "year"):
        staff.page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(last_day, part)))
    staff.presses("Invite the force")
    staff.reads("Factual check", "There are none on the report as a whole.", WORDS)
    check = f"/factual-checks/{FactualCheck.objects.get().pk}/"

    force.goes_to("/")
    force.page.locator(f"main a[href='{check}']").first.click()
    force.reads("do not pass it on", WORDS)
    force.page.get_by_role("link", name="Remark on this finding").click()
    force.reads("Remark on a finding", WORDS)
    force.page.get_by_label("Your remark").fill("There were 27 encounters, as table 3 shows.")
    force.presses("Send the remark")
    force.reads("There were 27 encounters", "Waiting for HMICFRS")

    staff.goes_to(check)
    staff.page.get_by_role("link", name="Answer this remark").click()
    staff.page.get_by_label("Not accepted").check()
    staff.page.get_by_label("Answer to the force").fill("Table 3 counts one district only.")
    staff.check_page()
    staff.presses("Save the answer")
    staff.reads("not accepted", "Table 3 counts one district only.")
    force.goes_to(check)
    force.reads("Table 3 counts one district only.")
    stranger = visit().sign_in(cast.stranger)
    assert stranger.goes_to(check) == 404
