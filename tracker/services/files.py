"""Files that people send: measured and judged by their content before a byte is kept.

Source of the messages: GOV.UK Design System, file upload.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

from tracker.importing import sandbox
from tracker.importing.problems import UnreadableReport
from tracker.refusals import Unavailable
from tracker.services import file_types
from tracker.services.file_types import FileRefused

LIMIT = 25 * 1024 * 1024
HEAD = 8192


class FileTooLarge(FileRefused):
    code = "file_too_large"

    def __init__(self) -> None:
        super().__init__("The selected file must be smaller than 25MB")


class EmptyFile(FileRefused):
    code = "file_empty"

    def __init__(self) -> None:
        super().__init__("The selected file is empty")


@dataclass(frozen=True)
class FileFacts:
    """What was found of a file: size in bytes, SHA-256 in hex, and the type that its content bears out.

    `sent_sha256` is that of the bytes that came in, which differ where a picture was drawn anew.
    """

    name: str
    extension: str
    content_type: str
    size: int
    sha256: str
    sent_sha256: str


class FileNotStored(Unavailable):
    """There is no room for it, or the store does not answer."""

    code = "file_not_stored"

    def __init__(self) -> None:
        super().__init__(
            "The file could not be stored, because the service has no room for it or cannot reach its store. "
            "Nothing was kept of it. Try again later, or tell the people who run the service."
        )


def examine(file: File[bytes]) -> FileFacts:
    """Measure the file and make sure that its content is of the type its name says.

    Raises FileTooLarge, EmptyFile, TypeNotAllowed, TypeDisagrees, PasswordProtected, HasMacros, FileDamaged,
    PictureTooLarge, and FileNotStored where not all of it could be written down on its way in. The file
    stands at its beginning afterwards.
    """
    name = display_name(file.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    kind = file_types.type_named(extension)
    try:
        size, sha256, head = measure(file)
        file_types.require_content(file, kind, head)
        file.seek(0)
    except OSError:
        raise FileNotStored from None
    return FileFacts(name, extension, kind.content_type, size, sha256, sent_sha256=sha256)


def without_metadata(file: File[bytes], facts: FileFacts) -> tuple[File[bytes], FileFacts]:
    """A picture drawn anew: where and with what it was taken, and whatever else hung on it, is gone.

    Other files are as they were. Raises FileDamaged.
    """
    format_name = file_types.type_named(facts.extension).picture
    if not format_name:
        return file, facts
    try:
        data = sandbox.redraw(file.read(), format_name)
    except UnreadableReport:
        raise file_types.FileDamaged from None
    drawn: File[bytes] = ContentFile(data, name=file.name)
    return drawn, replace(facts, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def measure(file: File[bytes], limit: int = LIMIT) -> tuple[int, str, bytes]:
    """(size, SHA-256, first bytes) in one pass that stops at the limit. Raises FileTooLarge, EmptyFile."""
    size, digest, head = 0, hashlib.sha256(), b""
    for chunk in file.chunks():
        size += len(chunk)
        if size > limit:
            raise FileTooLarge
        digest.update(chunk)
        if len(head) < HEAD:
            head += chunk[:HEAD]
    if not size:
        raise EmptyFile
    return size, digest.hexdigest(), head


def display_name(name: str) -> str:
    """The name for showing only: no folders, no control or direction-changing characters, 255 at most."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()[-255:]


@contextmanager
def kept(storage: Storage, file: File[bytes], *, folder: str, extension: str = "") -> Iterator[str]:
    """Store the file under a random name and give that name; it is gone again when the block fails.

    Raises FileNotStored.
    """
    name = f"{folder}/{secrets.token_hex(16)}" + (f".{extension}" if extension else "")
    try:
        try:
            stored = storage.save(name, file)
        except OSError:
            raise FileNotStored from None
        yield stored
    except BaseException:
        with suppress(OSError):  # what cannot be deleted now, the sweep for orphans finds
            storage.delete(name)
        raise
