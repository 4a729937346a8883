"""Questions about findings through the API."""

import pytest

from tests import factories

ASKED = {"subject": "Visits in May", "text": "How many were late?", "answer_by": "2099-07-01"}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def asked(as_, cast, finding):
    return as_(cast.inspector).post(f"findings/{finding.reference}/enquiries/", ASKED).json()


def test_a_question_is_asked_answered_asked_on_and_closed(as_, cast, finding, asked):
    force, hmicfrs = as_(cast.liaison), as_(cast.inspector)
    assert force.get("enquiries/", state="waiting").json()["results"][0]["url"] == asked["url"]
    people = force.get(f"findings/{finding.reference}/enquiries/people/").json()
    assert cast.viewer.pk in {person["id"] for person in people}
    answer = {"text": "Two.", "mentioned": [cast.viewer.pk]}
    answered = force.post(f"{asked['url']}answers/", answer).json()
    assert (answered["state"], answered["messages"][1]["mentioned"][0]["id"]) == ("answered", cast.viewer.pk)
    on = hmicfrs.post(f"{asked['url']}questions/", {"text": "And June?", "answer_by": "2099-08-01"}).json()
    assert (on["state"], on["answer_by"]) == ("waiting", "2099-08-01")
    assert hmicfrs.post(f"{asked['url']}close/").json()["state"] == "closed"
    assert hmicfrs.post(f"{asked['url']}close/").status_code == 409
    assert force.get(f"findings/{finding.reference}/enquiries/").json()["results"][0]["state"] == "closed"


def test_mentioning_an_outsider_is_refused(as_, cast, asked):
    body = {"text": "Two.", "mentioned": [cast.stranger.pk]}
    assert as_(cast.liaison).post(f"{asked['url']}answers/", body).status_code == 422


@pytest.mark.parametrize(
    ("who", "read", "answered"),
    [("viewer", 200, 403), ("inspector", 200, 403), ("body", 404, 404), ("stranger", 404, 404)],
)
def test_who_reaches_it(as_, cast, asked, who, read, answered):
    api = as_(getattr(cast, who))
    assert api.get(asked["url"]).status_code == read
    assert api.post(f"{asked['url']}answers/", {"text": "Two."}).status_code == answered
