"""Corrections and withdrawals through the API."""

import pytest

from tests import factories
from tests.services.report_files import confirmed, proposal, read_report
from tracker.vocabulary import ProposalKind

WHY = "The reader took the wrong line."


@pytest.fixture
def row(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.JUDGMENT, ProposalKind.FINDING)
    return proposal(report, ProposalKind.FINDING)


def test_a_finding_is_corrected_and_its_history_listed(as_, cast, row):
    api, address = as_(cast.editor), f"findings/{row.finding.reference}/corrections/"
    before = row.finding.text
    seen = row.finding.version
    changed = api.post(address, {"text": "Other words.", "reason": WHY, "version": seen})
    assert (changed.status_code, changed.json()["text"]) == (200, "Other words.")
    late = api.post(address, {"text": "Mine.", "reason": WHY, "version": seen})
    assert (late.status_code, late.json()["code"]) == (409, "corrected_meanwhile")
    [told] = as_(cast.stranger).get(address).json()["results"]
    assert told["changes"] == [{"field": "text", "before": before, "after": "Other words."}]
    assert (told["by"], told["reason"]) == (cast.editor.name, WHY)


def test_what_cannot_stand_is_refused_by_its_field(as_, cast, row):
    api, address = as_(cast.editor), f"findings/{row.finding.reference}/corrections/"
    wrong = api.post(address, {"question": "Cakes", "reason": WHY})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/question")
    assert api.post(address, {"text": "Other words."}).json()["errors"][0]["pointer"] == "#/reason"
    assert api.post(address, {"reason": WHY}).json()["code"] == "nothing_changed"


def test_the_force_corrects_nothing(as_, cast, row):
    given = {"text": "Other words.", "reason": WHY}
    address = f"findings/{row.finding.reference}/corrections/"
    assert as_(cast.liaison).post(address, given).status_code == 403
    assert as_(cast.stranger).post(address, given).status_code == 404


def test_a_grade_is_corrected_through_its_proposal(as_, cast, row):
    judgment = proposal(row.report, ProposalKind.JUDGMENT)
    address = f"reports/{row.report_id}/proposals/{judgment.pk}/amend/"
    wrong = as_(cast.editor).post(address, {"correction": {"grade": "Splendid"}, "reason": WHY})
    assert wrong.json()["errors"][0]["pointer"] == "#/correction/grade"
    shown = as_(cast.editor).post(address, {"correction": {"grade": "Inadequate"}, "reason": WHY})
    assert shown.json()["amended_at"]
    judgment.judgment.refresh_from_db()
    assert judgment.judgment.grade.label == "Inadequate"


def test_the_details_of_a_confirmed_inspection_are_corrected(as_, cast, row):
    inspection = proposal(row.report, ProposalKind.INSPECTION)
    address = f"reports/{row.report_id}/proposals/{inspection.pk}/amend/"
    wrong = as_(cast.editor).post(address, {"correction": {"isbn": "1" * 14}, "reason": WHY})
    assert wrong.json()["errors"][0]["pointer"] == "#/correction/isbn"
    stays = as_(cast.editor).post(address, {"correction": {"force": "Kent Police"}, "reason": WHY})
    assert (stays.status_code, stays.json()["code"]) == (422, "not_correctable")
    given = {"correction": {"title": "PEEL 2017"}, "reason": WHY}
    assert as_(cast.editor).post(address, given).json()["amended_at"]
    assert as_(cast.editor).get(f"reports/{row.report_id}/").json()["title"] == "PEEL 2017"


def test_a_withdrawn_finding_is_gone_and_its_proposal_says_so(as_, cast, row):
    api, address = as_(cast.editor), f"reports/{row.report_id}/proposals/{row.pk}/withdraw/"
    shown = api.post(address, {"reason": WHY})
    assert (shown.status_code, shown.json()["status"]) == (200, "confirmed")
    assert shown.json()["withdrawn_at"]
    assert api.get(f"findings/{row.finding.reference}/").status_code == 410
    again = api.post(address, {"reason": WHY})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_withdraw")


def test_a_withdrawal_is_undone_with_a_reason_and_once(as_, cast, row):
    api, address = as_(cast.editor), f"reports/{row.report_id}/proposals/{row.pk}"
    early = api.post(f"{address}/restore/", {"reason": "It was right."})
    assert (early.status_code, early.json()["code"]) == (409, "nothing_to_restore")
    api.post(f"{address}/withdraw/", {"reason": WHY})
    assert api.post(f"{address}/restore/", {}).json()["errors"][0]["pointer"] == "#/reason"
    assert as_(cast.liaison).post(f"{address}/restore/", {"reason": "Mine."}).status_code == 404
    assert api.get(f"findings/{row.finding.reference}/").status_code == 410
    restored = api.post(f"{address}/restore/", {"reason": "It was right."})
    assert (restored.status_code, restored.json()["withdrawn_at"]) == (200, None)
    assert api.get(f"findings/{row.finding.reference}/").status_code == 200


def test_a_withdrawal_is_not_undone_over_what_took_its_place(as_, cast, row):
    api, address = as_(cast.editor), f"reports/{row.report_id}/proposals/{row.pk}"
    api.post(f"{address}/withdraw/", {"reason": WHY})
    was = row.finding
    factories.finding(inspection=was.inspection, text=was.text, question=was.question, kind=was.kind)
    refused = api.post(f"{address}/restore/", {"reason": "It was right."})
    assert (refused.status_code, refused.json()["code"]) == (409, "place_taken")
