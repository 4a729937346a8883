"""Notifications: each event tells the right people, once, by a mail that gives nothing away."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend

from tests import factories
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.models import Notification
from tracker.selectors.notifications import HEADLINES
from tracker.selectors.recipients import AUDIENCES, nobody
from tracker.services import audit, notifications
from tracker.vocabulary import MailState, ReportStatus, Wording

NOW = factories.NOW


@pytest.fixture
def finding(cast):
    return factories.finding(lead=cast.viewer)


@pytest.fixture
def told(cast):
    """`told(kind, …)`: the event is recorded; the names of the people told."""
    names = {user.pk: name for name, user in vars(cast).items()}

    def told(kind, *, by, now=NOW, **about):
        event = audit.record(kind, by=by, now=now, **about)
        return {names[row.recipient_id] for row in event.notifications.all()}

    return told


# --- Who is told -------------------------------------------------------------------------------------


def test_every_kind_of_event_is_decided():
    assert set(AUDIENCES) == set(EventKind)


def test_every_kind_that_tells_someone_has_words():
    assert set(HEADLINES) == {kind for kind, audience in AUDIENCES.items() if audience is not nobody}


def test_inspectors_are_told_of_an_update(told, finding, cast):
    assert told(EventKind.UPDATE_SUBMITTED, by=cast.liaison, finding=finding) == {
        "inspector", "second_inspector",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["update_accepted", "update_returned", "finding_closed"])
def test_the_force_s_people_are_told_of_a_decision(told, finding, cast, kind):
    assert told(EventKind(kind), by=cast.inspector, finding=finding) == {"liaison", "viewer"}


def test_who_sent_the_update_is_told_what_became_of_it(told, finding, cast):
    names = told(EventKind.UPDATE_ACCEPTED, by=cast.inspector, finding=finding, submitted_by=cast.chief.pk)
    assert names == {"liaison", "viewer", "chief"}


def test_both_sides_are_told_of_a_voided_closure(told, finding, cast):
    names = told(EventKind.CLOSURE_VOIDED, by=cast.administrator, finding=finding)
    assert names == {"liaison", "viewer", "inspector", "second_inspector"}


def test_the_one_who_acted_is_not_told(told, finding, cast):
    assert "inspector" not in told(EventKind.EVIDENCE_WITHDRAWN, by=cast.inspector, finding=finding)


def test_person_with_two_roles_is_told_once(told, finding, cast):
    finding.lead = cast.liaison
    finding.save()
    assert told(EventKind.FINDING_CLOSED, by=cast.inspector, finding=finding) == {"liaison"}
    assert Notification.objects.count() == 1


def test_people_whose_role_has_ended_are_not_told(told, finding, cast):
    cast.liaison.memberships.update(ends_on=NOW.date() - timedelta(days=1))
    cast.viewer.memberships.update(ends_on=NOW.date() - timedelta(days=1))
    assert told(EventKind.FINDING_CLOSED, by=cast.inspector, finding=finding) == set()


def test_people_who_can_not_sign_in_are_not_told(told, finding, cast):
    cast.liaison.is_active = False
    cast.liaison.save()
    assert told(EventKind.FINDING_CLOSED, by=cast.inspector, finding=finding) == {"viewer"}


def test_finding_raised_by_hand_is_told_of(told, finding, cast):
    assert told(EventKind.FINDING_RAISED, by=cast.editor, finding=finding) == {"liaison", "viewer"}


def test_finding_raised_out_of_a_report_waits_for_the_report(told, finding, cast):
    finding.report = factories.report()
    assert told(EventKind.FINDING_RAISED, by=cast.editor, finding=finding) == set()


def test_finding_as_reported_is_told_of_with_its_report(told, finding, cast):
    finding.wording = Wording.AS_REPORTED
    assert told(EventKind.FINDING_RAISED, by=cast.editor, finding=finding) == set()


@pytest.mark.parametrize("public_from", [None, NOW.date() + timedelta(days=1)])
def test_force_hears_nothing_before_publication(told, finding, cast, public_from):
    finding.public_from = public_from
    assert told(EventKind.FINDING_RAISED, by=cast.editor, finding=finding) == set()


@pytest.fixture
def report(cast):
    return factories.report(status=ReportStatus.DECIDED, decided_at=NOW)


@pytest.mark.parametrize("kind", ["report_decided", "report_published_on_set"])
def test_liaison_officers_and_the_policing_body_are_told_of_a_decided_report(told, report, cast, kind):
    assert told(EventKind(kind), by=cast.editor, report=report) == {"liaison", "body"}


def test_report_under_embargo_is_told_to_nobody(told, report, cast):
    report.inspection.public_from = NOW.date() + timedelta(days=1)
    assert told(EventKind.REPORT_DECIDED, by=cast.editor, report=report) == set()


def test_many_people_cost_one_insert(finding, cast, django_assert_num_queries):
    for _ in range(20):
        factories.member("inspector")
    with django_assert_num_queries(4):  # for whom they act, the event, who is to be told, the notifications
        audit.record(EventKind.UPDATE_SUBMITTED, by=cast.liaison, now=NOW, finding=finding)
    assert Notification.objects.count() == 22


# --- Reading -----------------------------------------------------------------------------------------


@pytest.fixture
def notification(finding, cast):
    finding.lead = None
    audit.record(EventKind.UPDATE_RETURNED, by=cast.inspector, now=NOW, finding=finding)
    return Notification.objects.get()


def test_first_reading_counts(notification, cast):
    notifications.mark_read(notification=notification, by=cast.liaison, now=NOW)
    notifications.mark_read(notification=notification, by=cast.liaison, now=NOW + timedelta(hours=1))
    assert notification.read_at == NOW


def test_nobody_reads_for_someone_else(notification, cast):
    with pytest.raises(access.NotVisible):
        notifications.mark_read(notification=notification, by=cast.chief, now=NOW)


def test_all_of_one_s_own_are_read(notification, cast):
    assert notifications.mark_all_read(by=cast.chief, now=NOW) == 0
    assert notifications.mark_all_read(by=cast.liaison, now=NOW) == 1


# --- Mail --------------------------------------------------------------------------------------------


def send(notification, now=NOW):
    done = notifications.send(notification_id=notification.pk, now=now)
    notification.refresh_from_db()
    return done


def test_mail_holds_a_link_and_no_finding_s_text(notification, finding, mailoutbox, settings):
    settings.SITE_URL = "https://tracker.example"
    assert send(notification)

    mail = mailoutbox[0]
    assert mail.to == ["liaison@cleveland.example"]
    assert mail.subject == "HMICFRS asks for more evidence: cleveland-2017-eff-01"
    assert "https://tracker.example/findings/cleveland-2017-eff-01/" in mail.body
    assert finding.text not in mail.body
    assert (notification.mail_state, notification.sent_at) == (MailState.SENT, NOW)


def test_mail_goes_out_once(notification, mailoutbox):
    assert send(notification)
    assert not send(notification)
    assert len(mailoutbox) == 1


def test_mail_that_someone_else_is_sending_is_left_alone(notification, mailoutbox):
    Notification.objects.update(lease_until=NOW + timedelta(minutes=1))
    assert not send(notification)
    assert not mailoutbox


def test_mail_of_a_lost_worker_is_taken_over(notification, mailoutbox):
    Notification.objects.update(lease_until=NOW - timedelta(seconds=1))
    assert send(notification)


def test_mail_to_someone_who_has_left_is_not_wanted(notification, cast, mailoutbox):
    cast.liaison.is_active = False
    cast.liaison.save()
    assert not send(notification)
    assert notification.mail_state == MailState.NOT_WANTED
    assert not mailoutbox


def test_mail_to_someone_whose_role_has_ended_is_not_wanted(notification, cast, mailoutbox):
    cast.liaison.memberships.get().delete()
    assert not send(notification)
    assert notification.mail_state == MailState.NOT_WANTED
    assert not mailoutbox


class NoServer(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


def test_mail_is_tried_again_when_the_server_is_back(notification, settings, mailoutbox):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    assert not send(notification)
    assert notification.mail_state == MailState.UNSENT
    settings.EMAIL_BACKEND = working
    assert not send(notification)
    assert send(notification, now=NOW + notifications.LEASE + timedelta(seconds=1))


class NobodyThere(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


def test_a_server_that_is_away_costs_a_mail_nothing(notification, settings, mailoutbox):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.NobodyThere"
    for attempt in range(2 * notifications.MOST_ATTEMPTS):
        assert not send(notification, now=NOW + attempt * notifications.LEASE)
    assert (notification.mail_state, notification.attempts) == (MailState.UNSENT, 0)
    settings.EMAIL_BACKEND = working
    assert send(notification, now=NOW + 2 * notifications.MOST_ATTEMPTS * notifications.LEASE)


def test_nobody_is_rung_for_while_the_server_is_away(notification, settings, rung):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert notifications.sweep(now=NOW) == 0
    assert rung == []


def test_a_mail_whose_workers_were_all_lost_is_given_up(notification, mailoutbox):
    Notification.objects.update(attempts=notifications.MOST_ATTEMPTS, lease_until=NOW - timedelta(seconds=1))
    assert not send(notification)
    assert (notification.mail_state, mailoutbox) == (MailState.FAILED, [])


def test_mail_is_given_up_at_last(notification, settings):
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    for attempt in range(notifications.MOST_ATTEMPTS):
        send(notification, now=NOW + attempt * 2 * notifications.LEASE)
    assert notification.mail_state == MailState.FAILED


@pytest.fixture
def rung(monkeypatch):
    """The jobs rung for, in place of a broker."""
    calls = []
    monkeypatch.setattr(jobs, "enqueue", lambda name, **ids: calls.append((name, ids)))
    return calls


def test_an_event_rings_once_however_many_are_told(finding, cast, rung):
    event = audit.record(EventKind.UPDATE_SUBMITTED, by=cast.liaison, now=NOW, finding=finding)
    assert rung == [(jobs.SWEEP_NOTIFICATIONS, {"event_id": event.pk})]


def test_what_tells_nobody_rings_for_nobody(finding, cast, rung):
    audit.record(EventKind.EVIDENCE_ADDED, by=cast.liaison, now=NOW, finding=finding)
    assert rung == []


def test_sweep_rings_for_one_event_s_mails(notification, finding, cast, rung):
    event = audit.record(EventKind.FINDING_CLOSED, by=cast.inspector, now=NOW, finding=finding)
    rung.clear()
    assert notifications.sweep(now=NOW, event_id=event.pk) == 1
    assert rung == [(jobs.SEND_NOTIFICATION, {"notification_id": event.notifications.get().pk})]


def test_sweep_rings_for_what_waits(notification, rung):
    assert notifications.sweep(now=NOW) == 1
    assert rung == [(jobs.SEND_NOTIFICATION, {"notification_id": notification.pk})]


def test_sweep_leaves_what_is_sent_or_held(notification, rung):
    Notification.objects.update(lease_until=NOW + timedelta(minutes=1))
    assert notifications.sweep(now=NOW) == 0
