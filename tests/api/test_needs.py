"""What needs a person, their reminders and calendar, and update rounds, by REST."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories

TODAY = timezone.localdate()


@pytest.fixture
def overdue(cast):
    return factories.finding(due_on=TODAY - timedelta(days=1), last_update_at=timezone.now())


def test_the_list_is_one_s_own(cast, as_, overdue):
    answer = as_(cast.liaison).get("needs/").json()
    assert (answer["total"], answer["counts"]) == (1, [{"rule": "overdue", "number": 1}])
    (row,) = answer["results"]
    assert (row["reference"], row["since"]) == (overdue.reference, TODAY.isoformat())
    assert as_(cast.liaison).get("needs/", rule="review").json()["results"] == []
    assert as_(cast.stranger).get("needs/").json()["total"] == 0


def test_pages_are_by_number(cast, as_):
    for _ in range(51):
        factories.finding(due_on=TODAY, last_update_at=timezone.now())
    first = as_(cast.liaison).get("needs/").json()
    second = as_(cast.liaison).get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (50, 1, None)


@pytest.mark.parametrize("wrong", [{"rule": "nonsense"}, {"page": "0"}, {"page": "99"}, {"sort": "day"}])
def test_a_parameter_that_is_not_known_is_named(cast, as_, wrong):
    answer = as_(cast.liaison).get("needs/", **wrong)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, *wrong)


def test_the_digest_is_chosen(cast, as_):
    api = as_(cast.liaison)
    assert api.get("me/reminders/").json() == {"digest": "daily", "has_calendar": False}
    assert api.put("me/reminders/", {"digest": "weekly"}).json()["digest"] == "weekly"
    assert api.put("me/reminders/", {"digest": "hourly"}).status_code == 400


def test_the_calendar_s_address_works_until_it_is_revoked(cast, as_, client, overdue):
    api = as_(cast.liaison)
    address = api.post("me/calendar/").json()["address"]
    assert overdue.reference in client.get(address).content.decode()
    assert api.post("me/calendar/revocation/").json()["has_calendar"] is False
    assert client.get(address).status_code == 404


def test_a_round_is_opened_read_and_ended(cast, as_, overdue):
    body = {"name": "Summer", "last_day": TODAY.isoformat(), "forces": ["cleveland"]}
    made = as_(cast.editor).post("rounds/", body)
    assert made.status_code == 201
    asked = as_(cast.liaison).get(made["Location"]).json()["asked"]
    assert [(row["reference"], row["is_waiting"]) for row in asked] == [(overdue.reference, True)]
    assert [row["name"] for row in as_(cast.liaison).get("rounds/").json()["results"]] == ["Summer"]
    assert as_(cast.stranger).get("rounds/").json()["results"] == []
    assert as_(cast.stranger).get(made["Location"]).status_code == 404
    assert as_(cast.liaison).post(f"{made['Location']}end/").status_code == 403
    assert as_(cast.editor).post(f"{made['Location']}end/").json()["ended_at"]
    assert as_(cast.editor).post(f"{made['Location']}end/").status_code == 409


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"forces": ["atlantis"]}, 400), ({"programme": "nowhere"}, 400), ({"last_day": "2018-01-01"}, 422)],
)
def test_a_round_that_can_not_be_is_refused(cast, as_, overdue, changed, status):
    body = {"name": "Summer", "last_day": TODAY.isoformat(), "forces": ["cleveland"]} | changed
    assert as_(cast.editor).post("rounds/", body).status_code == status
