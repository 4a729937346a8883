"""ClamAV's daemon, asked about one file at a time. Whatever is not a plain "OK" is not clean."""

import socket
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket, CommunicationError
from django.conf import settings

SECONDS_TO_GREET = 5  # a daemon that was stopped still takes the call, and never answers
SECONDS_TO_ANSWER = 60


class ScannerAway(Exception):
    """Nobody answers: it is the scanner's trouble, not the file's."""


class NoVerdict(Exception):
    """The scanner is there and said neither clean nor infected of this file. `str()` says what it did."""


def is_there() -> bool:
    """Whether files are scanned here at all."""
    return bool(settings.CLAMD_URL)


def version() -> str:
    """Program and signatures, such as "ClamAV 1.4.6/27812/Mon Nov 23 2026". Raises ScannerAway."""
    try:
        answer = _daemon(SECONDS_TO_GREET).version()
    except (ClamdError, OSError, UnicodeDecodeError) as problem:
        raise ScannerAway(str(problem)) from None
    if not answer.startswith("ClamAV"):
        raise ScannerAway("what answers is not ClamAV")
    return answer


def virus_in(file: BinaryIO) -> str | None:
    """The name of the virus that was found, or None for a clean file. Raises NoVerdict."""
    try:
        answers = _daemon(SECONDS_TO_ANSWER).instream(file)
    except (ClamdError, OSError, UnicodeDecodeError) as problem:
        raise NoVerdict(str(problem) or type(problem).__name__) from None
    match list(answers.values()):
        case [("OK", None)]:
            return None
        case [("FOUND", str(virus))]:
            return virus
    raise NoVerdict(f"the scanner answered {answers or 'nothing'}")


class _UnixSocket(ClamdUnixSocket):
    """The library's own waits for ever to be let in."""

    def _init_socket(self) -> None:
        self.clamd_socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.clamd_socket.settimeout(self.timeout)
        try:
            self.clamd_socket.connect(self.unix_socket)
        except OSError as problem:
            self._close_socket()
            raise CommunicationError(self._error_message(problem)) from None


def _daemon(seconds: int) -> ClamdNetworkSocket:
    """A client that gives up when nothing moves for so long."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        return _UnixSocket(address.path, timeout=seconds)
    return ClamdNetworkSocket(address.hostname or "", address.port or 3310, timeout=seconds)
