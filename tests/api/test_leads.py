"""Lead, deputy, hand-over and target dates through the API."""

import pytest

from tests import factories


@pytest.fixture
def finding(cast):
    return factories.finding()


def test_lead_is_named_and_work_handed_over(as_, cast, finding):
    api, path = as_(cast.liaison), f"findings/{finding.reference}/lead/"
    named = {"lead": cast.liaison.email, "deputy": None}
    assert api.put(path, named).json() == named == api.get(path).json()
    moved = api.post(
        "forces/cleveland/hand-over/", {"giver": cast.liaison.email, "taker": cast.viewer.email}
    ).json()
    assert [len(moved[part]) for part in ("leads", "deputises", "actions")] == [1, 0, 0]
    assert api.get(path).json()["lead"] == cast.viewer.email


def test_person_of_another_force_is_not_found(as_, cast, finding):
    body = {"lead": cast.stranger.email, "deputy": None}
    assert as_(cast.liaison).put(f"findings/{finding.reference}/lead/", body).status_code == 400


@pytest.mark.parametrize(("who", "answer"), [("viewer", 403), ("stranger", 404), ("inspector", 403)])
def test_others_name_nobody(as_, cast, finding, who, answer):
    body = {"lead": cast.liaison.email, "deputy": None}
    api = as_(getattr(cast, who))
    assert api.put(f"findings/{finding.reference}/lead/", body).status_code == answer


def test_hmicfrs_date_is_set_and_moved_with_a_reason(as_, cast, finding):
    api, path = as_(cast.inspector), f"findings/{finding.reference}/target-dates/"
    assert api.post(path, {"due_on": "2098-01-31"}).json()["moved_from"] is None
    refused = api.post(path, {"due_on": "2099-01-31"})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    api.post(path, {"due_on": "2099-01-31", "reason": "The inspection was moved."})
    dates = as_(cast.viewer).get(path).json()["results"]
    assert [row["due_on"] for row in dates] == ["2098-01-31", "2099-01-31"]
    assert dates[1]["moved_from"] == "2098-01-31"
    facts = as_(cast.viewer).get(f"findings/{finding.reference}/").json()
    assert (facts["due_on"], facts["due_original"], facts["due_moves"]) == ("2099-01-31", "2098-01-31", 1)
    assert (facts["force_due_on"], facts["force_due_original"], facts["force_due_moves"]) == (None, None, 0)
    assert "due_original" not in as_(cast.stranger).get(f"findings/{finding.reference}/").json()


@pytest.mark.parametrize(
    ("who", "reads", "writes"), [("liaison", 200, 403), ("editor", 200, 403), ("stranger", 404, 404)]
)
def test_others_set_no_date(as_, cast, finding, who, reads, writes):
    api, path = as_(getattr(cast, who)), f"findings/{finding.reference}/target-dates/"
    assert api.get(path).status_code == reads
    assert api.post(path, {"due_on": "2098-01-31"}).status_code == writes
