"""The pages of "still embedded?", and the same by the REST API."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tracker.models import EmbeddingCheck, EmbeddingDecision, Finding
from tracker.services import embedding


@pytest.fixture
def finding(cast):
    return factories.finding(
        year=2016, inspectorate_status="closed", status_before_closure="open", closure_reason="verified",
        closed_at=NOW - timedelta(days=200), closed_by=cast.inspector, public_from=date(2017, 4, 1),
    )  # fmt: skip


@pytest.fixture
def no_longer(cast, finding):
    return embedding.say(
        finding=finding, answer="no_longer", text="Visits are late again.", by=cast.liaison, now=NOW
    )


def test_the_force_answers_and_its_page_shows_it(client, cast, finding):
    client.force_login(cast.liaison)
    address = f"/findings/{finding.reference}/embedded/"
    assert address in client.get(finding.get_absolute_url()).content.decode()
    answer = client.post(address, {"answer": "embedded", "text": "The audit in May found none late."})
    assert answer.status_code == 302
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "Still embedded" in page
    assert "The audit in May found none late." in page


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "Select whether"),
        ({"answer": "embedded"}, "Enter what shows it"),
        ({"answer": "no_longer", "text": "x", "link": "ftp://x"}, "web address"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(client, cast, finding, given, problem):
    client.force_login(cast.liaison)
    page = client.post(f"/findings/{finding.reference}/embedded/", given)
    assert page.status_code == 200
    assert problem in page.content.decode()
    assert not EmbeddingCheck.objects.exists()


def test_hmicfrs_raises_a_new_finding_from_the_page(client, cast, finding, no_longer):
    client.force_login(cast.inspector)
    address = f"/findings/{finding.reference}/no-longer-embedded/"
    assert address in client.get(finding.get_absolute_url()).content.decode()
    given = {
        "decision": "raise", "reason": "So it is.", "kind": "area_for_improvement",
        "text": "See to the visits.", "relation": "continues",
        "inspection": factories.inspection(year=2018).pk,
    }  # fmt: skip
    answer = client.post(address, given)
    raised = Finding.objects.get(text="See to the visits.")
    assert answer["Location"] == raised.get_absolute_url()
    assert EmbeddingDecision.objects.get().successor == raised
    again = client.post(address, given).content.decode()
    assert "waits for a decision" in again
    assert Finding.objects.count() == 2


def test_hmicfrs_leaves_it_with_a_reason(client, cast, finding, no_longer):
    client.force_login(cast.editor)
    address = f"/findings/{finding.reference}/no-longer-embedded/"
    assert "Enter the reason" in client.post(address, {"decision": "leave"}).content.decode()
    client.post(address, {"decision": "leave", "reason": "Too few to tell."})
    assert EmbeddingDecision.objects.get().reason == "Too few to tell."


def test_a_new_finding_needs_wording_and_an_inspection(client, cast, finding, no_longer):
    client.force_login(cast.inspector)
    page = client.post(
        f"/findings/{finding.reference}/no-longer-embedded/",
        {"decision": "raise", "reason": "So.", "kind": "recommendation", "relation": "related", "text": ""},
    ).content.decode()
    assert "Enter the wording" in page
    assert "Select a programme" in page


def test_what_is_not_closed_as_verified_is_not_asked(client, cast):
    client.force_login(cast.liaison)
    page = client.get(f"/findings/{factories.finding().reference}/embedded/").content.decode()
    assert "not closed as verified" in page
