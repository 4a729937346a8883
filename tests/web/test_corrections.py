"""Pages that correct, withdraw and reject: the old shown, a reason asked for, nothing typed lost."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tests.web.test_reports import page, sheet_of, shown_values, text_of
from tracker.models import Finding
from tracker.services import proposals, withdrawals
from tracker.vocabulary import ProposalKind

WHY = "The reader took the wrong line."


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.JUDGMENT, ProposalKind.FINDING)
    return report


@pytest.fixture
def row(report):
    return proposal(report, ProposalKind.FINDING)


def send(client, address, **changed):
    return client.post(address, shown_values(client.get(address)) | changed)


def test_a_finding_is_corrected_from_its_page_and_everyone_sees_the_old(editor, client, cast, row):
    address = reverse("finding-correct", args=[row.finding.reference])
    assert address in editor.get(row.finding.get_absolute_url()).content.decode()
    before = row.finding.text
    response = send(editor, address, text=f"{before} Always.", reason=WHY)
    assert response.url == row.finding.get_absolute_url()
    for person in (cast.editor, cast.stranger):
        client.force_login(person)
        shown = client.get(row.finding.get_absolute_url()).content.decode()
        assert '<ins><span class="govuk-visually-hidden">(now) </span>Always.</ins>' in shown
        assert WHY in shown
    assert address not in shown


def test_a_refused_correction_keeps_what_was_typed(editor, row):
    address = reverse("finding-correct", args=[row.finding.reference])
    response = send(editor, address, text="Other words.", reason="")
    assert "Enter why it is corrected" in text_of(response)
    assert "Other words." in response.content.decode()
    assert "Nothing is different" in text_of(send(editor, address, reason=WHY))


def test_a_correction_of_what_was_changed_meanwhile_is_refused(editor, row):
    address = reverse("finding-correct", args=[row.finding.reference])
    stale = shown_values(editor.get(address))
    send(editor, address, text="Second.", reason=WHY)
    shown = text_of(editor.post(address, stale | {"text": "Third.", "reason": WHY}))
    assert "was changed while you wrote" in shown
    assert Finding.objects.get(pk=row.finding_id).text == "Second."


@pytest.mark.parametrize(
    ("kind", "changed", "told"),
    [
        (ProposalKind.FINDING, {"text": "Other words."}, "Wording:"),
        (ProposalKind.JUDGMENT, {"grade": "Inadequate"}, "Grade:"),
        (ProposalKind.INSPECTION, {"grade": "Inadequate"}, "Grade:"),
        (ProposalKind.INSPECTION, {"title": "PEEL 2017", "isbn": "9781786555946"}, "ISBN:"),
        (ProposalKind.INSPECTION, {"assessed": "Protecting vulnerable people"}, "Questions inspected:"),
    ],
)
def test_what_was_confirmed_is_corrected_from_the_sheet(editor, report, kind, changed, told):
    row = proposal(report, kind)
    assert page("proposal-amend", row) in editor.get(sheet_of(report)).content.decode()
    response = send(editor, page("proposal-amend", row), **changed, reason=WHY)
    assert response.url == f"{sheet_of(report)}#proposal-{row.pk}"
    shown = text_of(editor.get(sheet_of(report)))
    assert WHY in shown
    assert told in shown


def test_a_statement_moves_to_another_finding_from_the_sheet(editor, cast, report):
    row = proposal(report, ProposalKind.STATEMENT, "registered sex offenders")
    row = proposals.confirm(proposal=row, by=cast.editor, now=NOW)
    other = factories.finding(year=2016)
    response = send(editor, page("proposal-amend", row), finding=other.reference, reason=WHY)
    assert response.status_code == 302
    other.refresh_from_db()
    assert other.verdict == row.statement.verdict


def test_only_what_stands_confirmed_is_corrected_afterwards(editor, report):
    row = proposal(report, ProposalKind.STATEMENT)
    assert editor.get(page("proposal-amend", row)).url == sheet_of(report)
    assert "does not stand confirmed" in text_of(editor.get(sheet_of(report)))


def test_a_withdrawn_finding_says_why_to_who_follows_an_old_link(editor, client, cast, report, row):
    response = send(editor, page("proposal-withdraw", row), reason="It is a quotation.")
    assert response.url == f"{sheet_of(report)}#proposal-{row.pk}"
    assert "Withdrawn by" in text_of(editor.get(sheet_of(report)))
    for person in (cast.editor, cast.liaison, cast.stranger):
        client.force_login(person)
        gone = client.get(row.finding.get_absolute_url())
        assert gone.status_code == 410
        assert "It is a quotation." in text_of(gone)
    client.force_login(cast.nobody)
    assert client.get(row.finding.get_absolute_url()).status_code == 404


def test_a_withdrawal_is_undone_from_the_sheet(editor, cast, report, row):
    address = page("proposal-restore", row)
    assert "is not withdrawn" in text_of(editor.get(address, follow=True))
    assert address not in editor.get(sheet_of(report)).content.decode()
    withdrawals.withdraw(proposal=row, reason=WHY, by=cast.inspector, now=NOW)
    assert address in editor.get(sheet_of(report)).content.decode()
    assert "Enter why it stands after all" in text_of(send(editor, address, reason=" "))
    assert editor.get(row.finding.get_absolute_url()).status_code == 410
    assert send(editor, address, reason="It was right.").url == f"{sheet_of(report)}#proposal-{row.pk}"
    sheet = text_of(editor.get(sheet_of(report)))
    assert "stands again" in sheet
    assert "Withdrawal undone by Editor" in sheet
    assert "It was right." in sheet
    assert f"Withdrawn by {cast.inspector}" in sheet
    assert editor.get(row.finding.get_absolute_url()).status_code == 200


def test_a_withdrawal_is_not_undone_over_what_took_its_place(editor, cast, row):
    withdrawals.withdraw(proposal=row, reason=WHY, by=cast.editor, now=NOW)
    was = row.finding
    again = factories.finding(inspection=was.inspection, text=was.text, question=was.question, kind=was.kind)
    refused = send(editor, page("proposal-restore", row), reason="It was right.")
    assert f"{again} stands in its place" in text_of(refused)
    assert "It was right." in refused.content.decode()
    assert Finding.kept.get(pk=was.pk).withdrawn_at


def test_before_publication_a_withdrawal_is_known_to_hmicfrs_alone(client, cast, report, row):
    Finding.objects.filter(pk=row.finding_id).update(public_from=None)
    withdrawals.withdraw(proposal=row, reason=WHY, by=cast.editor, now=NOW)
    for person, status in ((cast.editor, 410), (cast.liaison, 404)):
        client.force_login(person)
        assert client.get(row.finding.get_absolute_url()).status_code == status


def test_a_finding_in_use_is_not_withdrawn(editor, cast, row):
    factories.update(row.finding, by=cast.liaison)
    assert "has updates from the force" in text_of(send(editor, page("proposal-withdraw", row), reason=WHY))


def test_rejecting_asks_why(editor, report):
    row = proposal(report, ProposalKind.STATEMENT)
    address = page("proposal-reject", row)
    assert address in editor.get(sheet_of(report)).content.decode()
    assert "Select why nothing is to be made of it" in text_of(editor.post(address))
    assert "Enter the reason in a few words" in text_of(editor.post(address, {"reason": "other"}))
    assert editor.post(address, {"reason": "standing_text"}).status_code == 302
    assert "standing text, the same in every report" in text_of(editor.get(sheet_of(report)))
    assert editor.get(address).url == sheet_of(report)


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator"])
def test_others_reach_none_of_it(get, cast, report, row, who):
    for name in ("proposal-amend", "proposal-withdraw", "proposal-restore", "proposal-reject"):
        assert get(getattr(cast, who), page(name, row)).status_code == 404


def test_the_sheet_takes_as_many_queries_for_one_correction_as_for_many(queries_of, cast, report):
    rows = report.proposals.filter(kind=ProposalKind.FINDING)
    rows.filter(pk=rows.first().pk).update(amended_at=NOW)
    before = queries_of(cast.editor, sheet_of(report))
    rows.update(amended_at=NOW)
    assert queries_of(cast.editor, sheet_of(report)) == before
