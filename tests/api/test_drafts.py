"""Drafts through the REST API: one a person and finding, seen by nobody else, sent once."""

import pytest

from tests import factories
from tracker.models import Finding, Update, UpdateDraft


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def address(finding):
    return f"findings/{finding.reference}/draft/"


def test_it_is_saved_bit_by_bit_listed_and_sent_once(as_, cast, finding, address):
    api = as_(cast.liaison)
    assert api.get(address).status_code == 404
    api.put(address, {"force_status": "on_track", "force_due_on": "2999-06-01"})
    saved = api.put(address, {"narrative": "Visits are made on time."}).json()
    assert (saved["force_status"], saved["force_due_on"]) == ("on_track", "2999-06-01")
    assert [row["reference"] for row in api.get("drafts/").json()] == [finding.reference]
    assert api.post(f"{address}send/").status_code == 201
    assert api.post(f"{address}send/").status_code == 409
    assert Update.objects.get().narrative == "Visits are made on time."
    assert api.get("drafts/").json() == []


def test_it_warns_when_the_finding_has_changed_meanwhile(as_, cast, finding, address):
    api = as_(cast.liaison)
    assert not api.put(address, {"narrative": "Begun."}).json()["finding_changed"]
    Finding.objects.filter(pk=finding.pk).update(version=finding.version + 1)
    assert api.get(address).json()["finding_changed"]
    answer = api.post(f"{address}send/", {"seen_version": finding.version})
    assert answer.status_code in (409, 422)
    assert UpdateDraft.objects.exists()


def test_it_is_discarded(as_, cast, address):
    api = as_(cast.liaison)
    api.put(address, {"narrative": "Begun."})
    assert api.post(f"{address}discard/").json()["narrative"] == "Begun."
    assert api.get(address).status_code == 404


def test_nobody_else_sees_it(as_, cast, address):
    as_(cast.liaison).put(address, {"narrative": "Begun."})
    assert as_(cast.chief).get(address).status_code == 404
    assert as_(cast.chief).get("drafts/").json() == []


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("inspector", 403), ("stranger", 404)])
def test_who_may_not_send_updates_keeps_no_draft(as_, cast, address, who, status):
    assert as_(getattr(cast, who)).put(address, {"narrative": "x"}).status_code == status


def test_a_hand_over_is_previewed(as_, cast, finding):
    Finding.objects.filter(pk=finding.pk).update(lead=cast.chief)
    address = "forces/cleveland/hand-over/"
    shown = as_(cast.liaison).get(address, giver=cast.chief.email).json()
    assert [link.split("/")[-2] for link in shown["leads"]] == [finding.reference]
    assert Finding.objects.get(pk=finding.pk).lead == cast.chief
    assert as_(cast.liaison).get(address, giver="x@example.org").status_code == 400
    assert as_(cast.viewer).get(address, giver=cast.chief.email).status_code == 403
