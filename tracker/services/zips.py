"""Zip files of reports, judged whole before anything is unpacked.

Names in them are never used as paths, and nothing is written: an entry is read as a stream, of which the
library gives no more than the entry declares, so what is declared is what is limited here.
"""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise

from django.core.files import File

from tracker.refusals import Refusal

BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")  # of one with entries, and of an empty one
END = b"PK\x05\x06"
END_SIZE = 22  # bytes of the end record, without a comment
LARGEST_DIRECTORY = 64 * 1024  # bytes; the library reads all of it before it says how many entries there are
BIGGEST_RATIO = 100  # unpacked to packed; text of reports comes to about 4
IS_ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ZipNotUsable(Refusal):
    code = "zip_not_usable"


WITHIN = "A zip file inside a zip file is not opened. Upload the inner one by itself."
EMPTY = "The zip file is empty. Choose one that holds the reports."
DAMAGED = "The zip file is damaged, or of a kind that is not opened here. Zip the reports anew."
IN_FOLDERS = "The zip file holds folders. Zip the reports themselves, without a folder around them."
ENCRYPTED = "The zip file is protected by a password. Zip the reports without one."
TOO_DENSE = "The zip file holds a file that unpacks to more than a report can. Upload that file by itself."


def is_zip(file: "File[bytes]") -> bool:
    """Whether the content begins as a zip file's does, whatever its name."""
    file.seek(0)
    beginning = file.read(4)
    file.seek(0)
    return beginning in BEGINNINGS


def entries(file: "File[bytes]", opened: ExitStack) -> "list[File[bytes]]":
    """The files in it, as streams that `opened` closes. Raises ZipNotUsable."""
    _refuse_unusual_end(file)
    try:
        archive = opened.enter_context(zipfile.ZipFile(file))
        _refuse_unsafe(archive.infolist())
        return [_stream(archive, info, opened) for info in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError):
        raise ZipNotUsable(DAMAGED) from None


def _stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo, opened: ExitStack) -> "File[bytes]":
    file: File[bytes] = File(opened.enter_context(archive.open(info)), name=info.filename)
    file.size = info.file_size  # Django would look for a file of that name on our disk
    return file


def _refuse_unusual_end(file: "File[bytes]") -> None:
    """Take only a directory that is small, and that the end record alone describes (no comment, no zip64)."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - END_SIZE))
    end = file.read(END_SIZE)
    if len(end) < END_SIZE or not end.startswith(END) or end[-2:] != b"\0\0":
        raise ZipNotUsable(DAMAGED)
    size, start = struct.unpack("<II", end[12:20])
    # A record of zip64 between the two would make the library believe it instead.
    if size > LARGEST_DIRECTORY or start + size + END_SIZE != length:
        raise ZipNotUsable(DAMAGED)


def _refuse_unsafe(infos: list[zipfile.ZipInfo]) -> None:
    if not infos:
        raise ZipNotUsable(EMPTY)
    for info in infos:
        for words in _faults_of(info):
            raise ZipNotUsable(words)
    in_order = sorted(infos, key=lambda info: info.header_offset)
    if any(one.header_offset + one.compress_size > next_.header_offset for one, next_ in pairwise(in_order)):
        raise ZipNotUsable(DAMAGED)  # entries that share bytes: a bomb that no ratio of one entry shows


def _faults_of(info: zipfile.ZipInfo) -> Iterator[str]:
    if "/" in info.filename or "\\" in info.filename:
        yield IN_FOLDERS
    if info.flag_bits & IS_ENCRYPTED:
        yield ENCRYPTED
    if info.compress_type not in METHODS:
        yield DAMAGED
    if info.file_size > BIGGEST_RATIO * max(info.compress_size, 1):
        yield TOO_DENSE
