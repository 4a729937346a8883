"""What is done with files while they come in."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


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
