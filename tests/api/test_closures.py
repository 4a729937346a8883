"""Offered closures through the API."""

import pytest

from accounts.scopes import Scope
from tests import factories
from tracker.models import Finding


@pytest.fixture
def link(cast):
    return factories.link(factories.finding(year=2016), factories.finding(year=2017))


def test_they_are_listed_with_why_and_taken(as_, cast, link):
    inspector = as_(cast.inspector)
    [row] = inspector.get("offered-closures/", force="cleveland").json()["results"]
    assert (row["reference"], row["update_undecided"]) == (link.predecessor.reference, False)
    [offer] = row["offers"]
    assert (offer["reason"], offer["quote"]) == ("superseded", None)
    assert offer["carried_on_by"].endswith(f"/{link.successor.reference}/")
    closed = inspector.post(row["answer"], {"answer": "superseded", "note": "Carried on."}).json()
    assert (closed["inspectorate_status"], closed["closure_reason"]) == ("closed", "superseded")
    assert inspector.get("offered-closures/").json()["results"] == []
    again = inspector.post(row["answer"], {"answer": "superseded"})
    assert (again.status_code, again.json()["code"]) == (409, "already_closed")


def test_one_is_left_open_with_a_reason(as_, cast, link):
    inspector = as_(cast.inspector)
    where = f"findings/{link.predecessor.reference}/offered-closure/"
    assert inspector.post(where, {"answer": "leave_open"}).status_code == 422
    assert inspector.post(where, {"answer": "leave_open", "note": "Not yet."}).status_code == 200
    gone = inspector.post(where, {"answer": "superseded"})
    assert (gone.status_code, gone.json()["code"]) == (409, "nothing_offered")


def test_an_unread_update_is_decided_first(as_, cast, link):
    Finding.objects.filter(pk=link.predecessor_id).update(inspectorate_status="under_review")
    where = f"findings/{link.predecessor.reference}/offered-closure/"
    refused = as_(cast.inspector).post(where, {"answer": "superseded"})
    assert (refused.status_code, refused.json()["code"]) == (409, "update_undecided")


def test_it_takes_the_scope_and_the_role(as_, cast, link):
    where = f"findings/{link.predecessor.reference}/offered-closure/"
    assert as_(cast.inspector, Scope.REPORTS_WRITE).post(where, {"answer": "superseded"}).status_code == 403
    assert as_(cast.editor).get("offered-closures/").status_code == 403
    assert as_(cast.stranger).post(where, {"answer": "superseded"}).status_code == 404
