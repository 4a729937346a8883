"""Two people at the same moment: one effect, and an answer for both."""

import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from tests import factories
from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, Report
from tracker.roles import Role
from tracker.services import proposals, reports
from tracker.vocabulary import ProposalKind

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """What each deed returned or raised, all begun at the same moment in threads of their own."""
    answers, barrier = [None] * len(deeds), threading.Barrier(len(deeds))

    def run(index, deed):
        barrier.wait()
        try:
            answers[index] = deed()
        except Exception as refused:
            answers[index] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def editors(db):
    return [factories.member(Role.HMICFRS_EDITOR) for _ in range(4)]


def test_one_finding_is_made_by_four_who_confirm_it(editors):
    report = read_report(editors[0])
    confirmed(report, editors[0])
    row = proposal(report, ProposalKind.FINDING)
    answers = at_once(*(lambda by=by: proposals.confirm(proposal=row, by=by, now=NOW) for by in editors))
    finding = Finding.objects.get()
    refused = [answer for answer in answers if isinstance(answer, proposals.AlreadyDecided)]
    assert [answer.finding for answer in answers if answer not in refused] == [finding]
    assert len(refused) == 3
    assert AuditEvent.objects.filter(kind=EventKind.FINDING_RAISED).count() == 1


def test_one_of_confirm_and_reject_wins(editors):
    report = read_report(editors[0])
    confirmed(report, editors[0])
    row = proposal(report, ProposalKind.FINDING)
    answers = at_once(
        lambda: proposals.confirm(proposal=row, by=editors[0], now=NOW),
        lambda: proposals.reject(proposal=row, reason="not_said", by=editors[1], now=NOW),
    )
    assert sum(isinstance(answer, proposals.AlreadyDecided) for answer in answers) == 1


def test_findings_of_two_reports_of_an_inspection_get_numbers_of_their_own(editors):
    from tests.services.report_files import changed

    first = read_report(editors[0])
    second = read_report(editors[0], changed(("The force should", "The force must")))
    for report in (first, second):
        confirmed(report, editors[0])
    at_once(
        *(
            lambda report=report: proposals.confirm_all(
                report=report, kind=ProposalKind.FINDING, by=editors[0], now=NOW
            )
            for report in (first, second)
        )
    )
    numbers = sorted(Finding.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 13))


def test_the_same_bytes_at_once_are_kept_once(editors):
    answers = at_once(
        *(
            lambda by=by: reports.upload(file=ContentFile(b"same" * 1000, name="a.txt"), by=by, now=NOW)
            for by in editors
        )
    )
    kept = Report.objects.get()
    assert len(default_storage.listdir("reports")[1]) == 1
    refused = [answer for answer in answers if isinstance(answer, reports.AlreadyUploaded)]
    assert [answer.earlier for answer in refused] == [kept] * 3


def test_one_of_four_workers_takes_a_report(editors):
    read_report(editors[0])
    report = reports.upload(file=ContentFile(b"no report at all", name="a.txt"), by=editors[0], now=NOW)
    answers = at_once(*(lambda: reports.read(report_id=report.pk, now=NOW) for _ in range(4)))
    assert sorted(answers) == [False, False, False, True]
