"""Drafts that are kept while they are written, and those that correct an update."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.web.test_updates import due_on, text_of
from tracker.models import UpdateDraft
from tracker.services import updates


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def address(finding):
    return lambda page: reverse(f"update-{page}", args=[finding.reference])


@pytest.fixture
def correct(finding):
    return reverse("update-correct", args=[finding.reference, 1])


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.liaison)
    return client


def autosave(client, where, answers):
    return client.post(where, answers, headers={"X-Draft": "autosave"})


def kept():
    return UpdateDraft.objects.get().answers


# --- Kept while they are written ---------------------------------------------------------------------


def test_what_is_written_is_kept_as_far_as_it_can_be_read(signed_in, address):
    answer = autosave(signed_in, address("change"), {"narrative": "Wor"})
    assert re.fullmatch(r"\d+:\d\d[ap]m", answer.json()["saved"])
    autosave(signed_in, address("date"), due_on("1", "", "2099"))
    autosave(signed_in, address("status"), {"force_status": "waiting", "waiting_on": ""})
    assert (kept()["narrative"], kept()["force_status"]) == ("Wor", "waiting")
    assert "force_due_on" not in kept()
    assert "Draft saved" in text_of(signed_in.get(address("change")))


def test_too_long_words_are_kept_and_not_sent(signed_in, address, finding):
    autosave(signed_in, address("change"), {"narrative": "a" * 30_000})
    assert len(kept()["narrative"]) == 20_000
    assert "must be 2,000 characters or fewer" in text_of(signed_in.post(address("check")))
    assert not finding.updates.exists()


def test_line_breaks_and_nothings_are_kept_as_a_form_reads_them(signed_in, address):
    autosave(signed_in, address("change"), {"narrative": "a\r\nb\x00"})
    assert kept()["narrative"] == "a\nb"


def test_closed_finding_keeps_nothing_and_says_so(signed_in, address, finding, cast):
    finding.inspectorate_status, finding.status_before_closure = "closed", "open"
    finding.closure_reason, finding.closed_at, finding.closed_by = "verified", timezone.now(), cast.inspector
    finding.save()
    answer = autosave(signed_in, address("change"), {"narrative": "Words."})
    assert answer.status_code == 409
    assert "has closed this finding" in answer.json()["problem"]
    assert not UpdateDraft.objects.exists()


@pytest.mark.parametrize(("who", "answer"), [("viewer", 403), ("stranger", 404), ("inspector", 403)])
def test_nobody_else_keeps_anything(client, address, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert autosave(client, address("change"), {"narrative": "Words."}).status_code == answer
    assert not UpdateDraft.objects.exists()


# --- Corrections -------------------------------------------------------------------------------------


@pytest.fixture
def wrong(finding, cast):
    return updates.submit(
        finding=finding, by=cast.liaison, now=timezone.now(), force_status="at_risk", narrative="24 in May."
    )


def test_correction_begins_from_the_update_and_says_what_was_wrong(
    signed_in, address, finding, wrong, correct
):
    assert correct in signed_in.get(finding.get_absolute_url()).content.decode()
    assert signed_in.post(correct, {"correction": "It is 42."}).url == address("status")
    assert "24 in May." in text_of(signed_in.get(address("change")))
    signed_in.post(address("change"), {"narrative": "42 in May."})
    checked = text_of(signed_in.get(address("check")))
    assert "Corrects Update 1 It is 42." in checked
    signed_in.post(address("check"))
    sent = finding.updates.get(number=2)
    assert (sent.corrects, sent.correction, sent.force_status) == (wrong, "It is 42.", "at_risk")
    page = text_of(signed_in.get(finding.get_absolute_url()))
    assert "Corrected by update 2" in page
    assert "Update 2 sent, correcting update 1" in page


def test_correction_without_words_is_refused_on_the_page(signed_in, wrong, correct):
    assert "Enter what was wrong in update 1" in text_of(signed_in.post(correct, {"correction": " "}))
    assert not UpdateDraft.objects.exists()


def test_draft_that_was_begun_keeps_its_answers_as_a_correction(signed_in, address, wrong, correct):
    signed_in.post(address("change"), {"narrative": "Mine."})
    assert "You have a draft of another update" in text_of(signed_in.get(correct))
    signed_in.post(correct, {"correction": "It is 42."})
    assert kept()["narrative"] == "Mine."


@pytest.mark.parametrize(("who", "answer"), [("viewer", 403), ("stranger", 404), ("chief", 302)])
def test_who_corrects(client, wrong, cast, who, answer, correct):
    client.force_login(getattr(cast, who))
    assert client.post(correct, {"correction": "It is 42."}).status_code == answer


def test_update_that_is_not_there_is_not_corrected(signed_in, correct):
    assert signed_in.get(correct).status_code == 404
