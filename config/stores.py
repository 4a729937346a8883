"""Where evidence and reports lie: below a folder that nobody is served from, or in an object store."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.files import File
from django.core.files.storage import FileSystemStorage

PART = ".part"  # the ending of a file that is not whole yet
S3_OPTIONS = ("endpoint", "region", "encryption")


class WholeFileStorage(FileSystemStorage):
    """Files appear under their name once every byte is on the disk; of one that failed, nothing is left.

    Names are random and chosen by the services, so nobody overwrites a file here.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=self.directory_permissions_mode or 0o700, parents=True, exist_ok=True)
        part = path.with_name(path.name + PART)
        try:
            _write(part, content, mode=self.file_permissions_mode or 0o600)
            part.rename(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync(path.parent)
        return str(name)


def _write(path: Path, content: "File[Any]", mode: int) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        for chunk in content.chunks():
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    """Have the new name on the disk, too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def store_named(address: str) -> dict[str, Any]:
    """The store for evidence and reports that EVIDENCE_STORAGE names, as an entry of Django's STORAGES.

    Empty: files below MEDIA_ROOT. `s3://BUCKET/FOLDER?endpoint=https://…&region=…&encryption=AES256`: an
    object store, with the keys where its own tools look for them (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).
    Otherwise the dotted path of a storage class. Raises ValueError with a sentence.
    """
    if not address:
        return {"BACKEND": "config.stores.WholeFileStorage"}
    if "://" not in address:
        return {"BACKEND": address}
    return {"BACKEND": "config.object_storage.ObjectStorage", "OPTIONS": _options_of(address)}


def _options_of(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    more = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or "@" in parts.netloc or set(more) - set(S3_OPTIONS):
        raise ValueError(
            "EVIDENCE_STORAGE must be empty, a storage class, or s3://BUCKET/FOLDER with any of "
            f"{', '.join(S3_OPTIONS)} after a question mark, and without keys."
        )
    options: dict[str, Any] = {"bucket_name": parts.netloc, "location": parts.path.strip("/")}
    if "endpoint" in more:
        options["endpoint_url"] = more["endpoint"]
    if "region" in more:
        options["region_name"] = more["region"]
    if "encryption" in more:
        options["object_parameters"] = {"ServerSideEncryption": more["encryption"]}
    return options
