"""A report's silence and silent repeats through the API."""

import pytest

from accounts.scopes import Scope
from tests import factories
from tests.factories import NOW


@pytest.fixture
def report(cast):
    made = factories.report(status="decided", decided_at=NOW, compared_at=NOW)
    made.inspection.assessed.add(factories.question())
    return made


@pytest.fixture
def repeat(report):
    new = factories.finding(report=report)
    return factories.link(
        factories.finding(year=2016), new, status="proposed", score=0.61, reasons=["Alike."]
    )


@pytest.fixture
def editor(as_, cast):
    return as_(cast.editor)


def test_earlier_findings_are_listed_with_why(editor, report, repeat):
    whole = editor.get(f"reports/{report.pk}/").json()
    assert whole["compared_at"]
    [row] = editor.get(whole["unaccounted_for"]).json()["results"]
    assert (row["reference"], row["silence"]) == (repeat.predecessor.reference, "reinspected")
    assert editor.get(row["finding"]).status_code == 200


def test_before_the_inspection_is_confirmed_nothing_is_known(editor):
    report = factories.report(inspection=None)
    refused = editor.get(f"reports/{report.pk}/unaccounted-for/")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_inspection_yet")
    assert editor.get(f"reports/{report.pk}/silent-repeats/").json()["results"] == []


def test_a_silent_repeat_leads_to_its_decision(editor, report, repeat):
    [row] = editor.get(f"reports/{report.pk}/silent-repeats/").json()["results"]
    assert (row["status"], row["score"], row["reasons"]) == ("proposed", 0.61, ["Alike."])
    answer = editor.post(row["decision"], {"decision": "confirmed", "relation": "related"})
    assert (answer.status_code, answer.json()["status"]) == (200, "confirmed")


def test_it_takes_the_scope_of_reports(as_, cast, report, repeat):
    reader = as_(cast.editor, Scope.FINDINGS_READ)
    for part in ("unaccounted-for", "silent-repeats"):
        assert reader.get(f"reports/{report.pk}/{part}/").status_code == 403
