"""Uploading many reports at once: one outcome for each file, and nothing kept of what is refused."""

import os
import tracemalloc

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.factories import NOW
from tests.services import zip_files
from tests.services.zip_files import zipped
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Report
from tracker.services import batches, reports, zips

REPORT = b"PEEL: Police effectiveness 2017. An inspection of Cleveland Police."


def file(content: bytes, name: str = "a.txt") -> ContentFile:
    return ContentFile(content, name=name)


def upload(cast, *files) -> list[batches.Outcome]:
    return batches.upload_many(files=files, by=cast.editor, now=NOW)


def stored() -> list[str]:
    return default_storage.listdir("reports")[1] if default_storage.exists("reports") else []


def test_each_file_is_uploaded_with_an_event_of_its_own(cast):
    outcomes = upload(cast, file(b"one", "1.txt"), file(b"two", "2.txt"))
    assert [outcome.report.file_name for outcome in outcomes] == ["1.txt", "2.txt"]
    assert AuditEvent.objects.filter(kind=EventKind.REPORT_UPLOADED, actor=cast.editor).count() == 2


def test_the_files_of_a_zip_are_uploaded_whole(cast):
    content = os.urandom(200_000)
    outcomes = upload(cast, zipped(("1.txt", b"one"), ("2.pdf", content)), file(b"three", "3.txt"))
    assert [outcome.report.file_name for outcome in outcomes] == ["1.txt", "2.pdf", "3.txt"]
    assert outcomes[1].report.file.read() == content
    assert outcomes[1].report.size == len(content)


def test_one_that_is_refused_holds_no_other_back(cast):
    first = reports.upload(file=file(b"one", "first.txt"), by=cast.inspector, now=NOW)
    known, empty, new = upload(cast, file(b"one"), file(b""), file(b"two"))
    assert (known.report, known.earlier) == (None, first)
    assert isinstance(empty.refusal, reports.EmptyReport)
    assert new.report
    assert len(stored()) == 2


def test_the_same_bytes_twice_in_a_batch_are_kept_once(cast):
    first, second = upload(cast, zipped(("1.txt", REPORT), ("again.txt", REPORT)))
    assert second.earlier == first.report
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (zipped(), "is empty"),
        (zipped(("2018/a.txt", REPORT)), "holds folders"),
        (zipped(("..\\a.txt", REPORT)), "holds folders"),
        (zipped(("/etc/passwd", REPORT)), "holds folders"),
        (zip_files.encrypted(("a.txt", REPORT)), "protected by a password"),
        (zipped(("a.txt", bytes(5_000_000))), "unpacks to more"),
        (zip_files.overlapping(REPORT), "is damaged"),
        (zip_files.damaged("a.txt", REPORT), "is damaged"),
        (zip_files.with_directory_of(zips.LARGEST_DIRECTORY + 1), "is damaged"),
        (ContentFile(zipped(("a.txt", REPORT)).read()[:-30], name="cut.zip"), "is damaged"),
        (ContentFile(zipped(("a.txt", REPORT)).read() + b"more", name="more.zip"), "is damaged"),
        (zipped(("a.txt", REPORT), method=14), "is damaged"),  # LZMA
        (zipped(("inner.zip", zipped(("a.txt", REPORT)).read())), "inside a zip file"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_zip_that_is_unsafe_is_refused_and_nothing_is_kept_of_it(cast, bad, words):
    outcomes = upload(cast, bad, file(b"beside it"))
    assert words in str(outcomes[0].refusal)
    assert [outcome.report is not None for outcome in outcomes] == [False, True]
    assert len(stored()) == 1


def test_an_entry_beyond_the_limit_of_a_report_is_refused_alone(cast, monkeypatch):
    monkeypatch.setattr(reports, "LIMIT", 1000)
    large, small = upload(cast, zipped(("large.txt", os.urandom(1001)), ("small.txt", os.urandom(1000))))
    assert isinstance(large.refusal, reports.ReportTooLarge)
    assert small.report


def test_50_reports_are_taken_at_once_and_51_are_not(cast):
    files = [(f"{number}.txt", f"Report {number}".encode()) for number in range(51)]
    with pytest.raises(batches.TooManyFiles):
        upload(cast, zipped(*files))
    assert not Report.objects.exists()
    assert not stored()
    assert len(upload(cast, zipped(*files[:50]))) == 50


def test_what_is_too_large_together_is_refused_before_any_of_it_is_kept(cast, monkeypatch):
    monkeypatch.setattr(batches, "LIMIT", 1000)
    files = zipped(("1.txt", os.urandom(600)), ("2.txt", os.urandom(401)))
    with pytest.raises(batches.BatchTooLarge):
        upload(cast, files)
    assert not Report.objects.exists()
    assert not stored()


def test_a_zip_is_read_as_a_stream(cast):
    held = zipped(("1.txt", os.urandom(20_000_000)))
    tracemalloc.start()
    upload(cast, held)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator", "nobody"])
def test_others_may_not(cast, who):
    with pytest.raises(access.NotAllowed):
        batches.upload_many(files=[file(b"one")], by=getattr(cast, who), now=NOW)
    assert not stored()
