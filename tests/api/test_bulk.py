"""Changing several findings at once through the API."""

import pytest

from tests import factories
from tracker.models import FindingTheme
from tracker.vocabulary import Decision


@pytest.fixture
def body(cast):
    theme = factories.theme("custody")
    return {"deed": "theme", "theme": theme.slug, "references": [factories.finding().reference]}


def confirmed() -> int:
    return FindingTheme.objects.filter(status=Decision.CONFIRMED).count()


def test_it_is_tried_then_done(as_, cast, body):
    api = as_(cast.inspector)
    tried = api.post("bulk-changes/", body | {"dry_run": True}).json()
    row = {"reference": body["references"][0], "changes": True, "why_not": ""}
    assert (tried, confirmed()) == ({"dry_run": True, "outcomes": [row]}, 0)
    done = api.post("bulk-changes/", body).json()
    assert (done["outcomes"], confirmed()) == ([row], 1)
    assert api.post("bulk-changes/", body).json()["outcomes"][0]["why_not"] == "It is so already."


def test_a_theme_that_there_is_not_is_named(as_, cast, body):
    answer = as_(cast.inspector).post("bulk-changes/", body | {"theme": "nothing"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/theme"


@pytest.mark.parametrize("who", ["liaison", "viewer", "body", "stranger"])
def test_who_may_not_is_refused(as_, cast, body, who):
    assert as_(getattr(cast, who)).post("bulk-changes/", body).status_code == 403
    assert not confirmed()


def test_a_force_changes_its_own(as_, cast, body):
    references = [*body["references"], factories.finding("hertfordshire").reference]
    lead = {"deed": "lead", "references": references, "lead": cast.chief.email}
    done = as_(cast.liaison).post("bulk-changes/force/", lead).json()["outcomes"]
    assert [row["changes"] for row in done] == [True, False]
    dates = {"deed": "force_date", "references": references, "due_on": "2999-06-01", "dry_run": True}
    assert as_(cast.liaison).post("bulk-changes/force/", dates).json()["outcomes"][0]["changes"]


@pytest.mark.parametrize("wrong", [{"deed": "lead"}, {"deed": "force_date"}, {"deed": "theme"}])
def test_what_the_deed_needs_is_asked_for(as_, cast, body, wrong):
    answer = as_(cast.liaison).post("bulk-changes/force/", {"references": body["references"], **wrong})
    assert answer.status_code == 400
