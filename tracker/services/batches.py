"""Many reports at once: several files, zip files of them, or both."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from django.core.files import File

from accounts.models import User
from tracker import access
from tracker.models import Report
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import reports, zips
from tracker.services.files import FileNotStored

MOST_FILES = 50
LIMIT = 250 * 1024 * 1024  # bytes, unpacked, of all files together


class TooManyFiles(Refusal):
    code = "too_many_files"

    def __init__(self) -> None:
        super().__init__(f"Up to {MOST_FILES} reports can be uploaded at once. Upload the rest after these.")


class BatchTooLarge(Refusal):
    code = "batch_too_large"

    def __init__(self) -> None:
        super().__init__("The reports must be 250 MB or less together. Upload the rest after these.")


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its new report, or why there is none."""

    file_name: str
    report: Report | None = None
    refusal: Refusal | None = None

    @property
    def earlier(self) -> Report | None:
        """The report that holds the same bytes already."""
        return self.refusal.earlier if isinstance(self.refusal, reports.AlreadyUploaded) else None


Found = tuple[str, "File[bytes] | Refusal"]


def upload_many(*, files: "Sequence[File[bytes]]", by: User, now: datetime) -> list[Outcome]:
    """Upload each file, and each that a zip file holds, as `reports.upload` does; one outcome for each.

    One that is refused holds none of the others back. Raises NotAllowed, and before anything is kept
    TooManyFiles and BatchTooLarge.
    """
    access.require(by, Permission.DECIDE_REPORT)
    with ExitStack() as opened:
        found = [each for file in files for each in _found_in(file, opened)]
        if len(found) > MOST_FILES:
            raise TooManyFiles
        if sum(item.size for _, item in found if isinstance(item, File)) > LIMIT:
            raise BatchTooLarge
        return [_outcome(name, item, by, now) for name, item in found]


def _found_in(file: "File[bytes]", opened: ExitStack) -> Iterator[Found]:
    name = file.name or "file"
    try:
        if not zips.is_zip(file):
            yield name, file
            return
        inside = zips.entries(file, opened)
    except OSError:
        yield name, FileNotStored()  # not all of it could be written down on its way in
    except zips.ZipNotUsable as problem:
        yield name, problem
    else:
        yield from ((each.name or name, each) for each in inside)


def _outcome(name: str, item: "File[bytes] | Refusal", by: User, now: datetime) -> Outcome:
    try:
        if isinstance(item, Refusal):
            raise item
        return Outcome(name, report=reports.upload(file=_no_zip(item), by=by, now=now))
    except Refusal as problem:
        return Outcome(name, refusal=problem)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return Outcome(name, refusal=zips.ZipNotUsable(zips.DAMAGED))


def _no_zip(file: "File[bytes]") -> "File[bytes]":
    """The file itself. Zip files have been opened by now, so one that is left came out of another."""
    if zips.is_zip(file):
        raise zips.ZipNotUsable(zips.WITHIN)
    return file
