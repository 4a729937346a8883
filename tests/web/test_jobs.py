"""The page of jobs: who sees it, what it says, and trying again from it."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Digest, Evidence, Notification, Reread
from tracker.services import audit, evidence
from tracker.vocabulary import FileState, MailState, ReportStatus, RereadStatus

PAGE = "/jobs/"
DAMAGED = "The file is damaged."


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def mail_given_up(cast) -> Notification:
    event = audit.record(
        EventKind.UPDATE_RETURNED, by=cast.inspector, now=timezone.now(), finding=factories.finding()
    )
    event.notifications.update(mail_state=MailState.FAILED, attempts=5)
    return event.notifications.get()


def failed():
    return factories.report(status=ReportStatus.FAILED, problem=DAMAGED, attempts=1)


@pytest.mark.parametrize("who", ["liaison", "chief", "stranger", "administrator", "nobody"])
def test_others_are_kept_from_it(get, client, cast, who):
    report, mail = failed(), mail_given_up(cast)
    assert get(getattr(cast, who), PAGE).status_code == 403
    assert client.post(reverse("job-retry-report", args=[report.pk])).status_code == 404
    assert client.post(reverse("job-retry-mail", args=[mail.pk])).status_code == 403
    mail.refresh_from_db()
    assert mail.mail_state == MailState.FAILED


def test_it_says_when_nothing_waits(get, cast):
    assert "Nothing waits" in text_of(get(cast.editor, PAGE))


def test_it_says_what_failed_and_why(get, cast):
    failed()
    mail_given_up(cast)
    page = text_of(get(cast.inspector, PAGE))
    assert DAMAGED in page
    assert "HMICFRS asks for more evidence: cleveland-2017-eff-01" in page
    assert "2 failed" in page
    assert "stuck: nobody" not in page


def test_it_warns_of_what_is_stuck(get, cast):
    factories.report(status=ReportStatus.UPLOADED)
    assert "Some jobs are stuck" in text_of(get(cast.editor, PAGE))


def test_a_report_is_read_again_from_it(get, client, cast):
    report = failed()
    get(cast.editor, PAGE)
    page = client.post(reverse("job-retry-report", args=[report.pk]), follow=True)
    assert "waits to be read again" in text_of(page)
    report.refresh_from_db()
    assert (report.status, report.attempts) == (ReportStatus.UPLOADED, 0)


def test_a_report_whose_worker_was_lost_is_read_again_and_one_that_is_read_is_not(get, client, cast):
    minute = timedelta(minutes=1)
    lost = factories.report(status=ReportStatus.READING, lease_until=timezone.now() - minute)
    held = factories.report(status=ReportStatus.READING, lease_until=timezone.now() + minute)
    assert get(cast.editor, PAGE).content.decode().count("Read again") == 1
    for report in (lost, held):
        client.post(reverse("job-retry-report", args=[report.pk]))
        report.refresh_from_db()
    assert (lost.status, held.status) == (ReportStatus.UPLOADED, ReportStatus.READING)


def test_a_mail_is_sent_again_from_it_once(get, client, cast):
    mail = mail_given_up(cast)
    get(cast.editor, PAGE)
    address = reverse("job-retry-mail", args=[mail.pk])
    assert "waits to be sent again" in text_of(client.post(address, follow=True))
    assert "was not given up" in text_of(client.post(address, follow=True))


def test_20_jobs_cost_as_many_queries_as_2(cast, queries_of):
    failed()
    mail_given_up(cast)
    few = queries_of(cast.editor, PAGE)
    for _ in range(10):
        failed()
        mail_given_up(cast)
    assert queries_of(cast.editor, PAGE) == few


def unscanned(cast, **fields):
    file = ContentFile(b"a,b\n1,2\n", name="visits.csv")
    item = evidence.add_file(
        finding=factories.finding(), file=file, by=cast.liaison, now=timezone.now(), title="Visits"
    )
    Evidence.objects.filter(pk=item.pk).update(
        **{"state": FileState.FAILED, "scan_problem": "ERROR"} | fields
    )
    return item


def test_a_file_that_got_no_verdict_is_scanned_again_from_it(get, client, cast):
    item = unscanned(cast)
    page = text_of(get(cast.editor, PAGE))
    assert "visits.csv" in page
    assert "The scanner said: ERROR" in page
    client.post(reverse("job-retry-file", args=[item.pk]), follow=True)
    item.refresh_from_db()
    assert item.state == FileState.RECEIVED


def test_a_file_that_waits_for_long_is_stuck(get, cast):
    hour_ago = timezone.now() - timedelta(hours=1)
    unscanned(cast, state=FileState.RECEIVED, scan_problem="", added_at=hour_ago)
    assert "Some jobs are stuck" in text_of(get(cast.editor, PAGE))


@pytest.mark.parametrize(("who", "status"), [("liaison", 403), ("stranger", 404)])
def test_others_do_not_have_a_file_scanned_again(client, cast, who, status):
    item = unscanned(cast)
    client.force_login(getattr(cast, who))
    assert client.post(reverse("job-retry-file", args=[item.pk])).status_code == status


def test_a_second_reading_that_failed_is_tried_again_from_it(client, cast):
    report = factories.report(status=ReportStatus.READ)
    failed = Reread.objects.create(
        report=report,
        status=RereadStatus.FAILED,
        problem=DAMAGED,
        asked_by=cast.editor,
        asked_at=timezone.now(),
    )
    client.force_login(cast.editor)
    assert DAMAGED in text_of(client.get(PAGE))
    response = client.post(reverse("job-retry-reread", args=[report.pk, failed.pk]), follow=True)
    assert "waits to be read a second time" in text_of(response)
    assert DAMAGED not in text_of(response)
    assert Reread.objects.get(status=RereadStatus.WAITING).report == report
    again = client.post(reverse("job-retry-reread", args=[report.pk, failed.pk]), follow=True)
    assert "being read again already" in text_of(again)


def digest_given_up(cast, **fields):
    given = {"mail_state": MailState.FAILED, "attempts": 5, **fields}
    return Digest.objects.create(person=cast.liaison, day=date(2018, 6, 1), created_at=factories.NOW, **given)


def test_a_digest_that_was_given_up_is_shown_and_sent_again(get, client, cast):
    digest = digest_given_up(cast)
    page = text_of(get(cast.editor, PAGE))
    assert "Digests to send" in page
    assert "1 failed" in page
    client.post(reverse("job-retry-digest", args=[digest.pk]))
    digest.refresh_from_db()
    assert (digest.mail_state, digest.attempts) == (MailState.UNSENT, 0)
    event = AuditEvent.objects.get(kind=EventKind.MAIL_RETRIED)
    assert (event.actor, event.data["digest_id"]) == (cast.editor, digest.pk)


def test_a_digest_that_was_sent_is_not_sent_again(get, client, cast):
    digest = digest_given_up(cast, mail_state=MailState.SENT, sent_at=factories.NOW)
    get(cast.editor, PAGE)
    answer = client.post(reverse("job-retry-digest", args=[digest.pk]), follow=True)
    assert "was not given up" in text_of(answer)


def test_others_send_no_digest_again(get, client, cast):
    digest = digest_given_up(cast)
    get(cast.liaison, "/")
    assert client.post(reverse("job-retry-digest", args=[digest.pk])).status_code == 403
