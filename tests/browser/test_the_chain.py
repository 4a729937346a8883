"""The chain of a matter as an inspector builds it in a browser: queue, undoing, links by hand, closures."""

from collections.abc import Callable

import pytest

from tests import factories
from tests.browser.conftest import Visitor
from tests.fixtures import Cast
from tracker.models import Finding, FindingLink, LinkDecision
from tracker.vocabulary import LinkRelation

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[[], Visitor]
OFFENDERS = "The force should ensure that it manages effectively the risk posed by registered sex offenders."
FORMS = "The force should improve the quality of the risk assessments that officers record."


@pytest.fixture
def queue(cast: Cast) -> list[FindingLink]:
    """Two links that wait: of the matter that is likelier the same, and of another."""
    links = []
    for text, score in ((OFFENDERS, 0.9), (FORMS, 0.5)):
        earlier = factories.finding(year=2016, text=text)
        later = factories.finding(year=2017, text=text.replace("should", "still needs to"))
        links.append(
            factories.link(
                earlier, later, status="proposed", relation="continues", score=score, reasons=["Alike."]
            )
        )
    return links


def answer(inspector: Visitor, label: str, reason: str = "") -> None:
    inspector.page.get_by_label(label, exact=True).check()
    inspector.page.get_by_label("Reason").fill(reason)


def test_the_queue_is_decided_one_by_one_and_a_decision_undone(
    visit: Visit, cast: Cast, queue: list[FindingLink]
) -> None:
    first, second = queue
    inspector = visit().sign_in(cast.inspector)
    inspector.goes_to("/links/")
    inspector.reads("Decide 2 links, one by one", first.successor.reference)
    inspector.page.get_by_role("button", name="Decide 2 links, one by one").click()
    inspector.reads("1 of 2 to decide", "Is this the same matter?")
    answer(inspector, "Continues")
    inspector.presses("Save and next")
    inspector.reads("1 of 1 to decide", second.successor.reference)
    answer(inspector, "No link")
    inspector.presses("Save and next")
    inspector.reads("Enter why there is no link")
    answer(inspector, "No link", "Other forms.")
    inspector.presses("Save and next")
    inspector.reads("No link waits for a decision")
    inspector.goes_to(f"/links/{first.pk}/")
    answer(inspector, "No link", "They are two units.")
    inspector.presses("Save decision")
    inspector.reads(f"{first.successor} is not linked to {first.predecessor}")
    inspector.goes_to(f"/links/{first.pk}/")
    inspector.reads("They are two units.", "Continues", "Stands")
    decided = LinkDecision.objects.order_by("pk").values_list("link", "status", "note")
    assert list(decided) == [
        (first.pk, "confirmed", ""),
        (second.pk, "rejected", "Other forms."),
        (first.pk, "rejected", "They are two units."),
    ]


def test_a_link_by_hand_offers_a_closure_that_the_inspector_takes(visit: Visit, cast: Cast) -> None:
    earlier = factories.finding(year=2016, text=OFFENDERS)
    later = factories.finding(year=2017, text=f"{OFFENDERS} It has not.")
    inspector = visit().sign_in(cast.inspector)
    inspector.goes_to(f"/findings/{later.reference}/")
    inspector.page.get_by_text("Link it to an earlier or later finding").click()
    inspector.reads("Links to other years", earlier.reference)
    inspector.page.get_by_text(f"Compare with {earlier.reference}").click()
    inspector.check_page()
    answer(inspector, "Continues")
    inspector.presses("Save decision")
    inspector.reads("2016", "First raised: area for improvement", "Found again: area for improvement")
    inspector.page.get_by_text(f"close {earlier.reference} as superseded").click()
    inspector.reads("Why it is offered", later.reference)
    inspector.page.locator("input[name=answer][value=superseded]").check()
    inspector.presses("Save decision")
    inspector.reads(f"You closed {earlier.reference} as superseded", "No closure is offered")
    assert Finding.objects.get(pk=earlier.pk).closure_reason == "superseded"


def test_what_tells_of_chains_across_forces_reads_well_at_any_width(visit: Visit, cast: Cast) -> None:
    theme, national = factories.theme(), factories.national()
    earlier = factories.finding(year=2016, force_status="complete", verdict="not_improved", verdict_year=2017)
    later = factories.finding(year=2017, kind="cause_of_concern")
    factories.link(earlier, later, relation=LinkRelation.CONTINUES, decided_by=cast.inspector)
    for finding in (later, factories.finding("hertfordshire")):
        factories.finding_theme(finding, theme)
    factories.finding(national=national)
    inspector = visit().sign_in(cast.inspector)
    for path, words in (
        (f"/findings/{later.reference}/", "The same problem elsewhere"),
        ("/closures/", earlier.reference),
        ("/claims/", "Claim"),
        ("/forces/cleveland/grades/", "Cleveland"),
        ("/themes/", theme.name),
        (theme.get_absolute_url(), "Hertfordshire"),
        ("/national-recommendations/", national.title),
        (national.get_absolute_url(), national.title),
        (f"{national.get_absolute_url()}correct/", "Correct a national recommendation"),
    ):
        assert inspector.goes_to(path) == 200
        inspector.reads(words)
