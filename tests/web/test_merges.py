"""Merging on pages: the list, a report's page, choosing by hand, undoing, and the old address."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tracker.models import FindingMerge
from tracker.vocabulary import Decision

WORDS = "As the 2017 report told of it."


@pytest.fixture
def row(cast):
    later = factories.report(year=2017, status="decided", decided_at=NOW, compared_at=NOW)
    told = factories.finding(year=2016, text=WORDS, wording="as_reported", report=later)
    factories.statement(told, in_report=later, counted_at=NOW)
    own = factories.report(year=2016, status="decided", decided_at=NOW, compared_at=NOW)
    real = factories.finding(year=2016, report=own)
    return FindingMerge.objects.create(reported=told, original=real, score=0.72, reasons=["Alike."])


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


def decide(client, row, **posted):
    return client.post(reverse("merge-decide", args=[row.pk]), posted)


def test_it_is_offered_on_the_list_on_both_reports_and_at_home(get, cast, row):
    pages = [reverse("merge-list")]
    pages += [reverse("report-detail", args=[finding.report_id]) for finding in (row.reported, row.original)]
    for page in pages:
        html = get(cast.editor, page).content.decode()
        assert "score 72 of 100" in html
        assert WORDS in html
    assert "finding to merge" in get(cast.editor, "/").content.decode()


def test_a_button_merges_and_leads_back(editor, row):
    answer = decide(editor, row, decision="confirmed", note=" Same. ", report=row.original.report_id)
    assert answer.url == f"{reverse('report-detail', args=[row.original.report_id])}#merge-{row.pk}"
    row.refresh_from_db()
    assert (row.status, row.note, row.reported.merged_into) == (Decision.CONFIRMED, "Same.", row.original)


def test_a_button_says_that_they_are_not_the_same(editor, row):
    assert decide(editor, row, decision="rejected", report="nonsense").url.startswith(reverse("merge-list"))
    row.refresh_from_db()
    assert row.status == Decision.REJECTED


@pytest.mark.parametrize(
    "posted", [{}, {"decision": "proposed"}, {"decision": "confirmed", "note": "x" * 2001}]
)
def test_what_is_no_decision_changes_nothing(editor, row, posted):
    decide(editor, row, **posted)
    row.refresh_from_db()
    assert row.status == Decision.PROPOSED


def test_the_old_address_leads_to_the_real_finding_which_tells_of_it(editor, get, cast, row):
    factories.update(row.reported, by=cast.liaison, narrative="Sent before the merge.")
    decide(editor, row, decision="confirmed")
    old, new = row.reported.get_absolute_url(), row.original.get_absolute_url()
    assert get(cast.stranger, old).url == new
    page = get(cast.stranger, new).content.decode()
    assert WORDS in page
    assert "Merged by" in page
    merged = reverse("finding-merged", args=[row.reported.reference])
    for_the_force = get(cast.liaison, merged).content.decode()
    assert "Sent before the merge." in for_the_force
    elsewhere = get(cast.stranger, merged).content.decode()
    assert WORDS in elsewhere
    assert "Sent before the merge." not in elsewhere
    assert get(cast.nobody, merged).status_code == 404


def test_it_is_chosen_by_hand_and_what_was_typed_stays_at_a_refusal(editor, row):
    FindingMerge.objects.all().delete()
    address = reverse("finding-merge", args=[row.reported.reference])
    assert address in editor.get(row.reported.get_absolute_url()).content.decode()
    wrong = editor.post(address, {"original": "cleveland-2016-eff-99", "note": "Typed."}).content.decode()
    assert "There is no finding cleveland-2016-eff-99" in wrong
    assert "Typed." in wrong
    other = factories.finding("hertfordshire", year=2016)
    assert "another force" in editor.post(address, {"original": other.reference}).content.decode()
    assert (
        editor.post(address, {"original": row.original.reference.upper()}).url
        == row.original.get_absolute_url()
    )


def test_it_is_undone_with_a_reason(editor, row):
    decide(editor, row, decision="confirmed")
    address = reverse("merge-undo", args=[row.pk])
    assert "Enter why" in editor.post(address, {"reason": ""}).content.decode()
    assert editor.post(address, {"reason": "Two matters."}).url == row.reported.get_absolute_url()
    assert "nothing to undo" in editor.get(address).content.decode()


def test_the_list_costs_the_same_however_many(queries_of, cast, row):
    before = queries_of(cast.editor, reverse("merge-list"))
    for _ in range(5):
        told = factories.finding(year=2016, wording="as_reported", report=row.reported.report)
        FindingMerge.objects.create(reported=told, original=row.original, score=0.3)
    assert queries_of(cast.editor, reverse("merge-list")) == before


def test_dates_and_actions_set_under_the_old_reference_are_shown_there(editor, get, cast, row):
    row.reported.actions.create(
        position=1,
        what="Train the call handlers.",
        owner=cast.liaison,
        created_by=cast.liaison,
        created_at=NOW,
    )
    row.reported.target_dates.create(
        is_hmicfrs=True, due_on=date(2018, 9, 30), reason="Agreed.", set_by=cast.editor, set_at=NOW
    )
    decide(editor, row, decision="confirmed", note="Same.")
    page = reverse("finding-merged", args=[row.reported.reference])
    shown = get(cast.liaison, page).content.decode()
    assert "30 September 2018" in shown
    assert "Agreed." in shown
    # Actions are carried to the finding that stands.
    assert "Train the call handlers." in get(cast.liaison, row.original.get_absolute_url()).content.decode()
    elsewhere = get(cast.stranger, page).content.decode()
    assert "30 September 2018" not in elsewhere
    assert "Train the call handlers." not in elsewhere
