"""Fifty people change one finding at the same moment, all having looked at the same: one does, 49 are told.

By the form, by the REST API, and in the admin; each request on a connection of its own.
"""

import re
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import tokens
from tests import factories
from tests.services.at_once import at_once
from tracker.models import Finding, Review, Update, UpdateDraft
from tracker.roles import Role
from tracker.selectors.invariants import RULES
from tracker.services import drafts, findings, updates
from tracker.vocabulary import FindingKind

PEOPLE = 50

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finding(cast) -> Finding:
    return findings.raise_finding(
        inspection=factories.inspection(), kind=FindingKind.AREA_FOR_IMPROVEMENT,
        text="The force should visit in time.", by=cast.editor, now=factories.NOW,
    )  # fmt: skip


def people(role: Role) -> list[User]:
    return [factories.member(role) for _ in range(PEOPLE)]


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def program_of(user: User, scope: str) -> Client:
    now = timezone.now()
    made = {"user": user, "name": "Test", "scopes": [scope], "expires_at": now + timedelta(days=1)}
    _, secret = tokens.create(now=now, **made)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def broken() -> list[str]:
    return [rule.name for rule in RULES if rule.broken(timezone.now())]


def counted(answers) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


# --- Updates --------------------------------------------------------------------------------------------


def test_by_the_form_one_is_sent_and_the_others_keep_their_drafts(finding):
    check, sent = (reverse(f"update-{page}", args=[finding.reference]) for page in ("check", "sent"))
    browsers = []
    for number, person in enumerate(people(Role.LIAISON_OFFICER)):
        answers = {"narrative": f"Words of person {number}.", "force_status": "on_track"}
        drafts.save_draft(finding=finding, by=person, now=timezone.now(), answers=answers)
        browsers.append(browser_of(person))
    seen = re.search(r'name="seen_version" value="(\d+)"', browsers[0].get(check).content.decode())[1]

    answers = at_once(*[partial(browser.post, check, {"seen_version": seen}) for browser in browsers])

    assert Counter(answer.url for answer in answers) == {sent: 1, check: PEOPLE - 1}
    told = [browsers[at].get(check) for at, answer in enumerate(answers) if answer.url == check]
    assert all("Your update was not sent. This finding has changed" in page.content.decode() for page in told)
    update = Update.objects.get()
    assert not UpdateDraft.objects.filter(user=update.submitted_by).exists()
    assert UpdateDraft.objects.count() == PEOPLE - 1
    assert {draft.answers["narrative"] for draft in UpdateDraft.objects.all()} | {update.narrative} == {
        f"Words of person {number}." for number in range(PEOPLE)
    }
    assert broken() == []


def test_by_the_api_one_is_sent_and_the_others_are_answered_409(finding):
    address = f"/api/v1/findings/{finding.reference}/updates/"
    body = {"force_status": "on_track", "narrative": "All visits made.", "seen_version": finding.version}
    programs = [program_of(person, "updates:write") for person in people(Role.LIAISON_OFFICER)]
    send = [partial(each.post, address, body, content_type="application/json") for each in programs]

    answers = at_once(*send)

    assert counted(answers) == {201: 1, 409: PEOPLE - 1}
    problems = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert problems == {"changed_meanwhile"}
    assert Update.objects.count() == 1
    assert broken() == []


def test_in_the_admin_nobody_changes_it_and_all_are_told(finding):
    address = reverse("admin:tracker_finding_change", args=[finding.pk])
    browsers = [browser_of(person) for person in people(Role.ADMINISTRATOR)]
    before = Finding.objects.values().get()
    change = {"force_status": "complete", "inspectorate_status": "closed", "text": "Other words."}

    answers = at_once(*[partial(browser.post, address, change) for browser in browsers])

    assert counted(answers) == {403: PEOPLE}
    assert Finding.objects.values().get() == before
    assert broken() == []


# --- Decisions ------------------------------------------------------------------------------------------


@pytest.fixture
def update(finding, cast) -> Update:
    return updates.submit(
        finding=finding, by=cast.liaison, now=timezone.now(), force_status="on_track", narrative="All made."
    )


def test_by_the_form_one_decides_and_the_others_are_told_who_did(update):
    address = reverse("review-detail", args=[update.pk])
    browsers = [browser_of(person) for person in people(Role.INSPECTOR)]
    form = {"decision": "return", "reason": "Show the visits."}

    answers = at_once(*[partial(browser.post, address, form) for browser in browsers])

    assert counted(answers) == {302: 1, 200: PEOPLE - 1}
    review = Review.objects.get()
    told = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert all(f"{review.reviewed_by} reviewed this update on" in page for page in told)
    assert all("Show the visits." in page for page in told)  # what they wrote is still there
    assert broken() == []


def test_by_the_api_one_decides_and_the_others_are_answered_409(update):
    address = f"/api/v1/findings/{update.finding.reference}/updates/{update.number}/review/"
    programs = [program_of(person, "reviews:write") for person in people(Role.INSPECTOR)]
    body = {"outcome": "accepted"}
    decide = [partial(each.post, address, body, content_type="application/json") for each in programs]

    answers = at_once(*decide)

    assert counted(answers) == {201: 1, 409: PEOPLE - 1}
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"already_reviewed"}
    assert broken() == []


# --- The same person, twice -----------------------------------------------------------------------------


def test_a_double_click_sends_once_and_shows_that_it_was_sent(finding, cast):
    check, sent = (reverse(f"update-{page}", args=[finding.reference]) for page in ("check", "sent"))
    drafts.save_draft(finding=finding, by=cast.liaison, now=timezone.now(), answers={"narrative": "Once."})
    browser = browser_of(cast.liaison)
    seen = {"seen_version": finding.version}

    answers = at_once(*[partial(browser.post, check, seen)] * 5)

    assert {answer.url for answer in answers} == {sent}
    assert Update.objects.count() == 1


def test_a_retried_post_of_a_program_is_answered_409_and_sends_nothing(finding, cast):
    address = f"/api/v1/findings/{finding.reference}/updates/"
    program = program_of(cast.liaison, "updates:write")
    body = {"force_status": "on_track", "narrative": "All visits made.", "seen_version": finding.version}
    answers = [program.post(address, body, content_type="application/json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 409, 409]
    assert Update.objects.count() == 1
