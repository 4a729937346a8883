"""A force sends updates with evidence, an inspector decides: all of it through the API."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, SignOffLevel, Update

NOTES = b"Visits made on time, March: 41 of 42."
SENT = {"force_status": "on_track", "narrative": "Visits are now made on time."}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def updates(finding) -> str:
    return f"findings/{finding.reference}/updates/"


@pytest.fixture
def evidence(finding) -> str:
    return f"findings/{finding.reference}/evidence/"


def notes(name: str = "visits.txt", content: bytes = NOTES) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# --- Updates ----------------------------------------------------------------------------------------------


def test_an_update_is_sent_with_its_evidence(as_, cast, finding, updates, evidence):
    api = as_(cast.liaison)
    held = api.upload(evidence, file=notes(), title="Visits in March").json()
    body = {
        "force_status": "waiting",
        "waiting_on": "Probation Service",
        "narrative": "Shared lists.",
        "force_due_on": "2099-01-31",
        "evidence": [held["id"]],
    }
    sent = api.post(updates, body)
    assert sent.status_code == 201
    assert sent["Location"] == sent.json()["url"]
    update = api.get(sent["Location"]).json()
    assert update == sent.json()
    assert update["evidence"] == [held["url"]]
    assert update["review"] is None
    assert {name: update[name] for name in body if name != "evidence"} == {
        name: body[name] for name in body if name != "evidence"
    }
    row = api.get(f"findings/{finding.reference}/").json()
    assert (row["force_status"], row["inspectorate_status"]) == ("waiting", "under_review")
    assert api.get(updates).json()["results"] == [update]
    told = api.get(f"findings/{finding.reference}/timeline/").json()["results"]
    assert [row["kind"] for row in told] == ["update_submitted", "evidence_added"]
    assert told[0]["who"] == cast.liaison.name


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "#/force_status", "required"),
        ({**SENT, "force_status": "splendid"}, "#/force_status", "invalid_choice"),
        ({**SENT, "narrative": "\0"}, "#/narrative", "null_characters_not_allowed"),
        ({**SENT, "force_due_on": "31/01/2099"}, "#/force_due_on", "invalid"),
        ({**SENT, "evidence": [1, "x"]}, "#/evidence/1", "invalid"),
        ({**SENT, "evidence": [999_999_999]}, "#/evidence/0", "not_found"),
        ({**SENT, "evidence": [2**63]}, "#/evidence/0", "not_found"),
        ({**SENT, "evidence": [10**30]}, "#/evidence/0", "invalid"),
        ({**SENT, "corrects": 7}, "#/corrects", "not_found"),
        ({**SENT, "corrects": 2**63}, "#/corrects", "not_found"),
    ],
)
def test_a_field_that_cannot_be_is_named(as_, cast, updates, body, field, code):
    refused = as_(cast.liaison).post(updates, body)
    assert refused.status_code == 400
    faults = refused.json()["errors"]
    assert (field, code) in {(fault["pointer"], fault["code"]) for fault in faults}
    assert not Update.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**SENT, "narrative": " "}, "nothing_to_report"),
        ({**SENT, "narrative": "x" * 2001}, "too_long"),
        ({**SENT, "force_status": "waiting"}, "waiting_on_missing"),
        ({**SENT, "force_due_on": "2001-01-01"}, "date_in_past"),
    ],
)
def test_a_rule_of_the_work_is_told_in_its_own_words(as_, cast, updates, body, code):
    refused = as_(cast.liaison).post(updates, body)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert " " in refused.json()["detail"]
    assert not Update.objects.exists()


def test_only_the_force_sends_updates(as_, cast, updates):
    assert as_(cast.stranger).post(updates, SENT).status_code == 404
    assert as_(cast.viewer).post(updates, SENT).status_code == 403
    assert as_(cast.inspector).post(updates, SENT).status_code == 403
    assert not Update.objects.exists()
    assert as_(cast.chief).post(updates, SENT).status_code == 201


def test_another_forces_evidence_cannot_be_used(as_, cast, updates):
    theirs = factories.finding("hertfordshire")
    held = (
        as_(cast.stranger)
        .upload(f"findings/{theirs.reference}/evidence/", file=notes(), title="Theirs")
        .json()
    )
    refused = as_(cast.liaison).post(updates, {**SENT, "evidence": [held["id"]]})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "not_found")


# --- Evidence ---------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was_sent(as_, cast, finding, evidence):
    api = as_(cast.liaison)
    added = api.upload(evidence, file=notes(), title="Visits in March", dated_on="2018-03-31")
    assert added.status_code == 201
    facts = api.get(added["Location"]).json()
    assert facts["file"]["sha256"] == hashlib.sha256(NOTES).hexdigest()
    assert (facts["dated_on"], facts["marking"]) == ("2018-03-31", "official")
    assert facts["findings"] == [f"http://testserver/api/v1/findings/{finding.reference}/"]
    assert api.get(evidence).json()["results"][0]["url"] == facts["url"]
    content = as_(cast.inspector).get(facts["file"]["content"])
    assert b"".join(content.streaming_content) == NOTES
    assert content["Content-Disposition"] == 'attachment; filename="visits.txt"'
    assert content["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert content["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in content["Cache-Control"]
    taken = AuditEvent.objects.get(kind=EventKind.EVIDENCE_DOWNLOADED)
    assert taken.actor == cast.inspector


def test_content_is_had_whatever_the_client_accepts(as_, cast, evidence):
    api = as_(cast.liaison)
    content = api.upload(evidence, file=notes(), title="Visits").json()["file"]["content"]
    assert api.client.get(content, headers={"Accept": "text/plain"}).status_code == 200


def test_a_link_is_kept(as_, cast, evidence):
    added = as_(cast.liaison).post(evidence, {"url": "https://cleveland.example/plan", "title": "The plan"})
    assert added.status_code == 201
    assert (added.json()["link"], added.json()["file"]) == ("https://cleveland.example/plan", None)
    content = as_(cast.liaison).get(f"{added.json()['url']}content/")
    assert (content.status_code, content.json()["code"]) == (409, "not_downloadable")


def test_evidence_of_another_force_does_not_exist(as_, cast, evidence):
    held = as_(cast.liaison).upload(evidence, file=notes(), title="Visits").json()
    for person in (cast.stranger, cast.body, cast.nobody):
        for address in (held["url"], held["file"]["content"]):
            assert as_(person).get(address).status_code == 404
        assert as_(person).upload(evidence, file=notes(), title="Visits").status_code == 404
    assert as_(cast.viewer).get(held["file"]["content"]).status_code == 200
    assert as_(cast.viewer).upload(evidence, file=notes(), title="Visits").status_code == 403


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("empty.txt", b""), "file_empty"),
        (("page.html", b"<script>"), "file_type_not_allowed"),
        (("plan.pdf", b"no PDF"), "file_type_disagrees"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing(as_, cast, evidence, file, code):
    refused = as_(cast.liaison).upload(evidence, file=notes(*file), title="Visits")
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"title": "Neither"}, "#/file"),
        ({"title": "Text", "file": "text"}, "#/file"),
        ({"title": "Both", "file": True, "url": "https://cleveland.example/"}, "#/url"),
        ({"file": True}, "#/title"),
        ({"title": "Secret", "marking": "secret", "file": True}, "#/marking"),
    ],
)
def test_evidence_is_one_file_or_one_link_with_a_title(as_, cast, evidence, fields, pointer):
    sent = {name: notes() if value is True else value for name, value in fields.items()}
    refused = as_(cast.liaison).upload(evidence, **sent)
    assert refused.status_code == 400
    assert [fault["pointer"] for fault in refused.json()["errors"]] == [pointer]


# --- Reviews ----------------------------------------------------------------------------------------------


@pytest.fixture
def queued(as_, cast, updates):
    """An update that awaits review, as the queue shows it."""
    as_(cast.liaison).post(updates, SENT)
    [waiting] = as_(cast.inspector).get("reviews/").json()["results"]
    return waiting


def test_more_evidence_is_asked_for(as_, cast, finding, queued):
    body = {"outcome": "more_evidence", "reason": "Show April too.", "more_by": "2099-01-31"}
    reviewed = as_(cast.inspector).post(queued["review"], body)
    assert reviewed.status_code == 201
    seen = as_(cast.liaison).get(queued["url"]).json()["review"]
    assert {name: seen[name] for name in body} == body
    assert seen["reviewed_by"] == cast.inspector.name
    assert as_(cast.inspector).get("reviews/").json()["results"] == []
    again = as_(cast.second_inspector).post(queued["review"], {"outcome": "accepted"})
    assert (again.status_code, again.json()["code"]) == (409, "already_reviewed")
    assert cast.inspector.name in again.json()["detail"]


def test_accepted_and_closed_in_one_breath(as_, cast, finding, queued):
    body = {"outcome": "accepted", "close_as": "verified"}
    assert as_(cast.inspector).post(queued["review"], body).status_code == 201
    whole = as_(cast.liaison).get(f"findings/{finding.reference}/").json()
    assert (whole["inspectorate_status"], whole["closure_reason"]) == ("closed", "verified")
    refused = as_(cast.liaison).post(f"findings/{finding.reference}/updates/", SENT)
    assert (refused.status_code, refused.json()["code"]) == (409, "finding_closed")


def test_a_review_is_an_inspectors(as_, cast, queued):
    for person, status in ((cast.stranger, 404), (cast.liaison, 403), (cast.editor, 403)):
        assert as_(person).post(queued["review"], {"outcome": "accepted"}).status_code == status
    assert as_(cast.liaison).get("reviews/").status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({}, 400, "#/outcome"),
        ({"outcome": "accepted", "more_by": "2099-01-31"}, 400, "#/more_by"),
        ({"outcome": "more_evidence", "reason": "More.", "close_as": "verified"}, 400, "#/close_as"),
        ({"outcome": "more_evidence"}, 422, "reason_missing"),
    ],
)
def test_a_review_that_makes_no_sense_is_refused(as_, cast, queued, body, status, named):
    refused = as_(cast.inspector).post(queued["review"], body)
    assert refused.status_code == status
    assert named in {
        refused.json()["code"],
        *(fault["pointer"] for fault in refused.json().get("errors", [])),
    }


# --- Levels of sign-off -----------------------------------------------------------------------------------


def test_levels_are_signed_through_the_api(as_, cast, finding, updates):
    SignOffLevel.objects.create(number=1, name="Inspector")
    SignOffLevel.objects.create(number=2, name="Head of region")
    sent = as_(cast.liaison).post(updates, SENT).json()
    review = f"{sent['url']}review/"
    to_do = as_(cast.inspector).get(review).json()
    assert to_do["level"] == {"number": 1, "name": "Inspector", "is_last": False}
    assert to_do["state"]["update"]["narrative"] == SENT["narrative"]
    decision = {"outcome": "accepted", "level": 1, "seen": to_do["seen"]}
    signed = as_(cast.inspector).post(review, decision).json()
    assert (signed["review"], [row["level"] for row in signed["sign_offs"]]) == (None, [1])
    assert as_(cast.second_inspector).post(review, decision).status_code == 409
    done = as_(cast.second_inspector).post(review, decision | {"level": 2}).json()
    assert (done["review"]["level"], len(done["sign_offs"])) == (2, 2)
    assert [row["changes"] for row in as_(cast.inspector).get(review).json()["decisions"]] == [[], []]


@pytest.mark.parametrize(
    ("who", "answer"), [("liaison", 403), ("viewer", 403), ("body", 404), ("stranger", 404)]
)
def test_what_is_decided_on_is_for_inspectors(as_, cast, finding, updates, who, answer):
    sent = as_(cast.liaison).post(updates, SENT).json()
    assert as_(getattr(cast, who)).get(f"{sent['url']}review/").status_code == answer
