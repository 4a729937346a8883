"""HMICFRS's pages: the queue, the decision, closing, and voiding a closure."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.models import SignOffLevel
from tracker.services import findings, reviews, updates


@pytest.fixture
def finding(cast):
    return factories.finding()


def send(finding, by, *, days_ago=0, **answers):
    given = {"force_status": "complete", "narrative": "All overdue visits are explained."} | answers
    return updates.submit(finding=finding, by=by, now=timezone.now() - timedelta(days=days_ago), **given)


@pytest.fixture
def update(finding, cast):
    return send(finding, cast.liaison)


@pytest.fixture
def inspector(client, cast):
    client.force_login(cast.inspector)
    return client


def asking_by(day, month, year):
    by = {"more_by_day": day, "more_by_month": month, "more_by_year": year}
    return {"decision": "return", "reason": "Show May."} | by


def page_of(update):
    return reverse("review-detail", args=[update.pk])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- The queue ---------------------------------------------------------------------------------------


def test_oldest_update_comes_first_with_its_age(inspector, cast):
    newer, older = factories.finding(), factories.finding("hertfordshire")
    send(newer, cast.liaison, days_ago=2)
    send(older, cast.stranger, days_ago=12)
    page = text_of(inspector.get(reverse("review-list")))
    assert page.index("12 days") < page.index("2 days", page.index("12 days") + 7)
    assert page.index("Hertfordshire Constabulary") < page.index("Cleveland Police")


def test_only_the_latest_update_of_a_finding_waits(inspector, finding, update, cast):
    second = send(finding, cast.chief)
    page = inspector.get(reverse("review-list")).content.decode()
    assert page_of(second) in page
    assert page_of(update) not in page


def test_decided_update_leaves_the_queue(inspector, update, cast):
    reviews.accept(update=update, by=cast.second_inspector, now=timezone.now())
    assert "No updates wait for review" in text_of(inspector.get(reverse("review-list")))


@pytest.mark.parametrize("who", ["liaison", "viewer", "stranger", "editor", "administrator", "nobody"])
def test_queue_is_for_inspectors(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("review-list")).status_code == 403


def test_queue_costs_the_same_however_long(inspector, cast, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            inspector.get(reverse("review-list"))
        return len(counted)

    send(factories.finding(), cast.liaison)
    inspector.get(reverse("review-list"))
    few = queries()
    for _ in range(20):
        send(factories.finding(), cast.liaison)
    assert queries() == few


# --- The decision ------------------------------------------------------------------------------------


def test_asked_claimed_and_evidence_stand_side_by_side(inspector, finding, update):
    page = text_of(inspector.get(page_of(update)))
    for words in [finding.text, update.narrative, "No evidence came with this update"]:
        assert words in page


@pytest.mark.parametrize(
    ("answers", "status", "told"),
    [
        ({"decision": "accept"}, "open", "The finding stays open"),
        ({"decision": "close", "reason": "Seen on site."}, "closed", "closed the finding as verified"),
        ({"decision": "return", "reason": "Show May."}, "more_evidence_needed", "for more evidence"),
    ],
)
def test_decision_is_saved(inspector, finding, update, answers, status, told):
    response = inspector.post(page_of(update), answers, follow=True)
    finding.refresh_from_db()
    assert finding.inspectorate_status == status
    assert response.redirect_chain[-1][0] == reverse("review-list")
    assert told in text_of(response)


def test_day_for_more_evidence_is_kept(inspector, update):
    answers = {
        "decision": "return",
        "reason": "Show May.",
        "more_by_day": "1",
        "more_by_month": "feb",
        "more_by_year": "2099",
    }
    inspector.post(page_of(update), answers)
    assert str(update.reviews.get().more_by) == "2099-02-01"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Select your decision"),
        ({"decision": "return"}, "Enter what evidence is missing"),
        (
            {
                "decision": "return",
                "reason": "x",
                "more_by_day": "1",
                "more_by_month": "2",
                "more_by_year": "2016",
            },
            "must be today or in the future",
        ),
    ],
)
def test_incomplete_decision_is_explained(inspector, update, answers, words):
    assert text_of(inspector.post(page_of(update), answers)).count(words) >= 2
    assert not update.reviews.exists()


def test_second_decision_is_refused_with_who_and_when(inspector, update, cast):
    reviews.return_to_force(update=update, by=cast.second_inspector, now=timezone.now(), reason="More")
    assert "Your decision" not in text_of(inspector.get(page_of(update)))
    page = text_of(inspector.post(page_of(update), {"decision": "accept"}))
    assert "Second Inspector reviewed this update on" in page
    assert update.reviews.count() == 1


def test_newer_update_is_reviewed_instead(inspector, finding, update, cast):
    newer = send(finding, cast.chief)
    response = inspector.post(page_of(update), {"decision": "accept"})
    assert "The force has sent update 2 since" in text_of(response)
    assert page_of(newer) in response.content.decode()
    assert not update.reviews.exists()


def test_sender_is_not_offered_a_decision(client, finding, cast):
    cast.liaison.memberships.create(role="inspector", given_at=timezone.now())
    own = send(finding, cast.liaison)
    client.force_login(cast.liaison)
    assert "someone else has to review it" in text_of(client.get(page_of(own)))
    page = text_of(client.post(page_of(own), {"decision": "accept"}))
    assert "someone else has to review it" in page
    assert not own.reviews.exists()


@pytest.mark.parametrize(
    ("who", "answer"),
    [("liaison", 403), ("viewer", 403), ("editor", 403), ("stranger", 404), ("body", 404), ("nobody", 404)],
)
def test_decision_is_for_inspectors(client, update, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert client.get(page_of(update)).status_code == answer
    assert client.post(page_of(update), {"decision": "accept"}).status_code == answer
    assert not update.reviews.exists()


# --- Closing and voiding -----------------------------------------------------------------------------


def close_page(finding):
    return reverse("finding-close", args=[finding.reference])


def void_page(finding):
    return reverse("finding-void-closure", args=[finding.reference])


def carried_on(finding):
    later = factories.finding(inspection=factories.inspection(year=finding.year + 1))
    return factories.link(finding, later)


@pytest.mark.parametrize("page", [close_page, None], ids=["close", "review"])
def test_superseded_names_what_carries_it_on(inspector, finding, cast, page):
    link = carried_on(finding)
    update = None if page else send(finding, cast.liaison)
    address = page(finding) if page else page_of(update)
    answers = {"reason": "superseded"} if page else {"decision": "supersede"}
    assert link.successor.reference in text_of(inspector.get(address))
    assert "Select the later finding that carries this one on" in text_of(inspector.post(address, answers))
    finding.refresh_from_db()
    assert not finding.is_closed
    inspector.post(address, answers | {"link": link.pk})
    finding.refresh_from_db()
    assert finding.closure_reason == "superseded"
    event = finding.events.get(kind="finding_closed")
    assert event.data["successor"] == link.successor.reference


def test_only_a_linked_finding_supersedes(inspector, finding, cast):
    other = factories.link(factories.finding(), factories.finding(inspection=factories.inspection(year=2019)))
    page = inspector.post(close_page(finding), {"reason": "superseded", "link": other.pk})
    assert "There is a problem" in text_of(page)
    with pytest.raises(findings.SuccessorMissing):
        findings.close(finding=finding, reason="superseded", by=cast.inspector, now=timezone.now())


def test_no_further_action_says_why(inspector, finding, update):
    assert "Enter why there is no further action" in text_of(
        inspector.post(page_of(update), {"decision": "no_action"})
    )
    inspector.post(page_of(update), {"decision": "no_action", "reason": "Out of date."})
    finding.refresh_from_db()
    assert finding.closure_reason == "no_further_action"


@pytest.mark.parametrize("reason", ["verified", "no_further_action"])
def test_finding_is_closed_with_a_reason(inspector, finding, cast, reason):
    response = inspector.post(close_page(finding), {"reason": reason, "note": "Seen."})
    finding.refresh_from_db()
    assert response.url == finding.get_absolute_url()
    assert (finding.closure_reason, finding.closed_by) == (reason, cast.inspector)


def test_closing_asks_why(inspector, finding):
    assert "Select why you are closing this finding" in text_of(inspector.post(close_page(finding), {}))
    finding.refresh_from_db()
    assert not finding.is_closed


def test_waiting_update_is_decided_first(inspector, finding, update):
    page = inspector.get(close_page(finding))
    assert page_of(update) in page.content.decode()
    refused = text_of(inspector.post(close_page(finding), {"reason": "verified"}))
    assert "You cannot close the finding while" in refused


def test_closed_finding_is_not_closed_again(inspector, finding, cast):
    findings.close(finding=finding, reason="verified", by=cast.second_inspector, now=timezone.now())
    assert "This finding was closed on" in text_of(inspector.get(close_page(finding)))
    assert "There is a problem" in text_of(inspector.post(close_page(finding), {"reason": "superseded"}))


@pytest.mark.parametrize(
    ("who", "answer"),
    [("liaison", 403), ("editor", 403), ("administrator", 403), ("stranger", 404), ("body", 404)],
)
def test_closing_is_for_inspectors(client, finding, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert client.post(close_page(finding), {"reason": "verified"}).status_code == answer


def test_administrator_voids_a_closure_with_a_reason(client, finding, cast):
    findings.close(finding=finding, reason="verified", by=cast.inspector, now=timezone.now())
    client.force_login(cast.administrator)
    assert "Enter why the closure is void" in text_of(client.post(void_page(finding), {}))
    client.post(void_page(finding), {"reason": "Wrong finding"})
    finding.refresh_from_db()
    assert not finding.is_closed


def test_open_finding_has_no_closure_to_void(client, finding, cast):
    client.force_login(cast.administrator)
    assert "not closed" in text_of(client.get(void_page(finding)))
    assert "There is a problem" in text_of(client.post(void_page(finding), {"reason": "Why not"}))


@pytest.mark.parametrize(("who", "answer"), [("inspector", 403), ("liaison", 403), ("stranger", 404)])
def test_voiding_is_for_administrators(client, finding, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert client.get(void_page(finding)).status_code == answer


# --- Levels of sign-off, what was decided on, and the next one ----------------------------------------


@pytest.fixture
def two_levels(cast):
    SignOffLevel.objects.create(number=1, name="Inspector")
    SignOffLevel.objects.create(number=2, name="Head of region").signers.add(cast.second_inspector)


def test_page_leads_through_the_levels(two_levels, client, update, cast):
    client.force_login(cast.inspector)
    assert "Your decision, at level 1: Inspector" in text_of(client.get(page_of(update)))
    told = text_of(client.post(page_of(update), {"decision": "accept", "level": 1}, follow=True))
    assert "It waits for the next level of sign-off" in told
    assert "2: Head of region You have signed it" in told
    assert "which is not yours to sign" in text_of(client.get(page_of(update)))
    client.force_login(cast.second_inspector)
    assert "Decision at level 1: Inspector" in text_of(client.get(page_of(update)))
    client.post(page_of(update), {"decision": "close", "level": 2})
    update.finding.refresh_from_db()
    assert update.finding.is_closed


def test_save_and_next_leads_to_the_next_update(inspector, update, cast):
    other = send(factories.finding(), cast.liaison)
    response = inspector.post(page_of(update), {"decision": "accept", "next": ""})
    assert response.url == page_of(other)
    assert inspector.post(page_of(other), {"decision": "accept", "next": ""}).url == reverse("review-list")


def test_page_shows_what_changed_since_the_decision(inspector, finding, update):
    inspector.post(page_of(update), {"decision": "accept"})
    type(finding).objects.filter(pk=finding.pk).update(due_on="2018-09-01")
    page = text_of(inspector.get(page_of(update)))
    assert "Changed since this decision HMICFRS’s target date moved: none → 1 September 2018" in page


def test_decision_on_something_else_than_was_shown_is_refused(inspector, finding, update):
    seen = re.search(r'name="seen" value="(\w+)"', inspector.get(page_of(update)).content.decode()).group(1)
    type(finding).objects.filter(pk=finding.pk).update(due_on="2018-09-01")
    page = inspector.post(page_of(update), {"decision": "accept", "seen": seen})
    assert "Something has changed since you opened this page" in text_of(page)
    assert not update.reviews.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode()).group(1)
    assert inspector.post(page_of(update), {"decision": "accept", "seen": seen}).status_code == 302
