"""The REST API of "still embedded?"."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories import NOW


@pytest.fixture
def address(cast):
    finding = factories.finding(
        year=2016, inspectorate_status="closed", status_before_closure="open", closure_reason="verified",
        closed_at=NOW - timedelta(days=200), closed_by=cast.inspector, public_from=date(2017, 4, 1),
    )  # fmt: skip
    return f"/api/v1/findings/{finding.reference}/embedding-checks/"


def test_the_force_says_and_hmicfrs_decides(as_, cast, address):
    said = {"answer": "no_longer", "text": "Visits are late again."}
    made = as_(cast.liaison).post(address, said)
    assert made.status_code == 201, made.content
    given = {
        "raises": True, "reason": "So it is.", "kind": "area_for_improvement",
        "text": "See to the visits.", "relation": "continues",
        "inspection": factories.inspection(year=2018).pk,
    }  # fmt: skip
    decided = as_(cast.inspector).post(f"{address}decision/", given)
    assert decided.status_code == 200, decided.content
    [check] = as_(cast.liaison).get(address).json()["checks"]
    assert check["answer"] == "no_longer"
    assert "/findings/cleveland-2018-" in check["decision"]["successor"]
    assert as_(cast.inspector).post(f"{address}decision/", given).status_code == 409


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"answer": "perhaps"}, 400),
        ({"answer": "embedded"}, 422),
        ({"answer": "embedded", "text": "So.", "evidence": [999]}, 400),
    ],
)
def test_what_is_wrong_is_refused(as_, cast, address, given, status):
    assert as_(cast.liaison).post(address, given).status_code == status


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("stranger", 404), ("inspector", 403)])
def test_only_the_force_says_it(as_, cast, address, name, status):
    answer = as_(getattr(cast, name)).post(address, {"answer": "embedded", "text": "So."})
    assert answer.status_code == status


def test_raising_needs_what_a_finding_is_made_of(as_, cast, address):
    answer = as_(cast.inspector).post(f"{address}decision/", {"raises": True, "reason": "So."})
    assert answer.status_code == 400
    given = {"kind": "recommendation", "text": "x", "relation": "related", "inspection": 999}
    given |= {"raises": True, "reason": "So."}
    assert as_(cast.inspector).post(f"{address}decision/", given).status_code == 400
