"""The factual check through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tracker.models import FactualCheck, Proposal

TODAY = timezone.localdate()


@pytest.fixture
def report(cast):
    inspection = factories.inspection(year=2017, public_from=None)
    made = factories.report(inspection=inspection, text="The whole text.")
    payload = {"kind": "recommendation", "question": None, "text": "Do it.", "parent": None}
    Proposal.objects.create(report=made, kind="finding", position=0, payload=payload)
    grade = {"question": "Protecting vulnerable people", "grade": "Good"}
    Proposal.objects.create(report=made, kind="judgment", position=0, payload=grade)
    said = {"quotes": [{"text": "It has improved."}], "about_year": 2016, "verdict": "improved"}
    Proposal.objects.create(report=made, kind="statement", position=0, payload=said)
    return made


def test_from_invitation_to_answer(as_, cast, report):
    editor, liaison = as_(cast.editor), as_(cast.liaison)
    assert liaison.get("factual-checks/").json()["results"] == []
    body = {"remarks_by": (TODAY + timedelta(days=5)).isoformat()}
    invited = editor.post(f"reports/{report.pk}/factual-check/", body)
    assert invited.status_code == 201
    again = editor.post(f"reports/{report.pk}/factual-check/", body)
    assert (again.status_code, again.json()["code"]) == (409, "already_invited")
    [row] = liaison.get("factual-checks/").json()["results"]
    whole = liaison.get(row["url"]).json()
    assert whole["text"] == "The whole text."
    [finding] = whole["findings"]
    assert whole["judgments"] == [{"question": "Protecting vulnerable people", "grade": "Good"}]
    assert whole["statements"] == [
        {"quotes": ["It has improved."], "about_year": 2016, "verdict": "improved"}
    ]
    remarks = f"factual-checks/{row['id']}/remarks/"
    assert liaison.post(remarks, {"text": "No.", "proposal": 0}).status_code == 400
    said = liaison.post(remarks, {"text": "It is done.", "proposal": finding["id"]}).json()
    assert (said["about"], said["outcome"]) == ("Do it.", "waiting")
    refused = editor.post(said["answer_at"], {"outcome": "not_accepted"})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    assert editor.post(said["answer_at"], {"outcome": "accepted"}).json()["answered_by"] == cast.editor.name
    assert liaison.post(said["answer_at"], {"outcome": "accepted"}).status_code == 403
    assert editor.post(remarks, {"text": "We say."}).status_code == 403


def test_a_remark_is_withdrawn_by_its_writer(as_, cast, report):
    editor, liaison = as_(cast.editor), as_(cast.liaison)
    body = {"remarks_by": (TODAY + timedelta(days=5)).isoformat()}
    check = editor.post(f"reports/{report.pk}/factual-check/", body).json()
    said = liaison.post(f"{check['url']}remarks/", {"text": "It was 27."}).json()
    address = f"{check['url']}remarks/{said['id']}/withdraw/"
    assert as_(cast.chief).post(address).json()["code"] == "not_the_writer"
    gone = liaison.post(address).json()
    assert (gone["outcome"], gone["withdrawn_at"] is not None) == ("withdrawn", True)
    refused = editor.post(said["answer_at"], {"outcome": "accepted"})
    assert (refused.status_code, refused.json()["code"]) == (409, "remark_withdrawn")
    assert cast.liaison.name in refused.json()["detail"]
    [kept] = editor.get(check["url"]).json()["remarks"]
    assert kept == gone


def test_it_is_moved_and_withdrawn(as_, cast, report):
    editor, liaison = as_(cast.editor), as_(cast.liaison)
    body = {"remarks_by": TODAY.isoformat()}
    check = editor.post(f"reports/{report.pk}/factual-check/", body).json()
    later = (TODAY + timedelta(days=3)).isoformat()
    assert editor.put(f"{check['url']}last-day/", {"remarks_by": later}).json()["remarks_by"] == later
    assert liaison.put(f"{check['url']}last-day/", {"remarks_by": later}).status_code == 403
    assert editor.post(f"{check['url']}withdraw/", {"reason": "Rewritten."}).json()["withdrawn_at"]
    assert liaison.get(check["url"]).status_code == 404


def test_for_everyone_else_there_is_nothing(as_, cast, report):
    check = FactualCheck.objects.create(
        report=report, force=report.inspection.force, remarks_by=TODAY, invited_by=cast.editor,
        invited_at=timezone.now(),
    )  # fmt: skip
    for person in (cast.viewer, cast.force_admin, cast.stranger, cast.administrator):
        client = as_(person)
        assert client.get("factual-checks/").json()["results"] == []
        assert client.get(f"factual-checks/{check.pk}/").status_code == 404
        assert client.post(f"factual-checks/{check.pk}/remarks/", {"text": "I was here."}).status_code == 404
