"""Naming a lead and handing over, on their pages and through the API."""

import pytest
from django.urls import reverse

from tests import factories
from tests.web.test_updates import text_of
from tracker.models import Finding
from tracker.services import leads

NOW = factories.NOW


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def page(finding):
    return reverse("finding-lead", args=[finding.reference])


@pytest.fixture
def hand_over(finding):
    return reverse("hand-over", args=[finding.force.slug])


@pytest.fixture
def led(finding, cast):
    return leads.name_lead(finding=finding, lead=cast.liaison, deputy=None, by=cast.chief, now=NOW)


def test_lead_is_named_on_its_page_and_shown(client, finding, page, cast):
    client.force_login(cast.force_admin)
    client.post(page, {"lead": cast.liaison.pk, "deputy": cast.viewer.pk})
    shown = text_of(client.get(finding.get_absolute_url()))
    assert "Lead Liaison" in shown
    assert "Deputy Viewer" in shown
    assert "Lead: Liaison; deputy: Viewer" in shown
    assert "Lead: Liaison" in text_of(client.get(reverse("finding-list")))


def test_the_same_person_twice_is_refused(client, finding, page, cast):
    client.force_login(cast.liaison)
    refused = client.post(page, {"lead": cast.liaison.pk, "deputy": cast.liaison.pk})
    assert "must be someone other than the lead" in text_of(refused)
    finding.refresh_from_db()
    assert finding.lead is None


@pytest.mark.parametrize(
    ("who", "answer"), [("viewer", 403), ("stranger", 404), ("inspector", 403), ("force_admin", 200)]
)
def test_who_names_one(client, page, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert client.get(page).status_code == answer


def test_stranger_is_not_shown_who_leads(client, led, cast):
    client.force_login(cast.stranger)
    assert "Lead" not in text_of(client.get(led.get_absolute_url()))
    assert "Lead: " not in text_of(client.get(reverse("finding-list")))


def test_what_moves_is_shown_before_it_moves(client, led, hand_over, cast):
    client.force_login(cast.liaison)
    chosen = {"giver": cast.liaison.pk, "taker": cast.viewer.pk}
    shown = text_of(client.get(hand_over, chosen))
    assert "What moves from Liaison to Viewer" in shown
    assert led.reference in shown
    led.refresh_from_db()
    assert led.lead == cast.liaison
    assert "has taken over everything" in text_of(client.post(hand_over, chosen, follow=True))
    led.refresh_from_db()
    assert led.lead == cast.viewer
    assert "leads no open finding" in text_of(client.post(hand_over, chosen))


def test_to_the_same_person_is_refused(client, led, hand_over, cast):
    client.force_login(cast.liaison)
    page = text_of(client.get(hand_over, {"giver": cast.liaison.pk, "taker": cast.liaison.pk}))
    assert "Select someone else to take over" in page


@pytest.mark.parametrize("who", ["viewer", "stranger", "inspector"])
def test_nobody_else_hands_over(client, led, hand_over, cast, who):
    client.force_login(getattr(cast, who))
    chosen = {"giver": cast.liaison.pk, "taker": cast.viewer.pk}
    assert client.get(hand_over, chosen).status_code == 403
    assert client.post(hand_over, chosen).status_code == 403
    assert Finding.objects.get().lead == cast.liaison
