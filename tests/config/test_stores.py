"""Where files lie: whole or not at all, on the disk and in an object store that checks signatures."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager, suppress
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from config import stores
from config.embedded.servers import HOST, _free_port
from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence
from tracker.services import evidence, orphans

NOW = factories.NOW
CONTENT = b"month,visits overdue\n2018-05,24\n"
KEYS = {"AWS_ACCESS_KEY_ID": "tracker", "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests"}
SERVER_KEYS = {
    "NANIO_ACCESS_KEY": KEYS["AWS_ACCESS_KEY_ID"],
    "NANIO_SECRET_KEY": KEYS["AWS_SECRET_ACCESS_KEY"],
}


@pytest.fixture
def add(cast):
    finding = factories.finding()

    def add(content=CONTENT, name="visits.csv"):
        file = ContentFile(content, name=name)
        return evidence.add_file(finding=finding, file=file, by=cast.liaison, now=NOW, title="Visits")

    return add


def everything_below(folder):
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


# --- The disk -------------------------------------------------------------------------------------------


@contextmanager
def full_disk(room: int):
    """No file of this process may grow beyond so many bytes, as on a disk with no more room than that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)


def test_of_a_file_the_disk_has_no_room_for_nothing_is_left(add, settings):
    with full_disk(room=64 * 1024), pytest.raises(evidence.FileNotStored, match="no room for it"):
        add(b"a" * 200_000, "long.txt")
    assert not Evidence.objects.exists()
    assert everything_below(settings.MEDIA_ROOT) == []
    assert add(b"a" * 200_000, "long.txt").size == 200_000  # there is room again


def test_a_file_appears_under_its_name_only_when_it_is_whole(settings):
    store, seen = storages.create_storage(stores.store_named("")), []

    class Watched(ContentFile):
        def chunks(self, chunk_size=None):
            seen.append(everything_below(settings.MEDIA_ROOT))
            yield from super().chunks(chunk_size)

    store.save("evidence/a.csv", Watched(CONTENT))
    assert seen == [["evidence/a.csv.part"]]
    assert everything_below(settings.MEDIA_ROOT) == ["evidence/a.csv"]


def test_nobody_else_on_the_machine_reads_it(add):
    path = add().file.path
    assert os.stat(path).st_mode & 0o077 == 0
    assert os.stat(os.path.dirname(path)).st_mode & 0o077 == 0


# --- Orphans --------------------------------------------------------------------------------------------


def leave(folder, name, *, days_ago):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    then = (timezone.now() - timedelta(days=days_ago)).timestamp()
    os.utime(path, (then, then))


def test_old_files_that_no_row_names_are_swept(add, settings):
    kept = add()
    leave(settings.MEDIA_ROOT, kept.file.name, days_ago=9)
    leave(settings.MEDIA_ROOT, factories.report().file.name, days_ago=9)
    leave(settings.MEDIA_ROOT, "evidence/orphan.csv", days_ago=2)
    leave(settings.MEDIA_ROOT, "evidence/half.csv.part", days_ago=2)
    leave(settings.MEDIA_ROOT, "reports/orphan", days_ago=2)
    leave(settings.MEDIA_ROOT, "evidence/young.csv", days_ago=0)

    assert orphans.sweep(now=timezone.now()) == 3
    left = everything_below(settings.MEDIA_ROOT)
    assert sorted(left)[0:2] == sorted([kept.file.name, "evidence/young.csv"])
    assert len(left) == 3
    assert orphans.sweep(now=timezone.now()) == 0


def test_there_is_nothing_to_sweep_before_anything_was_stored(db):
    assert orphans.sweep(now=NOW) == 0


# --- An object store ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """The address of a server that speaks S3 and refuses what is not signed with its key."""
    port = _free_port()
    folder = str(tmp_path_factory.mktemp("objects"))
    process = subprocess.Popen(
        [sys.executable, "-m", "nanio", "serve", "--data-dir", folder, "--host", HOST, "--port", str(port)],
        env=os.environ | SERVER_KEYS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield f"http://{HOST}:{port}"
    finally:
        process.kill()
        process.wait()


def _wait_for(port, process):
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail("the object store did not start")


@pytest.fixture
def store(endpoint, settings, monkeypatch):
    """Evidence lies in a bucket of it."""
    for name, key in KEYS.items():
        monkeypatch.setenv(name, key)
    address = f"s3://evidence/tracker?endpoint={endpoint}&region=us-east-1"
    settings.STORAGES = settings.STORAGES | {"default": stores.store_named(address)}
    made = storages["default"]
    if "evidence" not in {bucket.name for bucket in made.connection.buckets.all()}:
        made.connection.create_bucket(Bucket="evidence")
    return made


def objects_of(store):
    return [item.key for item in store.bucket.objects.all()]


def test_evidence_comes_back_out_of_an_object_store(store, add, cast):
    kept = add()
    assert f"tracker/{kept.file.name}" in objects_of(store)
    with closing(evidence.opened(evidence=kept, by=cast.inspector, now=NOW)) as file:
        assert file.read() == CONTENT
    assert AuditEvent.objects.filter(kind=EventKind.EVIDENCE_DOWNLOADED, evidence=kept).exists()


def test_a_file_of_several_parts_comes_back(store):
    content = os.urandom(12 * 1024 * 1024)
    name = store.save("evidence/large.bin", ContentFile(content))
    with store.open(name) as file:
        assert file.read() == content


def test_nobody_without_the_key_reads_it(store, add, endpoint):
    address = f"{endpoint}/evidence/tracker/{add().file.name}"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)  # noqa: S310  our own server
    assert refused.value.code == 403


def test_with_a_wrong_key_nothing_is_kept(store, add, monkeypatch, settings):
    before = objects_of(store)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another secret")
    settings.STORAGES = dict(settings.STORAGES)  # forget the connection with the right one
    with pytest.raises(evidence.FileNotStored):
        add()
    assert not Evidence.objects.exists()
    assert objects_of(store) == before


def test_a_file_that_is_gone_is_told_from_a_store_that_is(store, add, cast, settings):
    kept = add()
    store.delete(kept.file.name)
    with pytest.raises(evidence.NotDownloadable, match="missing from the store"):
        evidence.opened(evidence=kept, by=cast.inspector, now=NOW)
    nobody = f"s3://evidence/tracker?endpoint=http://{HOST}:{_free_port()}&region=us-east-1"
    settings.STORAGES = settings.STORAGES | {"default": stores.store_named(nobody)}
    with pytest.raises(evidence.StoreAway):
        evidence.opened(evidence=kept, by=cast.inspector, now=NOW)
    assert not AuditEvent.objects.filter(kind=EventKind.EVIDENCE_DOWNLOADED).exists()


def test_orphans_are_swept_from_an_object_store(store, add):
    kept = add()
    store.save("evidence/orphan.csv", ContentFile(CONTENT))
    in_two_days = timezone.now() + timedelta(days=2)
    assert orphans.sweep(now=timezone.now()) == 0
    assert orphans.sweep(now=in_two_days) >= 1
    assert objects_of(store) == [f"tracker/{kept.file.name}"]
