"""Evidence through the API: measures, used again, replaced, assessed, withdrawn, listed and scanned again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tracker.models import Evidence
from tracker.services import files
from tracker.vocabulary import FileState

NOTES = b"Visits made on time, March: 41 of 42."
FIGURE = {
    "name": "Domestic violence protection orders",
    "unit": "orders",
    "value": "32",
    "period": "12 months to 30 June 2017",
    "comparator_value": "69",
    "comparator_period": "12 months to 30 June 2016",
}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def place(finding) -> str:
    return f"findings/{finding.reference}/evidence/"


@pytest.fixture
def held(as_, cast, place) -> dict:
    return as_(cast.liaison).upload(place, file=notes(), title="Visits").json()


def notes(content: bytes = NOTES) -> SimpleUploadedFile:
    return SimpleUploadedFile("visits.txt", content)


def test_a_measure_comes_back_with_its_period_and_comparator(as_, cast, place):
    added = as_(cast.liaison).post(place, {"title": "DVPOs", "figure": FIGURE})
    assert added.status_code == 201
    figure = as_(cast.inspector).get(added["Location"]).json()["figure"]
    assert (float(figure["value"]), float(figure["comparator_value"])) == (32, 69)
    assert (figure["name"], figure["period"]) == (FIGURE["name"], FIGURE["period"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"value": "many"}, 400),
        ({"value": "NaN"}, 400),
        ({"period": ""}, 400),
        ({"comparator_period": ""}, 422),
    ],
)
def test_a_figure_that_cannot_be_is_refused(as_, cast, place, change, status):
    refused = as_(cast.liaison).post(place, {"title": "DVPOs", "figure": FIGURE | change})
    assert refused.status_code == status
    assert not Evidence.objects.exists()


def test_the_same_bytes_are_answered_with_what_holds_them(as_, cast, place, held):
    refused = as_(cast.liaison).upload(place, file=notes(), title="Again")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_held")
    assert refused.json()["existing"] == held["url"]


def test_evidence_is_used_for_another_finding(as_, cast, held):
    other = factories.finding()
    used = as_(cast.liaison).post(f"findings/{other.reference}/evidence/", {"evidence": held["id"]})
    assert used.status_code == 201
    assert len(used.json()["findings"]) == 2


def test_another_force_s_evidence_is_not_used(as_, cast, held):
    theirs = factories.finding("hertfordshire")
    refused = as_(cast.stranger).post(f"findings/{theirs.reference}/evidence/", {"evidence": held["id"]})
    assert refused.status_code == 404


def test_a_newer_version_replaces_it(as_, cast, held):
    api, versions = as_(cast.liaison), f"{held['url']}versions/"
    new = api.upload(versions, file=notes(b"April, too."), title="Visits", reason="With April")
    assert (new.status_code, new.json()["version"]) == (201, 2)
    assert api.get(held["url"]).json()["replaced_by"] == new.json()["url"]
    again = api.upload(versions, file=notes(b"May, too."), title="Visits", reason="With May")
    assert (again.status_code, again.json()["code"]) == (409, "not_replaceable")


def test_an_inspector_assesses_it(as_, cast, held):
    assessment = f"{held['url']}assessment/"
    refused = as_(cast.inspector).put(assessment, {"assessment": "not_enough"})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    done = as_(cast.inspector).put(assessment, {"assessment": "not_enough", "reason": "It ends in March."})
    assert (done.status_code, done.json()["assessed_by"]) == (200, cast.inspector.name)
    assert as_(cast.liaison).put(assessment, {"assessment": "accepted"}).status_code == 403
    assert as_(cast.stranger).put(assessment, {"assessment": "accepted"}).status_code == 404


def test_it_is_withdrawn(as_, cast, held):
    done = as_(cast.liaison).post(f"{held['url']}withdrawal/", {"reason": "It names a victim"})
    assert done.json()["withdrawn_at"]
    assert as_(cast.inspector).get(held["file"]["content"]).status_code == 409


def test_the_list_is_one_s_own_and_filtered(as_, cast, place, held):
    as_(cast.liaison).post(place, {"title": "The plan", "url": "https://cleveland.example/plan"})
    everything = "evidence/"
    assert len(as_(cast.inspector).get(everything).json()["results"]) == 2
    assert [row["id"] for row in as_(cast.viewer).get(everything, kind="file").json()["results"]] == [
        held["id"]
    ]
    assert as_(cast.liaison).get(everything, q="plan").json()["results"][0]["title"] == "The plan"
    assert as_(cast.liaison).get(everything, standing="withdrawn").json()["results"] == []
    assert as_(cast.stranger).get(everything).json()["results"] == []
    assert as_(cast.body).get(everything).status_code == 403
    assert as_(cast.liaison).get(everything, kind="rumour").status_code == 400


def test_staff_have_a_file_scanned_again(as_, cast, held):
    scan = f"{held['url']}scan/"
    assert as_(cast.editor).post(scan).status_code == 409
    Evidence.objects.update(state=FileState.FAILED, scan_problem="ERROR")
    assert as_(cast.liaison).post(scan).status_code == 403
    assert as_(cast.editor).post(scan).json()["file"]["state"] == "received"


def test_a_store_without_room_is_told_as_ours(as_, cast, place, settings, tmp_path):
    in_the_way = tmp_path / "a file where the folder should be"
    in_the_way.touch()
    settings.MEDIA_ROOT = in_the_way
    refused = as_(cast.liaison).upload(place, file=notes(), title="Visits")
    assert (refused.status_code, refused.json()["code"]) == (503, files.FileNotStored.code)
    assert not Evidence.objects.exists()
