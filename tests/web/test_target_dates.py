"""HMICFRS's target date on its page, and both sides' dates where they are shown."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.web.test_updates import due_on, text_of
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Notification, TargetDate
from tracker.services import target_dates, updates
from tracker.services.guards import DateInPast, ReasonMissing


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def page(finding):
    return reverse("finding-target-date", args=[finding.reference])


@pytest.fixture
def set_date(finding, cast):
    """`set_date(30, reason=…)`: an inspector sets the date so many days ahead."""

    def set_date(days, by=cast.inspector, **said):
        day = timezone.localdate() + timedelta(days=days)
        return target_dates.set_for_hmicfrs(finding=finding, due_on=day, by=by, now=timezone.now(), **said)

    return set_date


def typed(day, reason=""):
    parts = {name.removeprefix("force_"): value for name, value in due_on(day, "3", "2099").items()}
    return parts | ({"reason": reason} if reason else {})


def test_first_date_needs_no_reason_and_the_force_is_told(set_date, finding, cast):
    set_date(30)
    finding.refresh_from_db()
    assert finding.due_on == timezone.localdate() + timedelta(days=30)
    assert finding.force_due_on is None
    event = AuditEvent.objects.get(kind=EventKind.TARGET_DATE_SET)
    told = Notification.objects.filter(event=event).values_list("recipient", flat=True)
    assert list(told) == [cast.liaison.pk]


def test_move_needs_a_reason_and_the_first_stays(set_date, finding):
    set_date(30)
    with pytest.raises(ReasonMissing):
        set_date(60)
    set_date(60, reason="The inspection was moved.")
    assert [row.moved_from is None for row in finding.target_dates.order_by("pk")] == [True, False]


def test_the_same_day_again_records_nothing(set_date, finding):
    set_date(30)
    set_date(30)
    assert finding.target_dates.count() == 1


def test_day_in_the_past_is_refused(set_date):
    with pytest.raises(DateInPast):
        set_date(-1)


@pytest.mark.parametrize("who", ["liaison", "chief", "viewer", "editor", "stranger", "administrator"])
def test_only_inspectors_set_it(set_date, cast, who):
    with pytest.raises(access.NotAllowed):
        set_date(30, by=getattr(cast, who))


def test_move_without_a_reason_is_refused_by_the_database(set_date, finding, cast):
    set_date(30)
    with pytest.raises(IntegrityError, match="target_date_move_has_a_reason"), transaction.atomic():
        TargetDate.objects.create(
            finding=finding, is_hmicfrs=True, due_on=timezone.localdate(), moved_from=timezone.localdate(),
            set_by=cast.inspector, set_at=timezone.now(),
        )  # fmt: skip


def test_both_sides_dates_are_shown_apart_with_the_original_and_the_count(client, set_date, finding, cast):
    set_date(30)
    set_date(60, reason="The inspection was moved.")
    set_date(90, reason="Again.")
    later = timezone.localdate() + timedelta(days=20)
    updates.submit(
        finding=finding, by=cast.liaison, now=timezone.now(), force_status="on_track", narrative="Words.",
        force_due_on=later,
    )  # fmt: skip
    client.force_login(cast.viewer)
    shown = text_of(client.get(finding.get_absolute_url()))
    first = timezone.localdate() + timedelta(days=30)
    assert f"Originally {first.day} {first:%B} {first.year}, moved 2 times" in shown
    assert f"Force’s target date {later.day} {later:%B} {later.year}" in shown
    assert "HMICFRS’s target date moved from" in shown


def test_date_is_set_and_moved_on_its_page(client, page, finding, cast):
    client.force_login(cast.inspector)
    assert client.post(page, typed("1")).url == finding.get_absolute_url()
    assert "Enter why the target date has moved" in text_of(client.post(page, typed("2")))
    client.post(page, typed("2", "The inspection was moved."))
    finding.refresh_from_db()
    assert finding.due_on.day == 2
    assert "The inspection was moved." in text_of(client.get(page))


@pytest.mark.parametrize(
    ("who", "answer"), [("liaison", 403), ("viewer", 403), ("stranger", 404), ("inspector", 200)]
)
def test_who_reaches_the_page(client, page, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert client.get(page).status_code == answer


def test_the_list_shows_both_sides_with_the_original_and_the_moves(get, cast):
    finding = factories.finding(force_due_on=date(2031, 9, 1), due_on=date(2031, 10, 1))
    moves = [(False, date(2031, 7, 1), None), (False, date(2031, 8, 1), date(2031, 7, 1)),
             (False, date(2031, 9, 1), date(2031, 8, 1)), (True, date(2031, 10, 1), None)]  # fmt: skip
    for is_hmicfrs, day, before in moves:
        TargetDate.objects.create(
            finding=finding, is_hmicfrs=is_hmicfrs, due_on=day, moved_from=before,
            reason="Late." if before else "", set_by=cast.liaison, set_at=factories.NOW,
        )  # fmt: skip
    address = reverse("finding-list")
    words = " ".join(get(cast.viewer, address).content.decode().split())
    assert "1 September 2031" in words
    assert "the force’s, originally 1 July 2031, moved 2 times" in words
    assert "1 October 2031" in words
    assert "HMICFRS’s</span>" in words
    hidden = get(cast.stranger, address).content.decode()
    assert "1 September 2031" not in hidden
    assert "originally" not in hidden
