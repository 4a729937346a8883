"""Actions through the API."""

import pytest

from accounts.scopes import Scope
from tests import factories


@pytest.fixture
def path(cast):
    return f"findings/{factories.finding().reference}/actions/"


def test_an_action_from_its_beginning_to_its_end(as_, cast, path):
    api = as_(cast.liaison)
    made = api.post(path, {"what": "Train", "owner": cast.viewer.email, "due_on": "2099-02-01"})
    assert made.status_code == 201
    api.post(path, {"what": "Check", "owner_name": "Ray", "owner_role": "Sergeant"})
    url = made.json()["url"]
    api.post(f"{url}move/", {"to": "down"})
    assert [row["what"] for row in api.get(path).json()["results"]] == ["Check", "Train"]
    assert api.put(url, {"what": "Train all", "owner_name": "Ray"}).json()["owner"] is None
    assert api.put(f"{url}done/", {"done_on": "2018-05-01"}).json()["done_on"] == "2018-05-01"
    assert api.post(f"{url}remove/").json()["what"] == "Train all"
    assert api.get(url).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"what": "", "owner_name": "Ray"}, 422, "action_missing"),
        ({"what": "Train"}, 422, "owner_not_clear"),
        ({"what": "Train", "owner": "liaison@hertfordshire.example"}, 400, "not_valid"),
    ],
)
def test_refused(as_, cast, path, body, status, code):
    answer = as_(cast.liaison).post(path, body)
    assert answer.status_code == status
    assert status == 400 or answer.json()["code"] == code


@pytest.mark.parametrize(
    ("who", "reads", "writes"), [("viewer", 200, 403), ("inspector", 200, 403), ("stranger", 404, 404)]
)
def test_others(as_, cast, path, who, reads, writes):
    api = as_(getattr(cast, who))
    assert api.get(path).status_code == reads
    assert api.post(path, {"what": "Train", "owner_name": "Ray"}).status_code == writes


def test_scope_is_needed(as_, cast, path):
    api = as_(cast.liaison, Scope.FINDINGS_READ)
    assert api.post(path, {"what": "Train", "owner_name": "Ray"}).status_code == 403


def test_actions_of_all_findings_are_listed(as_, cast):
    api, reference = as_(cast.liaison), factories.finding().reference
    api.post(f"findings/{reference}/actions/", {"what": "Train every shift", "owner": cast.chief.email})
    assert [row["what"] for row in api.get("actions/").json()["results"]] == ["Train every shift"]
    assert api.get("actions/", whose="me").json()["results"] == []
    assert as_(cast.stranger).get("actions/").json()["results"] == []
