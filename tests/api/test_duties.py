"""Answers to reports through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tracker.vocabulary import FindingKind

TODAY = timezone.localdate()
FIRST = TODAY - timedelta(days=30)


@pytest.fixture
def report(cast):
    inspection = factories.inspection(year=2017, public_from=FIRST)
    return factories.report(inspection=inspection, published_on=FIRST, published_precision="day")


def test_from_the_clock_to_the_published_response(as_, cast, report):
    kind = FindingKind.RECOMMENDATION
    finding = factories.finding(inspection=report.inspection, report=report, kind=kind)
    body, liaison, stranger = as_(cast.body), as_(cast.liaison), as_(cast.stranger)
    [row] = stranger.get("answers/").json()["results"]
    assert (row["clock"]["day"], row["clock"]["is_running"]) == (31, True)
    entries = f"answers/{row['id']}/entries/"
    explained = {"part": "explanation", "version": 0, "course": "taken", "text": "It is done."}
    assert body.post(entries, explained | {"finding": "cleveland-2017-eff-99"}).status_code == 400
    explained["finding"] = finding.reference
    assert body.post(entries, explained).status_code == 201
    said = {"part": "chief_officers_comments", "version": 0, "text": "Yes.", "said_by": "Chief Constable"}
    refused = liaison.post(entries, said)
    assert (refused.status_code, refused.json()["code"]) == (422, "part_missing")
    assert liaison.post(entries, said | {"on": TODAY.isoformat()}).status_code == 201
    published = {"part": "published", "version": 0, "link": "https://pcc.example/a", "on": TODAY.isoformat()}
    assert liaison.post(entries, published).status_code == 403
    assert stranger.post(entries, published).status_code == 403
    told = as_(cast.inspector).post(entries, published).json()
    other = published | {"link": "https://pcc.example/b"}
    refused = body.post(entries, other)
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    [recommended] = body.get(row["url"]).json()["recommendations"]
    assert recommended["explanation"]["text"] == "It is done."
    open_to_all = stranger.get(row["url"]).json()
    assert [entry["link"] for entry in open_to_all["entries"]] == ["https://pcc.example/a"]
    assert open_to_all["recommendations"][0]["explanation"] is None
    assert body.post(told["take_back_at"], {"reason": "A mistake."}).json()["is_withdrawn"] is True
    assert stranger.get(row["url"]).json()["entries"] == []


def test_before_publication_there_is_nothing(as_, cast, report):
    type(report).objects.update(published_on=TODAY + timedelta(days=1))
    for person in (cast.body, cast.liaison, cast.stranger, cast.inspector):
        assert as_(person).get("answers/").json()["results"] == []
        assert as_(person).get(f"answers/{report.pk}/").status_code == 404
