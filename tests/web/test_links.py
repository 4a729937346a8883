"""Links to decide: the queue, one pair a page, save and next, undoing, links made by hand."""

import pytest
from django.urls import reverse

from tests import factories
from tracker.models import FindingLink
from tracker.vocabulary import Decision

OLD = "The force should ensure that it manages effectively the risk posed by registered sex offenders."
NEW = OLD.replace("effectively", "well")


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


def proposed(force="cleveland", **fields):
    fields = {"status": "proposed", "relation": "continues", "score": 0.6, "reasons": ["Alike."]} | fields
    old = factories.finding(force, year=2016, text=OLD)
    return factories.link(old, factories.finding(force, text=NEW), **fields)


def page_of(link):
    return reverse("link-detail", args=[link.pk])


def text(answer) -> str:
    return answer.content.decode()


def test_the_most_useful_come_first(editor):
    in_part = proposed(relation="continues_in_part", score=0.5)
    closed = proposed(score=0.9)
    type(closed.predecessor).objects.filter(pk=closed.predecessor_id).update(
        inspectorate_status="closed", closure_reason="verified", closed_at=factories.NOW,
        closed_by=closed.predecessor.raised_by, status_before_closure="open",
    )  # fmt: skip
    low, high = proposed(score=0.6), proposed(score=0.7)
    rows = editor.get(reverse("link-list")).context["page_obj"]
    assert list(rows) == [high, low, closed, in_part]


def test_the_queue_is_narrowed_and_decided_links_have_lists_of_their_own(editor):
    ours, theirs = proposed(), proposed("hertfordshire")
    rejected = proposed(status="rejected")
    assert list(editor.get(reverse("link-list"), {"force": "hertfordshire"}).context["page_obj"]) == [theirs]
    assert list(editor.get(reverse("link-list"), {"status": "rejected"}).context["page_obj"]) == [rejected]
    assert ours.successor.reference not in text(editor.get(reverse("link-list"), {"status": "confirmed"}))


def test_an_empty_queue_says_so(editor):
    assert "No link waits for a decision" in text(editor.get(reverse("link-list")))


def test_a_page_shows_both_with_changes_reasons_and_chains(editor):
    link = proposed()
    before = factories.finding(year=2015, text="Before it all.")
    factories.link(before, link.predecessor)
    page = text(editor.get(page_of(link)))
    assert page.index("Newer: 2017") < page.index("Older: 2016")
    for words in ("<ins>", "<del>", "[new: ", "Alike.", "score 60 of 100", before.reference, "1 of 1"):
        assert words in page


def test_saving_leads_to_the_next_that_waits(editor, cast):
    first, second = proposed(score=0.9), proposed(score=0.8)
    answer = editor.post(page_of(first), {"answer": "continues", "note": ""})
    assert answer.url == page_of(second)
    first.refresh_from_db()
    assert (first.status, first.decided_by) == (Decision.CONFIRMED, cast.editor)
    assert editor.post(page_of(second), {"answer": "related"}).url == reverse("link-list")


def test_the_next_stays_within_what_the_queue_was_narrowed_to(editor):
    first, _, third = proposed(score=0.9), proposed("hertfordshire", score=0.8), proposed(score=0.7)
    answer = editor.post(f"{page_of(first)}?force=cleveland", {"answer": "continues"})
    assert answer.url == f"{page_of(third)}?force=cleveland"


@pytest.mark.parametrize(
    ("posted", "problem"),
    [
        ({}, "Select how the newer finding"),
        ({"answer": "continues_in_part"}, "Enter which part"),
        ({"answer": "none", "note": " "}, "Enter why there is no link"),
        ({"answer": "continues", "note": "x" * 2001}, "There is a problem"),
        ({"answer": "nonsense"}, "There is a problem"),
    ],
)
def test_what_is_no_decision_changes_nothing(editor, posted, problem):
    link = proposed()
    assert problem in text(editor.post(page_of(link), posted))
    link.refresh_from_db()
    assert link.is_proposed


def test_who_comes_second_is_told_who_was_first(editor, client, cast):
    link = proposed()
    editor.post(page_of(link), {"answer": "none", "note": "Another unit."})
    client.force_login(cast.inspector)
    page = text(client.post(page_of(link), {"answer": "continues"}))
    assert f"This link was rejected already, by {cast.editor}" in page
    link.refresh_from_db()
    assert link.status == Decision.REJECTED


def test_a_decision_is_undone_by_a_new_one_and_both_are_shown(editor, client, cast):
    link = proposed()
    editor.post(page_of(link), {"answer": "continues"})
    client.force_login(cast.inspector)
    assert 'name="replaces" value="1"' in text(client.get(page_of(link)))
    assert "Enter why you change" in text(client.post(page_of(link), {"answer": "related", "replaces": 1}))
    client.post(page_of(link), {"answer": "none", "note": "Two units.", "replaces": 1})
    page = text(client.get(page_of(link)))
    for words in (f"{cast.editor.name}, HMICFRS editor", f"{cast.inspector.name}, Inspector", "Two units."):
        assert words in page


def test_another_candidate_and_a_search_lead_to_another_pair(editor):
    link = proposed()
    other = factories.finding(year=2015, text=OLD.replace("registered", "known"))
    there = reverse("finding-link-to", args=[link.successor.reference, other.reference])
    assert there in text(editor.get(page_of(link)))
    assert there in text(editor.get(page_of(link), {"q": "known"}))
    assert "0 findings with these words" in text(editor.get(page_of(link), {"q": "burglary"}))


# --- by hand ------------------------------------------------------------------------------------------------


def test_from_a_finding_s_page_earlier_and_later_ones_are_found(editor):
    old, new = factories.finding(year=2016, text=OLD), factories.finding(text=NEW)
    of = reverse("finding-links", args=[new.reference])
    assert old.reference in text(editor.get(of))
    assert old.reference not in text(editor.get(of, {"side": "later"}))
    assert new.reference in text(
        editor.get(reverse("finding-links", args=[old.reference]), {"side": "later", "q": "well"})
    )
    assert of in text(editor.get(new.get_absolute_url()))


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_is_made_by_hand_from_either_end(editor, cast, turned):
    ends = [factories.finding(year=2016), factories.finding()]
    this, other = reversed(ends) if turned else ends
    address = reverse("finding-link-to", args=[this.reference, other.reference])
    assert "No link" not in text(editor.get(address))
    answer = editor.post(address, {"answer": "continues_in_part", "note": "The visits."})
    assert answer.url == f"{this.get_absolute_url()}#chain"
    link = FindingLink.objects.get()
    assert [link.predecessor, link.successor] == ends
    assert (link.relation, link.note, link.decided_by) == ("continues_in_part", "The visits.", cast.editor)
    assert editor.get(address).url == page_of(link)


def test_another_force_and_the_same_year_are_refused_with_the_reason(editor):
    ours, sibling = factories.finding(), factories.finding()
    theirs = factories.finding("hertfordshire", year=2016)
    for other, words in ((theirs, "another force"), (sibling, "earlier inspection year")):
        address = reverse("finding-link-to", args=[ours.reference, other.reference])
        assert words in text(editor.post(address, {"answer": "continues"}))
    assert not FindingLink.objects.exists()


def test_a_force_makes_no_links_and_sees_no_way_to(get, cast):
    finding = factories.finding()
    assert reverse("finding-links", args=[finding.reference]) not in text(
        get(cast.liaison, finding.get_absolute_url())
    )
    assert get(cast.liaison, reverse("finding-links", args=[finding.reference])).status_code == 403


@pytest.mark.parametrize("query", [{"q": "\0"}, {"force": "\0"}, {"report": "x"}, {"report": "9" * 18}])
def test_what_no_one_would_type_breaks_nothing(editor, query):
    link = proposed()
    for address in (page_of(link), reverse("link-list")):
        assert editor.get(address, query).status_code == 200


def test_the_queue_and_a_page_cost_the_same_however_much_there_is(queries_of, cast):
    link = proposed()
    addresses = [
        reverse("link-list"),
        page_of(link),
        reverse("finding-links", args=[link.successor.reference]),
    ]
    before = [queries_of(cast.editor, address) for address in addresses]
    for _ in range(4):
        proposed()
    assert [queries_of(cast.editor, address) for address in addresses] == before
