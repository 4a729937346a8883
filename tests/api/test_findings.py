"""Findings through the API: the register for everyone, the workspace for its own."""

import json
from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tracker.vocabulary import FindingKind, ForceStatus

WORKSPACE = {
    "force_status",
    "waiting_on",
    "last_update_at",
    "due_on",
    "force_due_on",
    "due_original",
    "due_moves",
    "force_due_original",
    "force_due_moves",
    "is_overdue",
    "lead",
    "version",
    "updates",
    "evidence",
    "timeline",
}
CANARY = "canary-of-the-workspace"


@pytest.fixture
def finding(cast):
    """A finding whose workspace is full of canaries."""
    finding = factories.finding(
        report=factories.report(published_on=date(2018, 3, 1), published_precision="month"),
        force_status=ForceStatus.WAITING,
        waiting_on=CANARY,
        force_due_on=date(2020, 1, 1),
        lead=factories.person("lead@cleveland.example", name=CANARY),
    )
    factories.update(finding, by=cast.liaison, narrative=CANARY)
    return finding


def test_the_log_of_the_old_register_stays_with_the_finding(as_, cast, finding):
    entry = {"on": "2017-03-02", "status": "complete", "comment": None}
    finding.report.proposals.create(
        kind="finding", position=0, payload={"log": [entry]}, status="confirmed", finding=finding,
        decided_by=cast.editor, decided_at=finding.raised_at,
    )  # fmt: skip
    assert as_(cast.stranger).get(f"findings/{finding.reference}/").json()["register_log"] == [entry]
    other = factories.finding()
    assert as_(cast.stranger).get(f"findings/{other.reference}/").json()["register_log"] == []


def test_row(as_, cast, finding):
    row = as_(cast.liaison).get("findings/").json()["results"][0]
    assert row["reference"] == finding.reference
    assert row["force"]["slug"] == "cleveland"
    assert row["programme"] == {
        "slug": "peel-2017",
        "name": "PEEL 2017",
        "url": "http://testserver/api/v1/programmes/peel-2017/",
    }
    assert row["source"]["title"] == "PEEL: Police effectiveness 2017"
    assert row["source"]["published"] == "2018-03"
    assert "Open Government Licence v3.0" in row["source"]["licence"]
    assert row["force_status"] == "waiting"
    assert row["waiting_on"] == row["lead"] == CANARY
    assert row["force_due_on"] == "2020-01-01"
    assert row["is_overdue"] is True


@pytest.mark.parametrize("name", ["liaison", "viewer", "chief", "force_admin", "inspector", "editor"])
def test_workspace_is_there_for_its_own(as_, cast, finding, name):
    whole = as_(getattr(cast, name)).get(f"findings/{finding.reference}/").json()
    assert set(whole) >= WORKSPACE


@pytest.mark.parametrize("name", ["stranger", "body"])
def test_others_read_the_register_without_the_workspace(as_, cast, finding, name):
    api = as_(getattr(cast, name))
    row, whole = api.get("findings/").json()["results"][0], api.get(f"findings/{finding.reference}/").json()
    for shown in (row, whole):
        assert shown["text"] == finding.text
        assert not WORKSPACE & set(shown)
        assert CANARY not in json.dumps(shown)


@pytest.mark.parametrize("status", ["under_review", "more_evidence_needed"])
def test_what_hmicfrs_says_is_told_to_others_as_open(as_, cast, status):
    finding = factories.finding(inspectorate_status=status)
    for person, told in [(cast.viewer, status), (cast.stranger, "open"), (cast.body, "open")]:
        api = as_(person)
        row = api.get("findings/", inspectorate_status=told).json()["results"][0]
        assert row["inspectorate_status"] == told
        assert api.get(f"findings/{finding.reference}/").json()["inspectorate_status"] == told
        untold = {"open", status} - {told}
        assert api.get("findings/", inspectorate_status=untold.pop()).json()["results"] == []


@pytest.mark.parametrize("part", ["updates/", "updates/1/", "evidence/", "timeline/"])
def test_workspace_of_another_force_does_not_exist(as_, cast, finding, part):
    address = f"findings/{finding.reference}/{part}"
    assert as_(cast.liaison).get(address).status_code == 200
    for person in (cast.stranger, cast.body, cast.nobody):
        refused = as_(person).get(address)
        assert refused.status_code == 404
        assert CANARY not in refused.content.decode()


@pytest.mark.parametrize("part", ["", "chain/"])
def test_embargoed_finding_exists_for_hmicfrs_alone(as_, cast, part):
    secret = factories.finding(public_from=None)
    address = f"findings/{secret.reference}/{part}"
    assert as_(cast.inspector).get(address).status_code == 200
    assert as_(cast.liaison).get(address).status_code == 404
    assert as_(cast.liaison).get("findings/").json()["results"] == []


def test_someone_without_a_role_sees_nothing(as_, cast, finding):
    assert as_(cast.nobody).get("findings/").json()["results"] == []
    assert as_(cast.nobody).get(f"findings/{finding.reference}/").status_code == 404


def test_chain_tells_of_its_years(as_, cast):
    old = factories.finding(year=2016, verdict="not_improved", verdict_year=2017)
    new = factories.finding()
    said = factories.statement(old, in_report=factories.report(), quote="The situation has not improved.")
    factories.link(old, new, statement=said)
    chain = as_(cast.stranger).get(f"findings/{new.reference}/chain/").json()
    assert chain["times_found"] == 2
    assert chain["first"].endswith(f"/findings/{old.reference}/")
    latest, first = chain["years"]
    assert [latest["year"], first["year"]] == [2017, 2016]
    assert latest["statements"][0]["quote"] == "The situation has not improved."
    assert latest["findings"][0]["predecessors"][0]["relation"] == "continues"
    assert first["findings"][0]["verdict"] == "not_improved"
    assert as_(cast.stranger).get(f"findings/{new.reference}/").json()["chain"] == chain


def test_parent_and_recommendations_lead_to_each_other(as_, cast):
    cause = factories.finding(kind=FindingKind.CAUSE_OF_CONCERN)
    below = factories.finding(kind=FindingKind.RECOMMENDATION, parent=cause)
    api = as_(cast.liaison)
    [address] = api.get(f"findings/{cause.reference}/").json()["recommendations"]
    recommendation = api.get(address).json()
    assert recommendation["reference"] == below.reference
    assert recommendation["parent"].endswith(f"/findings/{cause.reference}/")


def test_every_address_in_a_finding_leads_somewhere(as_, cast, finding):
    api = as_(cast.liaison)
    whole = api.get(f"findings/{finding.reference}/").json()
    addresses = [whole[name] for name in ("url", "inspection", "updates", "evidence", "timeline")]
    addresses += [whole["force"]["url"], whole["programme"]["url"], whole["chain"]["first"]]
    for address in addresses:
        assert api.get(address).status_code == 200, address
    assert whole["page"].endswith(reverse("finding-detail", args=[finding.reference]))


def test_filters_are_those_of_the_pages(as_, cast):
    factories.finding()
    other = factories.finding("hertfordshire", year=2016, kind=FindingKind.CAUSE_OF_CONCERN)
    api = as_(cast.inspector)
    for parameters in (
        {"force": "hertfordshire"},
        {"year": "2016"},
        {"kind": "cause_of_concern"},
        {"inspectorate_status": "open", "force_status": "not_started", "year": "2016"},
        {"q": other.reference},
    ):
        rows = api.get("findings/", **parameters).json()["results"]
        assert [row["reference"] for row in rows] == [other.reference], parameters


def test_what_cannot_be_asked_is_named(as_, cast):
    refused = as_(cast.liaison).get("findings/", year="banana", kind="plum", force="nowhere")
    assert refused.status_code == 400
    assert {fault["parameter"] for fault in refused.json()["errors"]} == {"year", "kind", "force"}


@pytest.mark.parametrize("address", ["findings/", "findings/{}/", "findings/{}/updates/", "me/", "forces/"])
def test_unknown_parameter_is_refused_by_name(as_, cast, finding, address):
    refused = as_(cast.liaison).get(address.format(finding.reference), colour="blue")
    assert refused.status_code == 400
    problem = refused.json()
    assert problem["errors"][0]["parameter"] == "colour"
    assert "colour" in problem["detail"]


def test_closing_is_the_inspectors(as_, cast, finding):
    address = f"findings/{finding.reference}/close/"
    assert as_(cast.stranger).post(address, {"reason": "verified"}).status_code == 404
    assert as_(cast.liaison).post(address, {"reason": "verified"}).status_code == 403
    assert as_(cast.inspector).post(address, {"reason": "because"}).status_code == 400
    closed = as_(cast.inspector).post(address, {"reason": "no_further_action", "note": "Overtaken."})
    assert closed.status_code == 200
    assert closed.json()["inspectorate_status"] == "closed"
    assert closed.json()["closure_reason"] == "no_further_action"
    again = as_(cast.second_inspector).post(address, {"reason": "verified"})
    assert again.status_code == 409
    assert again.json()["code"] == "already_closed"


def test_a_finding_says_whether_it_is_carried_forward(as_, cast):
    finding = factories.finding(year=2016)
    api = as_(cast.stranger)
    assert api.get(f"findings/{finding.reference}/").json()["carried_forward"] is False
    factories.inspection(year=2017).assessed.add(factories.question("Investigating crime"))
    assert api.get(f"findings/{finding.reference}/").json()["carried_forward"] is True
    for value, count in (("true", 1), ("false", 0)):
        assert len(api.get("findings/", carried_forward=value).json()["results"]) == count
    assert api.get("findings/", carried_forward="perhaps").status_code == 400
