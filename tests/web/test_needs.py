"""The page "Needs you", its counts on the home page, and the choice of the digest."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.web.test_home import figures
from tracker.models import ReminderChoice

TODAY = timezone.localdate()


@pytest.fixture
def work(cast):
    recent = timezone.now() - timedelta(days=1)
    for days in (-3, -1, 5):
        factories.finding(due_on=TODAY + timedelta(days=days), last_update_at=recent)
    factories.finding("hertfordshire", due_on=TODAY, last_update_at=recent)


def test_each_number_leads_to_exactly_its_rows(cast, get, work):
    for where in ("/", "/needs/"):
        numbers = {
            text: (number, href)
            for text, (number, href) in figures(get(cast.liaison, where)).items()
            if "/needs/" in href
        }
        assert {text: number for text, (number, _) in numbers.items()} == {
            "Target date passed": "2",
            "Target date within 30 days": "1",
        }
        for number, href in numbers.values():
            assert len(get(cast.liaison, href).context["rows"]) == int(number)


def test_a_force_sees_its_own_only(cast, get, work):
    assert "hertfordshire-2017" not in get(cast.liaison, "/needs/").content.decode()
    assert "hertfordshire-2017" in get(cast.stranger, "/needs/").content.decode()


def test_nothing_needs_someone_without_a_role(cast, get, work):
    assert "Nothing needs you" in get(cast.nobody, "/needs/").content.decode()


@pytest.mark.parametrize("query", ["rule=nonsense", "page=99", "rule=review&page=x"])
def test_an_address_typed_wrong_still_shows_a_page(cast, get, work, query):
    assert get(cast.liaison, f"/needs/?{query}").status_code == 200


def test_the_digest_is_chosen(cast, client):
    client.force_login(cast.liaison)
    assert re.search(r'value="daily"[^>]*checked', client.get("/needs/reminders/").content.decode())
    client.post("/needs/reminders/", {"digest": "weekly"})
    assert ReminderChoice.objects.get(person=cast.liaison).digest == "weekly"
    page = client.post("/needs/reminders/", {"digest": "hourly"})
    assert "<title>Error:" in re.sub(r"\s+(?=Error)", "", page.content.decode())
    assert ReminderChoice.objects.get().digest == "weekly"
