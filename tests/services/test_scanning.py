"""Files on their way past the virus scanner: nothing passes that a real one did not find clean."""

import os
import signal
import socket
import struct
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from tests import clamav, factories
from tests.services.test_files import office
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Notification
from tracker.services import drafts, evidence, scanner, scanning
from tracker.vocabulary import FileState

NOW = factories.NOW
CLEAN = b"month,visits overdue\n2018-05,24\n"
INFECTED = b"month,visits overdue\n" + clamav.VIRUS + b"\n"
LATER = NOW + jobs.SCANNING_LEASE + timedelta(seconds=1)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clamd")
    with clamav.clamd(folder) as process:
        yield folder, process


@pytest.fixture
def scanned(daemon, settings):
    """A real scanner is asked."""
    settings.CLAMD_URL = clamav.address_of(daemon[0])


@pytest.fixture
def away(settings, tmp_path):
    settings.CLAMD_URL = f"unix://{tmp_path / 'nobody.sock'}"


@pytest.fixture
def add(cast):
    finding = factories.finding()

    def add(content=CLEAN, name="visits.csv", **more):
        given = {"by": cast.liaison, "now": NOW, "title": "Visits in May"} | more
        return evidence.add_file(finding=finding, file=ContentFile(content, name=name), **given)

    return add


def after(item, *, now=NOW):
    scanning.scan(evidence_id=item.pk, now=now)
    item.refresh_from_db()
    return item


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


# --- The verdict of a real scanner ----------------------------------------------------------------------


@clamav.needs_clamd
def test_a_file_waits_until_it_is_found_clean(scanned, add, cast):
    item = add()
    assert item.state == FileState.RECEIVED
    with pytest.raises(evidence.NotDownloadable, match="waiting for its virus scan"):
        evidence.opened(evidence=item, by=cast.inspector, now=NOW)

    assert after(item).state == FileState.CLEAN
    assert item.scanned_at == NOW
    assert item.scanner.startswith("ClamAV ")
    with evidence.opened(evidence=item, by=cast.inspector, now=NOW) as file:
        assert file.read() == CLEAN


@clamav.needs_clamd
def test_a_virus_is_rejected_destroyed_and_told_of(
    scanned, add, cast, settings, django_capture_on_commit_callbacks
):
    item = add(INFECTED)
    with django_capture_on_commit_callbacks(execute=True):
        after(item)
    assert item.state == FileState.REJECTED
    assert item.rejected_because.startswith(f"A virus was found in it: {clamav.NAME}")
    assert stored(settings) == []
    event = AuditEvent.objects.get(kind=EventKind.EVIDENCE_REJECTED)
    assert (event.actor, event.evidence) == (None, item)
    assert cast.liaison in {row.recipient for row in Notification.objects.filter(event=event)}
    with pytest.raises(evidence.NotDownloadable, match="A virus was found"):
        evidence.opened(evidence=item, by=cast.inspector, now=NOW)


@clamav.needs_clamd
def test_a_rejected_file_leaves_the_drafts_that_held_it(scanned, add, cast):
    finding = factories.finding()
    draft = drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={})
    item = evidence.add_file(
        finding=finding, file=ContentFile(INFECTED, name="a.csv"), by=cast.liaison, now=NOW, title="A",
        draft=draft,
    )  # fmt: skip
    after(item)
    assert not draft.evidence.exists()


@clamav.needs_clamd
def test_a_virus_in_a_document_is_found(scanned, add):
    item = add(office(**{"word/media/note.txt": INFECTED}), "plan.docx")
    assert after(item).state == FileState.REJECTED


@clamav.needs_clamd
def test_a_file_that_changed_in_the_store_is_rejected(scanned, add):
    item = add()
    Path(item.file.path).write_bytes(b"something else")
    assert after(item).rejected_because == scanning.CHANGED


@clamav.needs_clamd
def test_a_scanner_that_is_stopped_passes_nothing(scanned, daemon, add, monkeypatch):
    """It still takes calls, and answers none."""
    item, (_, process) = add(), daemon
    os.kill(process.pid, signal.SIGSTOP)
    try:
        monkeypatch.setattr(scanner, "SECONDS_TO_GREET", 0.2)
        assert (after(item).state, item.attempts) == (FileState.RECEIVED, 0)
    finally:
        os.kill(process.pid, signal.SIGCONT)
    monkeypatch.undo()
    assert after(item).state == FileState.CLEAN


@clamav.needs_clamd
def test_a_file_over_the_scanner_s_own_limit_is_not_clean(settings, add, tmp_path):
    with clamav.clamd(tmp_path / "small", longest_stream="1K"):
        settings.CLAMD_URL = clamav.address_of(tmp_path / "small")
        assert after(add(b"a" * 300_000, "long.txt")).state == FileState.RECEIVED


@clamav.needs_clamd
def test_what_was_kept_without_a_scanner_is_scanned_once_there_is_one(settings, add, daemon):
    settings.CLAMD_URL = ""
    item = add()
    assert (item.state, item.is_downloadable) == (FileState.NOT_SCANNED, True)
    settings.CLAMD_URL = clamav.address_of(daemon[0])
    assert not item.is_downloadable
    assert after(item).state == FileState.CLEAN


# --- A scanner in trouble -------------------------------------------------------------------------------


def test_while_the_scanner_is_away_files_wait_and_nothing_counts_against_them(away, add):
    item = add()
    for _ in range(scanning.MOST_ATTEMPTS + 2):
        assert (after(item).state, item.attempts, item.lease_until) == (FileState.RECEIVED, 0, None)


@pytest.mark.parametrize(
    "answer",
    [
        clamav.says(b"stream: Can't allocate memory ERROR\n"),
        clamav.says(b"INSTREAM size limit exceeded. ERROR\n"),
        clamav.says(b"stream: \n"),
        clamav.says(b"\n"),
        clamav.says(b"OK\n"),
        clamav.says(b"stream: \xff OK\n"),
        clamav.hangs_up,
        clamav.keeps_silent,
    ],
)  # fmt: skip
def test_whatever_is_no_plain_verdict_passes_nothing(settings, add, monkeypatch, answer):
    monkeypatch.setattr(scanner, "SECONDS_TO_ANSWER", 0.3)
    item = add()
    with clamav.troubled(answer) as address:
        settings.CLAMD_URL = address
        Evidence.objects.update(state=FileState.RECEIVED)
        assert after(item).state == FileState.RECEIVED
        assert item.scan_problem
        for _ in range(scanning.MOST_ATTEMPTS - 1):
            after(item)
        assert item.state == FileState.FAILED
        assert not item.is_downloadable


@clamav.needs_clamd
@pytest.mark.parametrize(
    ("content", "answer"), [(CLEAN, "stream: OK\n"), (INFECTED, f"stream: {clamav.NAME}")]
)
def test_the_false_server_speaks_as_the_real_one(scanned, daemon, content, answer):
    """What the servers above say differs from the real one in nothing but its words."""

    with socket.socket(socket.AF_UNIX) as asked:
        asked.connect(str(daemon[0] / "clamd.sock"))
        asked.sendall(b"nINSTREAM\n" + struct.pack("!L", len(content)) + content + b"\0\0\0\0")
        assert asked.recv(1_000).decode().startswith(answer)


def test_a_server_that_is_no_scanner_passes_nothing(settings, add, broker_url):
    settings.CLAMD_URL = broker_url.replace("redis://", "tcp://").rsplit("/", 1)[0]
    assert (after(add()).state, Evidence.objects.get().attempts) == (FileState.RECEIVED, 0)


# --- The queue ------------------------------------------------------------------------------------------


@clamav.needs_clamd
def test_a_file_whose_worker_was_lost_is_scanned_after_its_lease(scanned, add):
    item = add()
    Evidence.objects.update(state=FileState.SCANNING, lease_until=NOW + jobs.SCANNING_LEASE)
    assert after(item, now=NOW).state == FileState.SCANNING
    assert after(item, now=LATER).state == FileState.CLEAN


@clamav.needs_clamd
def test_a_file_that_ends_its_worker_each_time_is_given_up(scanned, add):
    item = add()
    Evidence.objects.update(state=FileState.SCANNING, lease_until=NOW, attempts=scanning.MOST_ATTEMPTS)
    assert after(item, now=LATER).state == FileState.FAILED
    assert item.scan_problem == scanning.GAVE_UP


@clamav.needs_clamd
def test_a_worker_that_comes_back_late_writes_nothing(scanned, add, monkeypatch):
    """Another has taken the file over, and its verdict stands."""
    item = add()

    def meanwhile(file):
        Evidence.objects.update(lease_until=LATER + jobs.SCANNING_LEASE)

    monkeypatch.setattr(scanner, "virus_in", meanwhile)
    assert after(item).state == FileState.SCANNING


@clamav.needs_clamd
def test_the_sweep_rings_for_what_waits(scanned, add, django_capture_on_commit_callbacks):
    add()
    assert scanning.sweep(now=NOW) == 1
    Evidence.objects.update(state=FileState.CLEAN)
    assert scanning.sweep(now=NOW) == 0


def test_the_sweep_leaves_workers_alone_while_the_scanner_is_away(away, add):
    add()
    assert scanning.sweep(now=NOW) == 0


# --- Trying again ---------------------------------------------------------------------------------------


def failed(item):
    Evidence.objects.update(state=FileState.FAILED, scan_problem="ERROR", attempts=scanning.MOST_ATTEMPTS)
    item.refresh_from_db()
    return item


def test_staff_have_it_scanned_again(away, add, cast):
    item = scanning.retry(evidence=failed(add()), by=cast.editor, now=NOW)
    assert (item.state, item.attempts) == (FileState.RECEIVED, 0)
    assert AuditEvent.objects.filter(kind=EventKind.EVIDENCE_RESCANNED, actor=cast.editor).exists()


@pytest.mark.parametrize("who", ["liaison", "viewer", "stranger", "nobody"])
def test_nobody_else_has_it_scanned_again(away, add, cast, who):
    with pytest.raises(access.NotAllowed):
        scanning.retry(evidence=failed(add()), by=getattr(cast, who), now=NOW)


@pytest.mark.parametrize("state", [FileState.RECEIVED, FileState.CLEAN])
def test_there_is_nothing_to_try_again_otherwise(away, add, cast, state):
    item = add()
    Evidence.objects.update(state=state)
    with pytest.raises(scanning.NothingToScanAgain):
        scanning.retry(evidence=item, by=cast.editor, now=NOW)
