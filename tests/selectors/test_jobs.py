"""Jobs in the background: which state each is in, and which come first."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tracker.event_vocabulary import EventKind
from tracker.jobs import READING_LEASE
from tracker.models import Notification, Report
from tracker.selectors import jobs
from tracker.services import audit
from tracker.vocabulary import JobState, MailState, ReportStatus

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def mail(cast) -> Notification:
    audit.record(EventKind.UPDATE_RETURNED, by=cast.inspector, now=NOW, finding=factories.finding())
    return Notification.objects.get()


def state_of(report: Report, cast, now) -> JobState:
    [row] = jobs.reading(cast.editor, now=now).rows
    assert row == report
    return JobState(row.job_state)


@pytest.mark.parametrize(
    ("waited", "state"),
    [(jobs.LONGEST_WAIT, JobState.WAITING), (jobs.LONGEST_WAIT + SECOND, JobState.STUCK)],
)
def test_a_report_is_stuck_when_it_waits_for_longer_than_ten_minutes(cast, waited, state):
    assert state_of(factories.report(status=ReportStatus.UPLOADED), cast, NOW + waited) == state


@pytest.mark.parametrize(("left", "state"), [(SECOND, JobState.RUNNING), (-SECOND, JobState.STUCK)])
def test_a_report_is_stuck_when_its_worker_was_lost(cast, left, state):
    report = factories.report(status=ReportStatus.READING, lease_until=LATER + left)
    assert state_of(report, cast, LATER) == state


@pytest.mark.parametrize("status", [ReportStatus.FAILED, ReportStatus.NEEDS_PERSON])
def test_a_report_that_was_given_up_has_failed(cast, status):
    assert state_of(factories.report(status=status, problem="A scan."), cast, NOW) == JobState.FAILED


@pytest.mark.parametrize("status", [ReportStatus.READ, ReportStatus.DECIDED])
def test_a_report_that_was_read_is_no_job(cast, status):
    decided_at = NOW if status == ReportStatus.DECIDED else None
    factories.report(status=status, decided_at=decided_at)
    assert not jobs.reading(cast.editor, now=NOW).total


def test_waiting_counts_from_when_it_was_last_sent_to_be_read(cast):
    report = factories.report(status=ReportStatus.UPLOADED)
    audit.record(EventKind.REPORT_RETRIED, by=cast.editor, now=LATER, report=report)
    [row] = jobs.reading(cast.editor, now=LATER + MINUTE).rows
    assert (row.job_since, row.job_state) == (LATER, JobState.WAITING)


def test_reading_counts_from_when_a_worker_took_it(cast):
    factories.report(status=ReportStatus.READING, lease_until=LATER)
    [row] = jobs.reading(cast.editor, now=NOW).rows
    assert row.job_since == LATER - READING_LEASE


def test_what_needs_a_person_comes_first_and_all_are_counted(cast):
    factories.report(status=ReportStatus.UPLOADED, uploaded_by=cast.editor)
    factories.report(status=ReportStatus.FAILED, problem="Damaged.")
    factories.report(status=ReportStatus.READING, lease_until=NOW + MINUTE)
    factories.report(status=ReportStatus.READING, lease_until=NOW - MINUTE)
    found = jobs.reading(cast.editor, now=NOW)
    assert [row.job_state for row in found.rows] == list(JobState)
    assert found.counts == dict.fromkeys(JobState, 1)
    assert found.total == 4


def test_others_see_no_reports_there(cast):
    factories.report(status=ReportStatus.UPLOADED)
    assert not jobs.reading(cast.liaison, now=NOW).rows


@pytest.mark.parametrize(
    ("change", "now", "state"),
    [
        ({}, NOW + MINUTE, JobState.WAITING),
        ({}, LATER, JobState.STUCK),
        ({"lease_until": LATER + MINUTE}, LATER, JobState.RUNNING),
        # The end of a lease is when a mail that failed is tried again.
        ({"lease_until": LATER - MINUTE}, LATER, JobState.WAITING),
        ({"lease_until": NOW + MINUTE}, LATER, JobState.STUCK),
        ({"mail_state": MailState.FAILED}, NOW, JobState.FAILED),
    ],
)
def test_the_state_of_a_mail(mail, change, now, state):
    Notification.objects.filter(pk=mail.pk).update(**change)
    [row] = jobs.mailing(now=now).rows
    assert row.job_state == state


@pytest.mark.parametrize(
    "change", [{"mail_state": MailState.SENT, "sent_at": NOW}, {"mail_state": MailState.NOT_WANTED}]
)
def test_a_mail_that_is_settled_is_no_job(mail, change):
    Notification.objects.filter(pk=mail.pk).update(**change)
    assert not jobs.mailing(now=LATER).total
