"""The admin under the service's strict policy: its scripts run, and nothing is blocked."""

from collections.abc import Callable

from tests import factories
from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tracker.models import QuestionCrosswalk


def test_an_editor_maps_a_question_to_a_later_one(cast: Cast, visit: Callable[[], Visitor]) -> None:
    earlier, later = factories.question(year=2016), factories.question(year=2017)
    editor = visit().sign_in(cast.editor)
    assert editor.goes_to("/admin/") == 200
    assert editor.goes_to(f"/admin/tracker/question/{earlier.pk}/change/") == 200
    page = editor.page
    page.get_by_text("Add another Later question").click()
    page.locator("#later_questions-0 .select2-selection").click()
    page.keyboard.type("vulnerable 2017")
    page.get_by_role("option", name="PEEL 2017: Protecting vulnerable people").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/tracker/question/")
    assert QuestionCrosswalk.objects.get().later == later
    assert not editor.complaints


def test_a_list_and_a_row_of_the_workflow_keep_their_promises(
    cast: Cast, visit: Callable[[], Visitor]
) -> None:
    finding = factories.finding()
    inspector = visit().sign_in(cast.inspector)
    inspector.goes_to("/admin/tracker/finding/")
    assert not inspector.complaints
    inspector.page.get_by_role("link", name=f"Open {finding}").click()
    inspector.page.wait_for_url(f"**{finding.get_absolute_url()}")
