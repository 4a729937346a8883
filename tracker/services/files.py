"""Files that people send: measured and judged by their content before a byte is kept.

Source of the messages: GOV.UK Design System, file upload.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import File
from django.core.files.storage import Storage

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
    """What was found of a file: size in bytes, SHA-256 in hex, and the type that its content bears out."""

    name: str
    extension: str
    content_type: str
    size: int
    sha256: str


def examine(file: File[bytes]) -> FileFacts:
    """Measure the file and make sure that its content is of the type its name says.

    Raises FileTooLarge, EmptyFile, TypeNotAllowed, TypeDisagrees, PasswordProtected, HasMacros, FileDamaged,
    PictureTooLarge. The file stands at its beginning afterwards.
    """
    name = display_name(file.name or "")
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    kind = file_types.type_named(extension)
    size, sha256, head = measure(file)
    file_types.require_content(file, kind, head)
    file.seek(0)
    return FileFacts(name, extension, kind.content_type, size, sha256)


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
def kept(storage: Storage, file: File[bytes], *, folder: str, extension: str) -> Iterator[str]:
    """Store the file under a random name and give that name; it is gone again when the block fails."""
    name = f"{folder}/{secrets.token_hex(16)}.{extension}"
    try:
        yield storage.save(name, file)
    except BaseException:
        storage.delete(name)
        raise
