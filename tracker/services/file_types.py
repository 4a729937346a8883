"""Types of file: which are taken, and whether a file's content bears out what its name says."""

from __future__ import annotations

import codecs
import io
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import puremagic
from django.core.files.base import File
from PIL import Image

from tracker.refusals import Refusal

MOST_PIXELS = 50_000_000
MOST_ENTRIES = 2_000
MOST_DIRECTORY_BYTES = 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_RATIO = 100
MOST_EMBEDDED_BYTES = 25 * 1024 * 1024
EMBEDDED = frozenset({".docx", ".xlsx", ".pptx", ".vsdx"})
ARCHIVES = frozenset(
    {".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".jar", ".cab", ".iso"}
    | {".docm", ".xlsm", ".xlsb", ".pptm"}
)
ALLOWED = "PDF, DOCX, XLSX, PNG, JPEG, CSV or TXT"

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
END_OF_DIRECTORY = b"PK\x05\x06"
ZIP64_LOCATOR = b"PK\x06\x07"


class FileRefused(Refusal):
    """The file will not be kept; nothing of it was."""

    code = "file_refused"


class TypeNotAllowed(FileRefused):
    """By its name it is of a type that is not taken."""

    code = "file_type_not_allowed"

    def __init__(self) -> None:
        super().__init__(f"The selected file must be a {ALLOWED}")


class TypeDisagrees(FileRefused):
    """Its content is not what its name says."""

    code = "file_type_disagrees"

    def __init__(self, label: str) -> None:
        super().__init__(
            f"The selected file is not a {label}, although its name says so."
            f" Save it as a {ALLOWED} and try again."
        )


class PasswordProtected(FileRefused):
    code = "file_password_protected"

    def __init__(self) -> None:
        super().__init__("The selected file is password protected. Save it without a password and try again.")


class HasMacros(FileRefused):
    code = "file_has_macros"

    def __init__(self) -> None:
        super().__init__("The selected file has macros. Save it without macros and try again.")


class HasArchives(FileRefused):
    code = "file_has_archives"

    def __init__(self) -> None:
        super().__init__(
            "The selected file has other files packed inside it. Take them out, and send each by itself."
        )


class FileDamaged(FileRefused):
    """It cannot be opened, or unpacks to more than any honest document."""

    code = "file_damaged"

    def __init__(self) -> None:
        super().__init__("The selected file could not be opened. Save it again, or send it as a PDF.")


class PictureTooLarge(FileRefused):
    code = "picture_too_large"

    def __init__(self) -> None:
        super().__init__(
            "The selected picture must have fewer than 50 million pixels. Save it smaller and try again."
        )


def type_named(extension: str) -> FileType:
    """The type that names ending so promise. Raises TypeNotAllowed."""
    if extension not in TYPES:
        raise TypeNotAllowed
    return TYPES[extension]


def require_content(file: File[bytes], kind: FileType, head: bytes) -> None:
    """Make sure that the content is of that type; `head` is how the file begins.

    Raises TypeDisagrees, PasswordProtected, HasMacros, HasArchives, FileDamaged, PictureTooLarge.
    """
    _refuse_other_content(kind, head)
    kind.check(file)


def _families(head: bytes) -> set[str]:
    """The families of files whose signature the first bytes bear."""
    try:
        signatures = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()
    return {FAMILIES[extension] for extension in signatures & FAMILIES.keys()}


def _refuse_other_content(kind: FileType, head: bytes) -> None:
    if kind.family == "zip" and head.startswith(OLE_SIGNATURE):
        # What Office makes of a document with a password.
        raise PasswordProtected
    families = _families(head)
    if kind.family != "text" and kind.family not in families:
        raise TypeDisagrees(kind.label)
    if kind.family == "text" and families:
        raise TypeDisagrees(kind.label)


def _check_nothing(file: File[bytes]) -> None:
    """A PDF is never opened here; it is only handed out again."""


def _check_text(file: File[bytes]) -> None:
    if not any(_decodes(file, encoding) for encoding in ("utf-8", "cp1252")):
        raise TypeDisagrees("text file")


def _decodes(file: File[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        found_nul = any("\0" in decoder.decode(chunk) for chunk in file.chunks())
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not found_nul


def _check_picture(format_name: str) -> Callable[[File[bytes]], None]:
    def check(file: File[bytes]) -> None:
        file.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                picture = Image.open(file, formats=[format_name])
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureTooLarge
            picture.verify()
        except Image.DecompressionBombError:
            raise PictureTooLarge from None
        except (OSError, SyntaxError, ValueError, struct.error):
            raise FileDamaged from None

    return check


def _check_office(main_part: str, label: str) -> Callable[[File[bytes]], None]:
    """A check by the archive's directory: nothing is unpacked but documents embedded in it, to be checked."""

    def check(file: File[bytes]) -> None:
        names = _names_in(file, is_embedded=False)
        if not {"[Content_Types].xml", main_part} <= names:
            raise TypeDisagrees(label)

    return check


def _names_in(file: IO[bytes], *, is_embedded: bool) -> set[str]:
    """The names of its entries. Raises FileDamaged, PasswordProtected, HasMacros, HasArchives."""
    _refuse_huge_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bad_entries(entries)
            for entry in entries:
                _check_inner(archive, entry, is_embedded=is_embedded)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, zlib.error):
        raise FileDamaged from None
    return {entry.filename for entry in entries}


def _check_inner(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, is_embedded: bool) -> None:
    """A chart's figures are a workbook inside the document: taken once, and no archive of another kind."""
    suffix = PurePosixPath(entry.filename.lower()).suffix
    is_document = suffix in EMBEDDED
    if suffix in ARCHIVES or (is_document and (is_embedded or entry.file_size > MOST_EMBEDDED_BYTES)):
        raise HasArchives
    if is_document:
        # As many bytes as the entry declares, and no more: the library sees to that.
        _names_in(io.BytesIO(archive.read(entry)), is_embedded=True)


def _refuse_huge_directory(file: IO[bytes]) -> None:
    """Before the standard library reads the directory into memory, believe only a small one."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - 65_557))
    tail = file.read()
    at = tail.rfind(END_OF_DIRECTORY)
    if at < 0 or at + 16 > len(tail) or ZIP64_LOCATOR in tail[max(0, at - 20) : at]:
        raise FileDamaged
    (directory_bytes,) = struct.unpack_from("<I", tail, at + 12)
    if directory_bytes > MOST_DIRECTORY_BYTES:
        raise FileDamaged


def _refuse_bad_entries(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED_BYTES, MOST_RATIO * packed):
        raise FileDamaged
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise PasswordProtected
    if any(_is_active(entry.filename.lower()) for entry in entries):
        raise HasMacros
    if any(_leads_elsewhere(entry) for entry in entries):
        raise FileDamaged


def _is_active(name: str) -> bool:
    """Of Visual Basic, of the older macro sheets, or a control."""
    return name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name or "/activex/" in name


def _leads_elsewhere(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or path.startswith("/") or ":" in path or ".." in path.split("/")


@dataclass(frozen=True)
class FileType:
    label: str
    content_type: str
    family: str
    check: Callable[[File[bytes]], None]
    picture: str = ""  # the name of its format, where it is one


FAMILIES = {
    ".pdf": "pdf", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".jfif": "jpeg",
    ".zip": "zip", ".docx": "zip", ".xlsx": "zip",
}  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument"
_DOCX = _check_office("word/document.xml", "DOCX")
_XLSX = _check_office("xl/workbook.xml", "XLSX")
_JPEG = FileType("JPEG", "image/jpeg", "jpeg", _check_picture("JPEG"), picture="JPEG")
TYPES = {
    "pdf": FileType("PDF", "application/pdf", "pdf", _check_nothing),
    "docx": FileType("DOCX", f"{_OFFICE}.wordprocessingml.document", "zip", _DOCX),
    "xlsx": FileType("XLSX", f"{_OFFICE}.spreadsheetml.sheet", "zip", _XLSX),
    "png": FileType("PNG", "image/png", "png", _check_picture("PNG"), picture="PNG"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "csv": FileType("CSV", "text/csv", "text", _check_text),
    "txt": FileType("TXT", "text/plain", "text", _check_text),
}
CONTENT_TYPES = frozenset(kind.content_type for kind in TYPES.values())


def download_headers(content_type: str) -> dict[str, str]:
    """What a kept file is handed out with, so that no browser shows it, runs it or keeps it."""
    return attachment_headers(content_type if content_type in CONTENT_TYPES else "application/octet-stream")


def attachment_headers(content_type: str) -> dict[str, str]:
    """As `download_headers`, for a file that the service has made itself."""
    return {
        "Content-Type": content_type,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
