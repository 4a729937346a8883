"""Merging through the API."""

import pytest

from tests import factories
from tests.factories import NOW
from tracker.models import FindingMerge


@pytest.fixture
def row(cast):
    later = factories.report(year=2017, status="decided", decided_at=NOW)
    told = factories.finding(year=2016, wording="as_reported", report=later)
    return FindingMerge.objects.create(
        reported=told, original=factories.finding(year=2016), score=0.72, reasons=["Alike."]
    )


@pytest.fixture
def editor(as_, cast):
    return as_(cast.editor)


def test_a_merge_is_decided_shown_and_undone(editor, as_, cast, row):
    factories.update(row.reported, by=cast.liaison)
    [listed] = editor.get("merges/", status="proposed", force="cleveland").json()["results"]
    assert (listed["reported"], listed["score"], listed["reasons"]) == (
        row.reported.reference,
        0.72,
        ["Alike."],
    )
    merged = editor.post(listed["decision"], {"decision": "confirmed", "note": "Same."}).json()
    assert (merged["status"], merged["decided_by"]) == ("confirmed", cast.editor.name)
    refused = editor.post(listed["decision"], {"decision": "rejected"})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_decided")
    liaison = as_(cast.liaison)
    real = liaison.get(f"findings/{row.reported.reference}/").json()
    assert (real["reference"], real["merged"][0]["reference"]) == (
        row.original.reference,
        row.reported.reference,
    )
    before = liaison.get(f"findings/{row.reported.reference}/updates/").json()["results"]
    assert [update["number"] for update in before] == [1]
    assert liaison.get(before[0]["url"]).status_code == 200
    references = [found["reference"] for found in liaison.get("findings/").json()["results"]]
    assert row.reported.reference not in references
    undone = editor.post(listed["undo"], {"reason": "Two matters."}).json()
    assert (undone["status"], undone["note"]) == ("rejected", "Two matters.")
    assert editor.post(listed["undo"], {"reason": "Again."}).status_code == 409


def test_one_is_merged_by_hand(editor, row):
    body = {"reported": row.reported.reference, "original": row.original.reference}
    assert editor.post("merges/", body | {"original": "nowhere-2016-eff-01"}).status_code == 400
    refused = editor.post("merges/", {"reported": body["original"], "original": body["reported"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "both_published")
    assert editor.post("merges/", body).status_code == 201
    assert editor.post("merges/", body).json()["code"] == "already_merged"


def test_it_is_no_force_s_business(as_, cast, row):
    assert as_(cast.liaison).get("merges/").status_code == 403
    assert as_(cast.liaison).post(f"merges/{row.pk}/decision/", {"decision": "confirmed"}).status_code == 404
