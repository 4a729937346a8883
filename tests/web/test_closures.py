"""Offered closures where the inspector works: after the decision, on the finding's page, in a list."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tracker.models import DeclinedClosure, Finding
from tracker.vocabulary import ClosureReason, Verdict


@pytest.fixture
def inspector(client, cast):
    client.force_login(cast.inspector)
    return client


def offered(year=2016, **fields):
    return factories.link(factories.finding(year=year), factories.finding(year=year + 1), **fields)


def page_of(finding):
    return reverse("finding-offered-closure", args=[finding.reference])


def text(answer) -> str:
    return answer.content.decode()


def test_after_the_decision_it_is_offered_to_who_may_close(client, cast):
    for who, is_offered in ((cast.inspector, True), (cast.editor, False)):
        client.force_login(who)
        link = offered(status="proposed")
        address = reverse("link-detail", args=[link.pk])
        shown = text(client.post(address, {"answer": "continues"}, follow=True))
        assert f"continues {link.predecessor}." in shown
        assert (page_of(link.predecessor) in shown) is is_offered


def test_the_finding_s_page_offers_it_to_inspectors_alone(get, cast):
    link = offered()
    own = link.predecessor.get_absolute_url()
    for who, is_offered in ((cast.inspector, True), (cast.editor, False), (cast.liaison, False)):
        assert (page_of(link.predecessor) in text(get(who, own))) is is_offered


def test_the_list_shows_why_each_is_offered(inspector):
    link = offered()
    other = factories.finding("hertfordshire", year=2016)
    factories.statement(other, verdict=Verdict.RESOLVED, counted_at=NOW, quote="The force has done it.")
    Finding.objects.filter(pk=other.pk).update(verdict=Verdict.RESOLVED, verdict_year=2017)
    page = text(inspector.get(reverse("closure-list")))
    for words in (link.successor.reference, "The force has done it.", page_of(other), "Superseded?"):
        assert words in page


def test_an_empty_list_says_so(inspector):
    assert "No closure is offered" in text(inspector.get(reverse("closure-list")))


def test_it_is_taken(inspector, cast):
    finding = offered().predecessor
    answer = inspector.post(page_of(finding), {"answer": "superseded", "note": "Carried on."}, follow=True)
    assert f"You closed {finding} as superseded." in text(answer)
    finding.refresh_from_db()
    assert (finding.closure_reason, finding.closed_by) == (ClosureReason.SUPERSEDED, cast.inspector)
    assert "This finding was closed on" in text(inspector.get(page_of(finding)))


def test_it_is_left_open_with_a_reason(inspector, cast):
    finding = offered().predecessor
    assert "Enter why the finding stays open" in text(
        inspector.post(page_of(finding), {"answer": "leave_open"})
    )
    inspector.post(page_of(finding), {"answer": "leave_open", "note": "Not all of it."})
    assert DeclinedClosure.objects.get().note == "Not all of it."
    assert "No closure of this finding is offered" in text(inspector.get(page_of(finding)))


@pytest.mark.parametrize("answer", ["", "verified", "no_further_action"])
def test_what_is_not_offered_is_no_answer(inspector, answer):
    finding = offered().predecessor
    assert "There is a problem" in text(inspector.post(page_of(finding), {"answer": answer}))
    finding.refresh_from_db()
    assert not finding.is_closed


def test_an_unread_update_is_decided_first(inspector, cast):
    finding = offered().predecessor
    update = factories.update(finding, by=cast.liaison)
    Finding.objects.filter(pk=finding.pk).update(inspectorate_status="under_review")
    page = text(inspector.get(page_of(finding)))
    assert reverse("review-detail", args=[update.pk]) in page
    assert "Save decision" not in page
    refused = text(inspector.post(page_of(finding), {"answer": "superseded"}))
    assert "Decide on it first" in refused


def test_the_list_costs_the_same_however_long(queries_of, cast):
    offered()
    before = queries_of(cast.inspector, reverse("closure-list"))
    for _ in range(4):
        offered()
    assert queries_of(cast.inspector, reverse("closure-list")) == before
