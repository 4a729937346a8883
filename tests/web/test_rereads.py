"""Pages of second readings and of a report's import history."""

import re

import pytest
from django.urls import reverse

from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tests.web.test_reports import sheet_of, text_of
from tracker.models import Proposal, Reread
from tracker.services import proposals, rereads
from tracker.vocabulary import ProposalKind, ProposalOrigin

OFFENDERS = "registered sex offenders"


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.JUDGMENT)
    return report


def history_of(report) -> str:
    return reverse("report-history", args=[report.pk])


def page_of(reread, name="reread-detail") -> str:
    return reverse(name, args=[reread.report_id, reread.pk])


def read_again(report, by):
    reread = rereads.ask(report=report, by=by, now=NOW)
    rereads.read(reread_id=reread.pk, now=NOW)
    return reread


def test_a_second_reading_is_asked_for_and_shows_no_difference(editor, report):
    assert history_of(report) in editor.get(sheet_of(report)).content.decode()
    response = editor.post(reverse("reread-ask", args=[report.pk]))
    reread = Reread.objects.get()
    assert response.url == page_of(reread)
    waiting = editor.get(page_of(reread)).content.decode()
    assert "is being read a second time" in waiting
    assert "This second reading is the next to be read." in waiting
    assert f'data-progress="{page_of(reread, "reread-progress")}"' in waiting
    assert editor.get(page_of(reread, "reread-progress")).json()["is_over"] is False
    again = editor.post(reverse("reread-ask", args=[report.pk]), follow=True)
    assert "being read again already" in text_of(again)
    rereads.read(reread_id=reread.pk, now=NOW)
    assert editor.get(page_of(reread, "reread-progress")).json() == {"words": "Read.", "is_over": True}
    assert "It reads the same" in text_of(editor.get(page_of(reread)))


def test_differences_stand_side_by_side_and_new_items_are_taken_over(editor, cast, report):
    proposal(report, ProposalKind.FINDING, OFFENDERS).delete()
    row = proposal(report, ProposalKind.FINDING)
    words = f"{row.payload['text']} Always."
    proposals.confirm(proposal=row, by=cast.editor, now=NOW, correction={"text": words})
    reread = read_again(report, cast.editor)
    shown = editor.get(page_of(reread)).content.decode()
    assert "New: not proposed before" in shown
    assert OFFENDERS in shown
    assert '<del><span class="govuk-visually-hidden">(was) </span>Always.</del>' in shown
    key = next(part for part in shown.split('value="') if part.startswith("findings-")).split('"')[0]
    response = editor.post(page_of(reread, "reread-take"), {"item": [key, "cakes-x", "findings-999"]})
    assert response.url == sheet_of(report)
    assert report.proposals.filter(origin=ProposalOrigin.READ_AGAIN).count() == 1
    nothing = editor.post(page_of(reread, "reread-take"), {"item": [key]}, follow=True)
    assert "Select new items to take over" in text_of(nothing)


def test_a_change_is_taken_over_by_its_button_once(editor, cast, report):
    row = proposal(report, ProposalKind.FINDING)
    right = row.payload["text"]
    proposals.confirm(proposal=row, by=cast.editor, now=NOW, correction={"text": f"{right} Always."})
    reread = read_again(report, cast.editor)
    shown = editor.get(page_of(reread)).content.decode()
    key = shown.split('name="item" value="')[1].split('"')[0]
    address = page_of(reread, "reread-take-change")
    assert "is corrected" in text_of(editor.post(address, {"item": key}, follow=True))
    row.refresh_from_db()
    assert row.finding.text == right
    for gone in (key, "findings-99", "cakes-x", ""):
        again = text_of(editor.post(address, {"item": gone}, follow=True))
        assert "no change that can be taken over any more" in again


def test_a_reading_that_failed_says_why(editor, cast, report):
    report.file.delete(save=False)
    assert "could not be opened" in text_of(editor.get(page_of(read_again(report, cast.editor))))


def test_the_history_says_when_by_which_reader_and_what_became_of_it(editor, cast, report):
    row = proposal(report, ProposalKind.FINDING)
    proposals.reject(proposal=row, reason="standing_text", by=cast.editor, now=NOW)
    read_again(report, cast.editor)
    shown = text_of(editor.get(history_of(report)))
    assert f"Read by {report.reader}: {report.proposals.count()} items proposed" in shown
    assert f"Read a second time by {report.reader}: 0 new, 0 changed, 0 gone" in shown
    assert "Uploaded" in shown
    assert "finding: rejected" in shown


def test_a_reading_is_reached_by_its_own_report_and_by_staff_only(get, client, cast, report):
    reread = read_again(report, cast.editor)
    other = reverse("reread-detail", args=[report.pk + 1, reread.pk])
    assert get(cast.editor, other).status_code == 404
    for person in (cast.liaison, cast.stranger, cast.administrator):
        assert get(person, page_of(reread)).status_code == 404
        assert get(person, history_of(report)).status_code == 404
        for name in ("reread-take", "reread-take-change", "job-retry-reread"):
            assert client.post(page_of(reread, name), {"item": "findings-0"}).status_code == 404


def test_the_pages_take_as_many_queries_for_one_difference_as_for_many(queries_of, cast, report):
    reread = read_again(report, cast.editor)
    pages = (page_of(reread), history_of(report))
    before = [queries_of(cast.editor, page) for page in pages]
    report.proposals.filter(kind=ProposalKind.FINDING).delete()
    assert [queries_of(cast.editor, page) for page in pages] == before


def test_a_confirmed_item_follows_with_the_reason_that_is_typed(editor, cast, report):
    row = proposal(report, ProposalKind.FINDING, OFFENDERS)
    Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, "kind": "cause_of_concern"})
    row = proposals.confirm(proposal=Proposal.objects.get(pk=row.pk), by=cast.editor, now=NOW)
    reread = read_again(report, cast.editor)
    shown = editor.get(page_of(reread)).content.decode()
    [key] = re.findall(r'name="item" value="([^"]+)"', shown)
    assert 'name="reason" value="Second reading: ' in shown
    given = {"item": key, "reason": "The heading was read wrongly."}
    response = editor.post(page_of(reread, "reread-take-change"), given, follow=True)
    assert "is corrected." in text_of(response)
    assert "The heading was read wrongly." in editor.get(row.finding.get_absolute_url()).content.decode()
