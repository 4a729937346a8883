"""Zip files, good and bad, for the tests of uploading many reports."""

import io
import struct
import zipfile

from django.core.files.base import ContentFile

DENSE = zipfile.ZIP_DEFLATED


def zipped(*files: tuple[str, bytes], name: str = "reports.zip", method: int = DENSE) -> ContentFile:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for file_name, content in files:
            archive.writestr(file_name, content)
    return ContentFile(held.getvalue(), name=name)


def encrypted(*files: tuple[str, bytes]) -> ContentFile:
    """Flagged so in the directory, as the standard library writes no other."""
    data = bytearray(zipped(*files).read())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return ContentFile(bytes(data), name="locked.zip")


def overlapping(content: bytes) -> ContentFile:
    """Two entries of the directory that point at the same bytes."""
    data = zipped(("a.txt", content), method=zipfile.ZIP_STORED).read()
    start, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    directory = data[start:end] * 2
    record = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), start, 0)
    return ContentFile(data[:start] + directory + record, name="overlapping.zip")


def damaged(name: str, content: bytes) -> ContentFile:
    """Its directory is whole, the bytes of its entry are not."""
    data = zipped((name, content), method=zipfile.ZIP_STORED).read()
    return ContentFile(data.replace(content, b"x" * len(content)), name="damaged.zip")


def with_directory_of(size: int) -> ContentFile:
    record = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, size, 4, 0)
    return ContentFile(b"PK\x03\x04" + b"x" * size + record, name="directory.zip")
