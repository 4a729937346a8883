"""An object store for evidence and reports, reached by signed requests of ours alone.

Nobody is given an address in it: files are handed out by views that ask `access`, as from the disk.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from shutil import copyfileobj
from typing import Any

from boto3.s3.transfer import S3UploadFailedError
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

SECONDS_TO_CONNECT = 5
SECONDS_TO_ANSWER = 60
TRIES = 3
MOST_IN_MEMORY = 1024 * 1024  # bytes of a file; larger ones are copied to the disk


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """Let callers know one kind of failure, whichever store the files lie in."""
    try:
        yield
    except ClientError as problem:
        if problem.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError("the object store has no such file") from problem
        raise OSError(f"the object store refused: {problem}") from problem
    except (BotoCoreError, S3UploadFailedError) as problem:
        raise OSError(f"the object store failed: {type(problem).__name__}") from problem


class ObjectStorage(S3Storage):
    """Every failure is an OSError, and a file that was opened can be read to its end."""

    def get_default_settings(self) -> dict[str, Any]:
        config = Config(
            signature_version="s3v4",
            connect_timeout=SECONDS_TO_CONNECT,
            read_timeout=SECONDS_TO_ANSWER,
            retries={"max_attempts": TRIES, "mode": "standard"},
            # Stores other than Amazon's may not know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        ours = {"client_config": config, "default_acl": None, "file_overwrite": False}
        return super().get_default_settings() | ours

    def _save(self, name: str, content: "File[Any]") -> str:
        with _as_os_errors():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        """The whole file, fetched before an answer with it has begun."""
        if mode != "rb":
            raise ValueError("Files in the object store are read and saved, never written into.")
        copy = tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115  the caller closes it
        key = self._normalize_name(clean_name(name))
        with _as_os_errors():
            copyfileobj(self.bucket.Object(key).get()["Body"], copy)
        copy.seek(0)
        return File(copy, name)

    def delete(self, name: str) -> None:
        with _as_os_errors():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_os_errors():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_os_errors():
            return super().listdir(path)

    def get_modified_time(self, name: str) -> datetime:
        with _as_os_errors():
            return super().get_modified_time(name)
