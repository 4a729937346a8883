"""Contradicted claims through the API."""

from datetime import date

import pytest

from tests import factories
from tests.factories import NOW


@pytest.fixture
def finding(cast):
    made = factories.finding()
    factories.update(made, by=cast.liaison, force_status="complete")
    factories.statement(made, public_from=date(2019, 4, 1), counted_at=NOW)
    return made


@pytest.mark.parametrize("who", ["liaison", "inspector"])
def test_they_are_listed_and_counted(as_, cast, finding, who):
    api = as_(getattr(cast, who))
    [row] = api.get("claims/contradicted/").json()["results"]
    assert (row["reference"], row["verdict"], row["verdict_year"]) == (
        finding.reference,
        "not_improved",
        2018,
    )
    assert api.get(row["claim"]).json()["force_status"] == "complete"
    [count] = api.get("claims/contradicted/by-force/").json()["results"]
    assert (count["force"]["slug"], count["contradicted"]) == ("cleveland", 1)
    factories.force("hertfordshire")
    assert api.get("claims/contradicted/", force="hertfordshire").json()["results"] == []
    assert api.get("claims/contradicted/", force="nowhere").status_code == 400


def test_another_force_is_told_nothing(as_, cast, finding):
    api = as_(cast.stranger)
    for path in ("claims/contradicted/", "claims/contradicted/by-force/"):
        assert api.get(path).json()["results"] == []


def test_a_policing_body_is_kept_out(as_, cast, finding):
    assert as_(cast.body).get("claims/contradicted/").status_code == 403
