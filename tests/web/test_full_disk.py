"""Something that cannot be written down: whoever sent it is told, and nothing is lost or half kept.

Tried with files that may not grow, and, where the machine lets us, on a disk that really is full.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import tokens
from tests import factories
from tests.config.test_stores import everything_below, full_disk
from tracker.documents.vocabulary import ExportState
from tracker.models import AuditEvent, Evidence, Export, Report
from tracker.selectors.invariants import RULES_OF_FILES
from tracker.services import exports, files

TOLD = "The file could not be stored"
ROOM = 64 * 1024
# One stays in memory on its way in, and one is beyond that: it goes to the disk before any view is asked.
SIZES = (500_000, 3_000_000)
sizes = pytest.mark.parametrize("size", SIZES)


@contextmanager
def tmpfs(folder: Path) -> Iterator[None]:
    """A disk of its own at that folder, so small that it is full at once. Left out where none can be had."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk can be mounted by the administrator of the machine only")
    try:
        yield
    finally:
        # What is still open there, such as the begun part of a form, goes when it is closed.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(params=["files may not grow", "the disk is full"])
def without_room(
    request: pytest.FixtureRequest, settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AbstractContextManager[None]:
    """`with without_room:` nothing of more than 64 KB can be written."""
    disk = tmp_path / "disk"
    disk.mkdir()
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = disk / "media", str(disk)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    is_limit = request.param == "files may not grow"
    return _leaving_nothing(full_disk(ROOM) if is_limit else tmpfs(disk), settings.MEDIA_ROOT)


@contextmanager
def _leaving_nothing(short: AbstractContextManager[None], store: Path) -> Iterator[None]:
    with short:
        yield
        assert everything_below(store) == []


@pytest.fixture
def nothing_is_left(db) -> Iterator[None]:
    """Neither a row of it nor an event."""
    yield
    assert not Evidence.objects.exists()
    assert not Report.objects.exists()
    assert not AuditEvent.objects.filter(kind__in=["evidence_added", "report_uploaded", "export_asked"])
    assert not [name for rule in RULES_OF_FILES for name in rule.broken(timezone.now())]


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def program_of(user: User, *scopes: str) -> Client:
    now = timezone.now()
    made = {"user": user, "name": "Test", "scopes": list(scopes), "expires_at": now + timezone.timedelta(1)}
    _, secret = tokens.create(now=now, **made)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def sent(size: int, name: str = "long.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"a" * size)


def told_by(answer) -> bool:
    """A problem that a program can act on: the same may do later."""
    assert answer.status_code == 503
    problem = answer.json()
    return problem["code"] == files.FileNotStored.code and TOLD in problem["detail"]


# --- Evidence -------------------------------------------------------------------------------------------


def evidence_form(client: Client, cast, size: int):
    finding = factories.finding()
    answers = {"file": sent(size), "title": "Visits in May", "marking": "official"}
    page = reverse("update-evidence-file", args=[finding.reference])
    return signed_in(client, cast.liaison).post(page, answers)


@sizes
def test_evidence_is_told_of_on_its_form(client, cast, without_room, nothing_is_left, size):
    with without_room:
        page = evidence_form(client, cast, size)
    assert page.status_code == 200
    assert TOLD in page.content.decode()
    assert 'value="Visits in May"' in page.content.decode()


def test_evidence_is_kept_once_there_is_room_again(client, cast):
    with full_disk(ROOM):
        assert evidence_form(client, cast, SIZES[1]).status_code == 200
    assert evidence_form(client, cast, SIZES[1]).status_code == 302
    assert Evidence.objects.get().size == SIZES[1]


@sizes
def test_evidence_is_answered_with_a_problem(cast, without_room, nothing_is_left, size):
    address = f"/api/v1/findings/{factories.finding().reference}/evidence/"
    program = program_of(cast.liaison, "evidence:write")
    with without_room:
        assert told_by(program.post(address, {"kind": "file", "file": sent(size), "title": "Visits"}))


# --- Reports --------------------------------------------------------------------------------------------


@sizes
@pytest.mark.parametrize(("name", "field"), [("report-upload", "file"), ("report-upload-many", "files")])
def test_a_report_is_told_of_on_its_page(client, cast, without_room, nothing_is_left, name, field, size):
    with without_room:
        answer = signed_in(client, cast.editor).post(reverse(name), {field: [sent(size)]})
    assert answer.status_code == 200
    assert TOLD in answer.content.decode()


@sizes
def test_a_report_is_answered_with_a_problem(cast, without_room, nothing_is_left, size):
    program = program_of(cast.editor, "reports:write")
    with without_room:
        assert told_by(program.post("/api/v1/reports/", {"file": sent(size)}))


# --- Exports --------------------------------------------------------------------------------------------

LIST = {"list": "findings", "query": ""}


@pytest.fixture
def large(cast) -> None:
    factories.finding(text="The force should visit in time. " * 10_000)


def test_an_export_is_told_of_on_its_page(client, cast, large, without_room, nothing_is_left):
    with without_room:
        page = signed_in(client, cast.inspector).post(
            reverse("export-list"), LIST | {"format": "csv"}, follow=True
        )
    assert TOLD in page.content.decode()
    assert not Export.objects.exists()


def test_an_export_is_answered_with_a_problem(cast, large, without_room, nothing_is_left):
    body = {"kind": "list", "format": "csv", **LIST}
    program = program_of(cast.inspector, "exports")
    with without_room:
        assert told_by(program.post("/api/v1/exports/", body, content_type="application/json"))
    assert not Export.objects.exists()


def test_an_export_that_a_worker_makes_says_so(cast, large, without_room, monkeypatch):
    monkeypatch.setattr(exports, "SMALL", -1)
    now = timezone.now()
    export = exports.ask(kind="list", format="csv", parameters=LIST, by=cast.inspector, now=now)
    with without_room:
        assert not exports.make(export_id=export.pk, now=now)
    export.refresh_from_db()
    assert (export.state, TOLD in export.problem) == (ExportState.FAILED, True)
