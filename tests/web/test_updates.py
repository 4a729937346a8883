"""The update journey as a liaison officer walks it, and as nobody else can."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.models import Update, UpdateDraft
from tracker.services import drafts, evidence, updates
from tracker.vocabulary import ForceStatus

PAGES = ["status", "date", "change", "evidence", "evidence-file", "evidence-link", "check", "delete"]
NAMES = {"delete": "update-discard"}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def address(finding):
    def address(page):
        return reverse(NAMES.get(page, f"update-{page}"), args=[finding.reference])

    return address


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.liaison)
    return client


def due_on(day, month, year):
    return {"force_due_on_day": day, "force_due_on_month": month, "force_due_on_year": year}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- The way through ---------------------------------------------------------------------------------


def test_journey_from_the_first_page_to_the_last(signed_in, address, finding, cast):
    steps = [
        ("status", {"force_status": "waiting", "waiting_on": "Middlesbrough Council"}, "change"),
        ("change", {"narrative": "Each visit is explained."}, "actions"),
        ("date", due_on("1", "mar", "2099"), "check"),
    ]
    for page, answers, following in steps:
        response = signed_in.post(address(page), answers)
        assert response.url == address(following), page
        saved = signed_in.get(address(following))
        assert "Draft saved" in text_of(saved)

    checked = text_of(signed_in.get(address("check")))
    for words in [
        "Waiting on another organisation: Middlesbrough Council",
        "1 March 2099",
        "Each visit is explained.",
    ]:
        assert words in checked

    response = signed_in.post(address("check"), follow=True)
    assert response.redirect_chain[-1][0] == address("sent")
    assert "Update sent" in text_of(response)
    update = finding.updates.get()
    assert (update.submitted_by, update.waiting_on) == (cast.liaison, "Middlesbrough Council")
    assert not UpdateDraft.objects.exists()


def test_first_page_begins_with_the_last_answers(signed_in, address, finding):
    finding.force_status, finding.waiting_on = ForceStatus.WAITING, "NHS England"
    finding.save()
    page = signed_in.get(address("status")).content.decode()
    assert re.search(r'value="waiting"[^>]* checked', page)
    assert 'value="NHS England"' in page


def test_change_on_the_last_page_leads_back_to_it(signed_in, address, finding):
    signed_in.post(address("change"), {"narrative": "First words."})
    change = address("change") + "?change=1"
    assert change in signed_in.get(address("check")).content.decode()
    assert signed_in.post(change, {"narrative": "Better words."}).url == address("check")


def test_pressing_send_twice_shows_the_sent_update(signed_in, address, finding):
    signed_in.post(address("change"), {"narrative": "Once."})
    assert signed_in.post(address("check")).url == address("sent")
    assert signed_in.post(address("check")).url == address("sent")
    assert finding.updates.count() == 1


def test_last_page_without_a_draft_leads_to_the_first(signed_in, address):
    assert signed_in.get(address("check")).url == address("status")


def test_sending_without_words_says_so_and_keeps_the_draft(signed_in, address, finding):
    signed_in.post(address("status"), {"force_status": "on_track"})
    page = text_of(signed_in.post(address("check")))
    assert "There is a problem" in page
    assert "Enter what has changed since the last update" in page
    assert UpdateDraft.objects.exists()
    assert not finding.updates.exists()


def test_deleted_draft_is_gone(signed_in, address, finding):
    signed_in.post(address("change"), {"narrative": "Words."})
    signed_in.post(address("delete"))
    assert not UpdateDraft.objects.exists()


def test_draft_of_another_day_says_which(signed_in, address, finding, cast):
    then = timezone.localtime(timezone.now() - timedelta(days=40))
    drafts.save_draft(finding=finding, by=cast.liaison, now=then, answers={})
    assert f"Draft saved {then.day} {then:%B} {then.year} at" in text_of(signed_in.get(address("status")))


def test_change_of_the_finding_meanwhile_is_told(signed_in, address, finding, cast):
    signed_in.post(address("change"), {"narrative": "Mine."})
    assert "changed since you began" not in text_of(signed_in.get(address("check")))
    updates.submit(
        finding=finding, by=cast.chief, now=timezone.now(), force_status="on_track", narrative="Theirs."
    )
    assert "changed since you began" in text_of(signed_in.get(address("check")))


def test_update_of_a_finding_that_changed_while_it_was_checked_is_not_sent(signed_in, address, finding, cast):
    signed_in.post(address("change"), {"narrative": "Mine."})
    seen = finding.version
    updates.submit(
        finding=finding, by=cast.chief, now=timezone.now(), force_status="on_track", narrative="Theirs."
    )
    page = signed_in.post(address("check"), {"seen_version": seen}, follow=True)
    assert "Your update was not sent. This finding has changed" in text_of(page)
    assert finding.updates.count() == 1
    # Having looked, the same person sends it.
    now_seen = re.search(r'name="seen_version" value="(\d+)"', page.content.decode())[1]
    assert signed_in.post(address("check"), {"seen_version": now_seen}).url == address("sent")


# --- What is refused on the page ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "answers", "words"),
    [
        ("status", {}, "Select how the work is going"),
        ("status", {"force_status": "waiting"}, "Enter the organisation you are waiting on"),
        ("change", {"narrative": " "}, "Enter what has changed since the last update"),
        ("change", {"narrative": "a" * 2001}, "must be 2000 characters or fewer"),
        (
            "date",
            due_on("31", "2", "2099"),
            "Target date must be a real date",
        ),
        (
            "date",
            due_on("1", "2", "2016"),
            "Target date must be today or in the future",
        ),
    ],
)
def test_refused_answer_is_explained_and_not_kept(signed_in, address, step, answers, words):
    response = signed_in.post(address(step), answers)
    assert response.status_code == 200
    assert text_of(response).count(words) >= 2  # in the summary and beside the field
    assert "Error:" in response.content.decode().split("</title>")[0]
    assert not UpdateDraft.objects.exists()


def test_moved_date_asks_for_a_reason_and_shows_the_earlier_dates(signed_in, address, finding, cast):
    answers = {"force_status": "on_track", "narrative": "Words."}
    due = timezone.localdate() + timedelta(days=20)
    updates.submit(finding=finding, by=cast.liaison, now=timezone.now(), force_due_on=due, **answers)
    page = text_of(signed_in.post(address("date"), due_on("1", "2", "2099")))
    assert "Enter why the target date has moved" in page
    assert f"{due.day} {due:%B} {due.year}, set by Liaison" in page


# --- Evidence on the way -----------------------------------------------------------------------------


def test_link_is_added_removed_and_used_again(signed_in, address, finding):
    signed_in.post(
        address("evidence-link"),
        {"url": "https://cleveland.example/plan", "title": "Plan", "marking": "official"},
    )
    item = finding.evidence.get()
    assert "Remove" in text_of(signed_in.get(address("evidence")))

    signed_in.post(address("evidence"), {"remove": item.pk})
    assert not UpdateDraft.objects.get().evidence.exists()
    assert "Use in this update" in text_of(signed_in.get(address("evidence")))

    signed_in.post(address("evidence"), {"use": item.pk})
    assert UpdateDraft.objects.get().evidence.get() == item


@pytest.mark.parametrize("pk", ["999999", "", "x", "-1", "²", "9" * 5000])
def test_evidence_that_is_not_the_finding_s_is_not_used(signed_in, address, pk):
    assert signed_in.post(address("evidence"), {"use": pk}).status_code == 404


def test_evidence_of_another_force_is_not_used(signed_in, address, cast):
    theirs = evidence.add_link(
        finding=factories.finding("hertfordshire"), url="https://herts.example/", by=cast.stranger,
        now=timezone.now(), title="Theirs",
    )  # fmt: skip
    assert signed_in.post(address("evidence"), {"use": theirs.pk}).status_code == 404


# --- Who may walk it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [*PAGES, "start", "sent"])
def test_stranger_sees_nothing_of_it(client, address, cast, step):
    client.force_login(cast.stranger)
    assert client.get(address(step)).status_code == 404
    assert client.post(address(step), {"narrative": "Words."}).status_code in {404, 405}


@pytest.mark.parametrize("step", PAGES)
def test_viewer_is_told_that_the_role_does_not_allow_it(client, address, cast, step):
    client.force_login(cast.viewer)
    response = client.get(address(step))
    assert response.status_code == 403
    assert "role" in text_of(response)


@pytest.mark.parametrize(
    ("who", "answer"), [("body", 404), ("nobody", 404), ("inspector", 403), ("chief", 200)]
)
def test_others(client, address, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert client.get(address("status")).status_code == answer


def test_signed_out_person_is_asked_to_sign_in(client, address):
    assert "/accounts/login/" in client.get(address("status")).url


@pytest.mark.parametrize("step", ["status", "date", "change", "evidence", "evidence-file", "check"])
def test_closed_finding_takes_no_update(signed_in, address, finding, cast, step):
    finding.inspectorate_status, finding.status_before_closure = "closed", "open"
    finding.closure_reason, finding.closed_at, finding.closed_by = "verified", timezone.now(), cast.inspector
    finding.save()
    response = signed_in.get(address(step))
    assert response.url == finding.get_absolute_url()
    assert not Update.objects.exists()


def test_pages_cost_the_same_with_much_evidence(
    signed_in, address, finding, cast, django_assert_max_num_queries
):
    def add(number):
        for _ in range(number):
            draft = drafts.save_draft(finding=finding, by=cast.liaison, now=timezone.now(), answers={})
            evidence.add_link(
                finding=finding, url="https://cleveland.example/", by=cast.liaison, now=timezone.now(),
                title="Plan", draft=draft,
            )  # fmt: skip

    def queries(page):
        with django_assert_max_num_queries(40) as counted:
            assert signed_in.get(address(page)).status_code == 200
        return len(counted)

    add(1)
    few = {page: queries(page) for page in ("evidence", "check")}
    add(20)
    assert {page: queries(page) for page in ("evidence", "check")} == few
