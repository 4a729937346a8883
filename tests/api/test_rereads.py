"""Reshaping, second readings, history and agreement through the API."""

import pytest

from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tracker.services import proposals, rereads
from tracker.vocabulary import ProposalKind

OFFENDERS = "registered sex offenders"


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    return report


def test_a_second_reading_is_asked_for_and_its_new_items_taken_over(as_, cast, report):
    proposal(report, ProposalKind.FINDING, OFFENDERS).delete()
    api = as_(cast.editor)
    asked = api.post(f"reports/{report.pk}/rereads/")
    assert (asked.status_code, asked.json()["status"], asked.json()["differences"]) == (202, "waiting", [])
    assert api.post(f"reports/{report.pk}/rereads/").json()["code"] == "already_under_way"
    early = api.post(f"{asked['Location']}take/")
    assert (early.status_code, early.json()["code"]) == (409, "not_read_yet")
    rereads.read(reread_id=asked.json()["id"], now=NOW)
    [difference] = api.get(asked["Location"]).json()["differences"]
    assert (difference["state"], difference["list"], difference["proposal"]) == ("new", "findings", None)
    item = {"list": "findings", "position": difference["position"]}
    made = api.post(f"{asked['Location']}take/", {"items": [item]})
    assert (made.status_code, made.json()[0]["origin"]) == (201, "read_again")
    late = api.post(f"{asked['Location']}take/")
    assert (late.status_code, late.json()["code"]) == (422, "nothing_new")
    [row] = api.get(f"reports/{report.pk}/rereads/").json()["results"]
    assert row["status"] == "done"


def test_a_changed_item_follows_a_second_reading_once(as_, cast, report):
    row = proposal(report, ProposalKind.FINDING)
    right = row.payload["text"]
    proposals.confirm(proposal=row, by=cast.editor, now=NOW, correction={"text": f"{right} Always."})
    reread = rereads.ask(report=report, by=cast.editor, now=NOW)
    api, address = as_(cast.editor), f"reports/{report.pk}/rereads/{reread.pk}"
    item = {"list": "findings", "position": 0}
    early = api.post(f"{address}/take-change/", item)
    assert (early.status_code, early.json()["code"]) == (422, "no_such_change")
    rereads.read(reread_id=reread.pk, now=NOW)
    [found] = api.get(f"{address}/").json()["differences"]
    assert (found["state"], found["proposal_status"]) == ("changed", "confirmed")
    item["position"] = found["position"]
    assert api.post(f"{address}/take-change/", {"list": "cakes", "position": 0}).status_code == 400
    assert as_(cast.liaison).post(f"{address}/take-change/", item).status_code == 404
    taken = api.post(f"{address}/take-change/", item)
    assert (taken.status_code, taken.json()["id"]) == (200, row.pk)
    assert api.get(taken.json()["finding"]).json()["text"] == right
    assert api.post(f"{address}/take-change/", item).json()["code"] == "no_such_change"


def test_a_second_reading_that_failed_is_tried_anew(as_, cast, report):
    report.file.delete(save=False)
    reread = rereads.ask(report=report, by=cast.editor, now=NOW)
    api, address = as_(cast.editor), f"reports/{report.pk}/rereads/{reread.pk}/retry/"
    waits = api.post(address)
    assert (waits.status_code, waits.json()["code"]) == (409, "nothing_to_read_again")
    rereads.read(reread_id=reread.pk, now=NOW)
    assert "could not be opened" in api.get(f"reports/{report.pk}/rereads/{reread.pk}/").json()["problem"]
    assert as_(cast.liaison).post(address).status_code == 404
    again = api.post(address)
    assert (again.status_code, again.json()["status"]) == (202, "waiting")
    assert api.post(address).status_code == 409


def test_a_proposal_is_split_and_others_merged(as_, cast, report):
    api, row = as_(cast.editor), proposal(report, ProposalKind.FINDING)
    words = row.payload["text"]
    middle = words.index(" ", len(words) // 2)
    address = f"reports/{report.pk}/proposals/{row.pk}/split/"
    assert api.post(address, {"parts": [words]}).json()["code"] == "not_reshapable"
    made = api.post(address, {"parts": [words[:middle], words[middle:]]})
    assert (made.status_code, [part["origin"] for part in made.json()]) == (201, ["split", "split"])
    late = api.post(address, {"parts": [words[:middle], words[middle:]]})
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")
    ids = [part["id"] for part in made.json()]
    merged = api.post(f"reports/{report.pk}/merge/", {"proposals": ids})
    assert (merged.status_code, merged.json()["payload"]["text"]) == (201, words)
    wrong = api.post(f"reports/{report.pk}/merge/", {"proposals": [1, 2_000_000]})
    assert wrong.json()["errors"][0]["pointer"] == "#/proposals"


def test_what_was_missed_is_added(as_, cast, report):
    api, address = as_(cast.editor), f"reports/{report.pk}/proposals/"
    item = {"kind": "area_for_improvement", "text": "The force should do so."}
    given = {"kind": "finding", "quote": report.text[:40], "values": item}
    added = api.post(address, given)
    assert (added.status_code, added.json()["origin"], added.json()["status"]) == (201, "person", "confirmed")
    assert api.get(added.json()["finding"]).json()["text"] == "The force should do so."
    wrong = api.post(address, given | {"values": {"kind": "cake"}})
    assert wrong.json()["errors"][0]["pointer"] == "#/values/kind"
    assert api.post(address, given | {"quote": "All is well."}).json()["code"] == "not_in_the_report"
    assert api.post(address, given | {"kind": "inspection"}).json()["code"] == "not_reshapable"
    assert as_(cast.liaison).post(address, given).status_code == 404


def test_history_and_agreement(as_, cast, report):
    api = as_(cast.editor)
    sentences = [row["sentence"] for row in api.get(f"reports/{report.pk}/history/").json()["results"]]
    assert sentences[-1] == "Uploaded"
    row = next(row for row in api.get("agreement/").json() if row["kind"] == "inspection")
    assert (row["as_proposed"], row["rate"], row["reader"]) == (1, 1.0, report.reader)
    found = api.get("agreement/items/?kind=inspection&outcome=as_proposed").json()["results"]
    assert [each["outcome"] for each in found] == ["as_proposed"]
    for address in ("agreement/", "agreement/items/"):
        assert as_(cast.liaison).get(address).status_code == 403
