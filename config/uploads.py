"""What is done with files while they come in."""

from contextlib import suppress
from io import BytesIO
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class HugeUploadRefuser(FileUploadHandler):
    """Refuses a form far beyond any file we take before a byte of it is read.

    Services measure files once they lie on the disk; and a form is read, for its token against forgery,
    before anyone is asked to sign in. Raises RequestDataTooBig.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.LARGEST_UPLOAD:
            raise RequestDataTooBig("The form is larger than any file that is taken.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data  # for the handlers after this one

    def file_complete(self, file_size: int) -> None:
        return None


class LostUpload(UploadedFile):
    """Stands for a file of which not every byte could be written down: reading it says why."""

    def __init__(self, problem: OSError, **facts: Any) -> None:
        super().__init__(BytesIO(), **facts)
        self.problem = problem

    def read(self, size: int | None = None) -> NoReturn:
        raise self.problem

    def chunks(self, chunk_size: int | None = None) -> NoReturn:
        raise self.problem


class FullDiskSurvivor(TemporaryFileUploadHandler):
    """Takes the rest of the form in when there is no room for a file of it.

    So the service that reads the file can answer, instead of a failure before any view is asked.
    """

    problem: OSError | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.problem = None
        try:
            super().new_file(*args, **kwargs)
        except OSError as problem:
            self.problem = problem

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.problem:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as problem:
            self._give_up(problem)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.problem:
            try:
                return super().file_complete(file_size)
            except OSError as problem:
                self._give_up(problem)
        assert self.problem is not None  # noqa: S101  set above: tells mypy so
        return LostUpload(self.problem, name=self.file_name, content_type=self.content_type, size=file_size)

    def _give_up(self, problem: OSError) -> None:
        """Free the room that the part took."""
        self.problem = problem
        with suppress(OSError):
            self.file.file.truncate(0)
