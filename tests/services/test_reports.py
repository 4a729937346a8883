"""Uploading and reading reports: nothing twice, nothing half, and every refusal in words."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import factories
from tests.factories import NOW
from tests.services.report_files import changed, confirmed, extract, proposal, read_report
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.importing import sandbox
from tracker.importing.problems import UnreadableReport
from tracker.models import AuditEvent, Finding, Inspection, Report, Statement
from tracker.services import proposals, reference, reports
from tracker.vocabulary import ProposalKind, ReportStatus

pytestmark = pytest.mark.django_db


def stored_files() -> list[str]:
    return default_storage.listdir("reports")[1] if default_storage.exists("reports") else []


# --- upload ---------------------------------------------------------------------------------------------


def test_an_uploaded_report_waits_to_be_read(cast):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    assert report.status == ReportStatus.UPLOADED
    assert report.file_name == "cleveland-2017-extract.txt"
    assert report.size == len(extract().read())
    assert "cleveland" not in report.file.name
    assert stored_files() == [report.file.name.removeprefix("reports/")]
    event = AuditEvent.objects.get(kind=EventKind.REPORT_UPLOADED)
    assert (event.actor_id, event.report_id) == (cast.editor.pk, report.pk)


def test_uploading_rings_for_a_worker(cast, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, kwargs: rung.append((name, kwargs)))
    with django_capture_on_commit_callbacks(execute=True):
        report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    assert rung == [(jobs.READ_REPORT, {"report_id": report.pk})]


def test_a_broker_that_is_down_does_not_stop_an_upload(cast, django_capture_on_commit_callbacks, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(jobs.current_app, "send_task", fail)
    with django_capture_on_commit_callbacks(execute=True):
        report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    assert list(Report.objects.waiting_to_be_read(now=NOW)) == [report]


@pytest.mark.parametrize("who", ["liaison", "chief", "body", "stranger", "administrator", "nobody"])
def test_others_may_not_upload(cast, who):
    with pytest.raises(access.NotAllowed):
        reports.upload(file=extract(), by=getattr(cast, who), now=NOW)
    assert not Report.objects.exists()


def test_the_same_bytes_are_refused_with_the_name_of_the_first(cast):
    first = read_report(cast.editor)
    again = ContentFile(extract().read(), name="another-name.txt")
    with pytest.raises(reports.AlreadyUploaded) as refused:
        reports.upload(file=again, by=cast.inspector, now=NOW)
    assert refused.value.earlier == first
    assert str(refused.value) == (
        "This file was uploaded before, as “cleveland-2017-extract.txt” (PEEL: Police effectiveness 2017), "
        f"by {cast.editor} on 1 June 2018."
    )
    assert len(stored_files()) == 1


def test_a_report_of_25_mb_is_taken_and_one_byte_more_is_not(cast, monkeypatch):
    monkeypatch.setattr(reports, "LIMIT", 1000)
    reports.upload(file=ContentFile(b"x" * 1000, name="a.txt"), by=cast.editor, now=NOW)
    with pytest.raises(reports.ReportTooLarge, match="smaller than 25 MB"):
        reports.upload(file=ContentFile(b"x" * 1001, name="b.txt"), by=cast.editor, now=NOW)
    assert Report.objects.count() == len(stored_files()) == 1


def test_an_empty_file_is_refused(cast):
    with pytest.raises(reports.EmptyReport):
        reports.upload(file=ContentFile(b"", name="a.txt"), by=cast.editor, now=NOW)
    assert stored_files() == []


def test_a_file_that_cannot_be_written_leaves_nothing(cast, monkeypatch):
    def half(name, content, max_length=None):
        with default_storage.open(name, "wb") as begun:
            begun.write(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(default_storage, "save", half)
    with pytest.raises(reports.FileNotStored):
        reports.upload(file=extract(), by=cast.editor, now=NOW)
    assert stored_files() == []
    assert not Report.objects.exists()


def test_a_row_that_cannot_be_written_leaves_no_file(cast, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the audit trail is down")

    monkeypatch.setattr(reports.audit, "record", fail)
    with pytest.raises(RuntimeError):
        reports.upload(file=extract(), by=cast.editor, now=NOW)
    assert stored_files() == []
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\reports\\a.txt", "a.txt"), ("a\x00\nb.txt", "ab.txt")],
)
def test_a_files_name_is_shown_and_never_used_as_a_path(cast, given, kept):
    file = extract()
    file.name = given
    assert reports.upload(file=file, by=cast.editor, now=NOW).file_name == kept


# --- read -----------------------------------------------------------------------------------------------


def test_reading_proposes_what_stands_in_the_report(cast):
    report = read_report(cast.editor)
    assert report.status == ReportStatus.READ
    assert report.title == "PEEL: Police effectiveness 2017"
    assert (report.published_on, report.published_precision) == (date(2018, 3, 1), "month")
    kinds = [proposal.kind for proposal in report.proposals.all()]
    counts = [
        kinds.count(kind) for kind in (ProposalKind.INSPECTION, ProposalKind.JUDGMENT, ProposalKind.FINDING)
    ]
    assert counts == [1, 5, 6]
    for row in report.proposals.filter(kind=ProposalKind.FINDING):
        place = report.text[row.payload["start"] : row.payload["end"]]
        assert " ".join(place.split()) == row.payload["text"]


def test_reading_makes_nothing_but_proposals(cast):
    read_report(cast.editor)
    assert not Finding.objects.exists()
    assert not Statement.objects.exists()
    assert not Inspection.objects.exists()


def test_statements_come_with_the_findings_they_may_speak_of(cast):
    reference.load()
    earlier = factories.finding(
        year=2016, text="The force should manage effectively the risk posed by registered sex offenders."
    )
    report = read_report(cast.editor)
    row = proposal(report, ProposalKind.STATEMENT, "registered sex offenders")
    predecessor = next(item for item in row.candidates if item["side"] == "predecessor")
    assert predecessor["finding"] == earlier.pk
    assert predecessor["proposed"]
    assert predecessor["reasons"]
    successor = next(item for item in row.candidates if item["side"] == "successor")
    offenders = proposal(report, ProposalKind.FINDING, "registered sex offenders")
    assert successor["proposal"] == offenders.position


def test_a_summary_of_no_matter_is_put_to_no_one_finding(cast):
    reference.load()
    factories.finding(year=2016, text="The force should make progress in all areas that are inspected.")
    report = read_report(cast.editor)
    row = proposal(report, ProposalKind.STATEMENT, "progress in all areas inspected")
    assert row.candidates == []


def test_findings_of_other_forces_are_no_candidates(cast):
    reference.load()
    factories.finding("hertfordshire", year=2016, text="The force should visit registered sex offenders.")
    report = read_report(cast.editor)
    sides = {item["side"] for row in report.proposals.all() for item in row.candidates}
    assert sides == {"successor"}


def test_a_report_is_read_once(cast):
    report = read_report(cast.editor)
    before = set(report.proposals.values_list("pk", flat=True))
    assert reports.read(report_id=report.pk, now=NOW) is False
    assert set(report.proposals.values_list("pk", flat=True)) == before


def test_a_report_is_not_taken_while_another_worker_holds_it(cast):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    Report.objects.filter(pk=report.pk).update(status=ReportStatus.READING, lease_until=NOW + reports.LEASE)
    assert reports.read(report_id=report.pk, now=NOW) is False


def test_a_report_left_by_a_dying_worker_is_read_again(cast):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    Report.objects.filter(pk=report.pk).update(
        status=ReportStatus.READING, lease_until=NOW + reports.LEASE, attempts=1
    )
    later = NOW + reports.LEASE + timedelta(seconds=1)
    assert reports.read(report_id=report.pk, now=later) is True
    report.refresh_from_db()
    assert (report.status, report.attempts, report.lease_until) == (ReportStatus.READ, 2, None)


def test_a_worker_that_lost_its_lease_writes_nothing(cast, monkeypatch):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    read = sandbox.read

    def slowly(data, file_name, *, tell):
        later = NOW + reports.LEASE + timedelta(seconds=1)
        monkeypatch.setattr(sandbox, "read", read)
        assert reports.read(report_id=report.pk, now=later) is True
        return read(data, file_name)

    monkeypatch.setattr(sandbox, "read", slowly)
    assert reports.read(report_id=report.pk, now=NOW) is False
    assert report.proposals.filter(kind=ProposalKind.INSPECTION).count() == 1
    assert AuditEvent.objects.filter(kind=EventKind.REPORT_READ).count() == 1


def test_a_report_that_kills_every_worker_fails_with_words(cast):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    Report.objects.filter(pk=report.pk).update(attempts=reports.MOST_ATTEMPTS)
    assert reports.read(report_id=report.pk, now=NOW) is True
    report.refresh_from_db()
    assert report.status == ReportStatus.FAILED
    assert "never came to an end" in report.problem


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b" \n \n", "The file is empty."),
        (b"\x7fELF" + bytes(range(256)) * 20, "neither a PDF, a web page nor text"),
        (b"Dear Sir, thank you for the cake. It was good.\n" * 50, "does not look like an HMICFRS"),
        (b"%PDF-1.7\n" + b"x" * 200, "This PDF is damaged"),
    ],
)
def test_a_file_that_is_no_report_fails_with_words_and_is_kept(cast, content, words):
    report = read_report(cast.editor, ContentFile(content, name="a.txt"))
    assert report.status == ReportStatus.FAILED
    assert words in report.problem
    assert report.file.open("rb").read() == content
    assert AuditEvent.objects.filter(kind=EventKind.REPORT_FAILED, report=report).exists()


def test_a_scan_needs_a_person(cast, monkeypatch):
    def scan(data, file_name, *, tell):
        raise UnreadableReport("There is no text on the pages.", needs_person=True)

    monkeypatch.setattr(sandbox, "read", scan)
    assert read_report(cast.editor).status == ReportStatus.NEEDS_PERSON


def test_a_file_that_was_lost_fails_with_words(cast):
    report = reports.upload(file=extract(), by=cast.editor, now=NOW)
    default_storage.delete(report.file.name)
    reports.read(report_id=report.pk, now=NOW)
    report.refresh_from_db()
    assert report.problem == reports.NOT_STORED


def test_a_text_full_of_findings_is_not_one_report(cast, monkeypatch):
    monkeypatch.setattr(reports.proposing, "MOST_ITEMS", 5)
    report = read_report(cast.editor)
    assert report.status == ReportStatus.FAILED
    assert "6 findings were found" in report.problem


def test_a_report_of_an_unknown_force_is_read_with_a_warning(cast):
    report = read_report(cast.editor, changed(("Cleveland Police", "Borsetshire Constabulary")))
    assert report.status == ReportStatus.READ
    assert any("Borsetshire Constabulary" in warning for warning in report.warnings)
    assert proposal(report, ProposalKind.INSPECTION).payload["force"] is None


# --- sweep, retry, publication --------------------------------------------------------------------------


def test_the_sweep_rings_for_what_nobody_took(cast, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, kwargs: rung.append(kwargs["report_id"]))
    waiting = factories.report(status="uploaded")
    dead = factories.report(status="reading", lease_until=NOW - timedelta(seconds=1))
    factories.report(status="reading", lease_until=NOW + timedelta(seconds=60))
    factories.report(status="failed", problem="It was damaged.")
    with django_capture_on_commit_callbacks(execute=True):
        assert reports.sweep(now=NOW) == 2
    assert rung == [waiting.pk, dead.pk]


def test_a_failed_report_is_read_again(cast):
    report = read_report(cast.editor, ContentFile(b"nothing of use", name="a.txt"))
    reports.retry(report=report, by=cast.inspector, now=NOW)
    report.refresh_from_db()
    assert (report.status, report.attempts, report.problem) == (ReportStatus.UPLOADED, 0, "")


def test_a_report_of_which_nothing_is_decided_is_read_again_with_nothing_doubled(cast):
    report = read_report(cast.editor)
    before = report.proposals.count()
    reports.retry(report=report, by=cast.editor, now=NOW)
    assert reports.read(report_id=report.pk, now=NOW) is True
    assert report.proposals.count() == before


def test_a_report_that_is_partly_decided_is_not_read_again(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor)
    with pytest.raises(reports.NothingToReadAgain, match="decided"):
        reports.retry(report=report, by=cast.editor, now=NOW)


@pytest.mark.parametrize(("status", "fields"), [("uploaded", {}), ("reading", {"lease_until": NOW})])
def test_a_waiting_report_is_not_read_again(cast, status, fields):
    report = factories.report(status=status, **fields)
    with pytest.raises(reports.NothingToReadAgain):
        reports.retry(report=report, by=cast.editor, now=NOW)


def test_a_liaison_officer_may_not_have_it_read_again(cast):
    with pytest.raises(access.NotAllowed):
        reports.retry(report=factories.report(), by=cast.liaison, now=NOW)


def test_a_proposal_of_an_earlier_reading_is_refused(cast):
    report = read_report(cast.editor)
    stale = proposal(report, ProposalKind.INSPECTION)
    reports.retry(report=report, by=cast.editor, now=NOW)
    reports.read(report_id=report.pk, now=NOW)
    with pytest.raises(proposals.ReadAgain):
        proposals.confirm(proposal=stale, by=cast.editor, now=NOW)


def test_the_publication_day_makes_everything_of_the_report_public_from_then(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.FINDING)
    told = proposal(report, ProposalKind.STATEMENT, "registered sex offenders")
    told = proposals.confirm(proposal=told, by=cast.editor, now=NOW)
    assert {finding.public_from for finding in Finding.objects.all()} == {date(2018, 4, 1)}
    day = date(2018, 3, 22)
    reports.set_publication_day(report=report, published_on=day, by=cast.editor, now=NOW)
    report.refresh_from_db()
    assert (report.published_on, report.published_precision) == (day, "day")
    assert {finding.public_from for finding in Finding.objects.all()} == {day}
    assert {inspection.public_from for inspection in Inspection.objects.all()} == {day}
    assert told.statement.__class__.objects.get(pk=told.statement_id).public_from == day


def test_the_publication_day_of_an_unconfirmed_report_is_refused(cast):
    report = read_report(cast.editor)
    with pytest.raises(reports.NoInspectionYet):
        reports.set_publication_day(report=report, published_on=date(2018, 3, 22), by=cast.editor, now=NOW)


def test_a_publication_day_before_the_inspection_is_refused(cast):
    with pytest.raises(reports.PublishedTooEarly):
        reports.set_publication_day(
            report=factories.report(year=2017), published_on=date(2016, 3, 22), by=cast.editor, now=NOW
        )
