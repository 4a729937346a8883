"""Pages that split, merge and add."""

import pytest
from django.urls import reverse

from tests.services.report_files import confirmed, proposal, read_report
from tests.web.test_corrections import send
from tests.web.test_reports import page, sheet_of, shown_values, text_of
from tracker.models import Finding, Judgment, Statement
from tracker.vocabulary import Decision, ProposalKind, ProposalOrigin


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    return report


def add_page(report, kind) -> str:
    return reverse("proposal-add", args=[report.pk, kind])


def test_a_finding_is_split_where_its_sentence_ends(editor, report):
    row = proposal(report, ProposalKind.FINDING)
    address = page("proposal-split", row)
    assert address in editor.get(sheet_of(report)).content.decode()
    shown = shown_values(editor.get(address))
    assert f"{shown['first']} {shown['second']}" == row.payload["text"]
    response = editor.post(address, shown)
    made = report.proposals.filter(origin=ProposalOrigin.SPLIT).order_by("position")
    assert response.url == f"{sheet_of(report)}#proposal-{made[0].pk}"
    assert [part.payload["text"] for part in made] == [shown["first"], shown["second"]]
    assert "Replaced" in text_of(editor.get(sheet_of(report)))


def test_a_refused_split_keeps_what_was_typed(editor, report):
    row = proposal(report, ProposalKind.STATEMENT)
    shown = editor.post(page("proposal-split", row), {"first": "All is well.", "second": "Or not."})
    assert "does not stand in the report" in text_of(shown)
    assert "Or not." in shown.content.decode()


def test_findings_are_merged(editor, report):
    row, other = report.proposals.filter(kind=ProposalKind.FINDING).order_by("position")[:2]
    address = page("proposal-merge", row)
    assert "Select the items to merge with it" in text_of(editor.post(address))
    response = editor.post(address, {"others": [other.pk]})
    made = report.proposals.get(origin=ProposalOrigin.MERGED)
    assert response.url == f"{sheet_of(report)}#proposal-{made.pk}"
    marks = editor.get(sheet_of(report)).content.decode()
    assert f'id="source-{made.pk}"' in marks
    assert f'id="source-{row.pk}"' not in marks


def test_what_is_decided_is_not_split(editor, report):
    row = proposal(report, ProposalKind.INSPECTION)
    for name in ("proposal-split", "proposal-merge"):
        assert editor.get(page(name, row)).url == sheet_of(report)


def test_a_finding_that_was_missed_is_added(editor, report):
    quote = next(line for line in report.text.splitlines() if len(line) > 60)
    address = add_page(report, "finding")
    assert address in editor.get(sheet_of(report)).content.decode()
    given = {"quote": quote, "kind": "area_for_improvement", "text": "The force should do so."}
    response = send(editor, address, **given)
    row = report.proposals.get(origin=ProposalOrigin.PERSON)
    assert response.url == f"{sheet_of(report)}#proposal-{row.pk}"
    assert (row.status, Finding.objects.get().text) == (Decision.CONFIRMED, "The force should do so.")
    assert "Added by a person" in text_of(editor.get(sheet_of(report)))


def test_an_empty_form_says_what_is_missing(editor, report):
    refused = text_of(editor.post(reverse("proposal-add", args=[report.pk, "finding"])))
    for words in ("Enter the report’s words that say it", "Select the kind of finding", "Enter the wording"):
        assert words in refused


def test_a_judgment_and_a_statement_are_added(editor, report):
    quote = next(line for line in report.text.splitlines() if len(line) > 60)
    question = proposal(report, ProposalKind.JUDGMENT).payload["question"]
    send(editor, add_page(report, "judgment"), quote=quote, question=question, grade="Good")
    assert Judgment.objects.filter(question__text=question).exists()
    given = {"about": "none", "about_kind": "unknown", "verdict": "improved", "strength": "implicit"}
    response = send(editor, add_page(report, "statement"), quote=quote, relation="continues", **given)
    assert response.status_code == 302
    assert Statement.objects.get().quote == quote.strip()


def test_a_quote_that_is_not_there_is_told_at_once(editor, report):
    given = {"quote": "All is well with farm shops.", "kind": "area_for_improvement", "text": "Do so."}
    shown = send(editor, add_page(report, "finding"), **given)
    assert "does not stand in the report" in text_of(shown)
    assert "Do so." in shown.content.decode()


def test_there_is_no_page_to_add_an_inspection_or_a_cake(editor, report):
    for kind in ("inspection", "cake"):
        assert editor.get(add_page(report, kind)).status_code == 404


def test_nothing_is_added_before_the_inspection(editor, cast):
    report = read_report(cast.editor)
    assert editor.get(add_page(report, "finding")).url == sheet_of(report)


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator"])
def test_others_reach_none_of_it(get, cast, report, who):
    row = proposal(report, ProposalKind.FINDING)
    for address in (page("proposal-split", row), page("proposal-merge", row), add_page(report, "finding")):
        assert get(getattr(cast, who), address).status_code == 404
