"""A real virus scanner for tests, and servers that answer as one in trouble does.

ClamAV's daemon runs with a signature of our own making, so nothing is fetched. Tests that need it are left
out where it is not installed: Debian's package is clamav-daemon.
"""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.embedded.servers import HOST

# A sentence of our own stands for a virus: no test needs a real one.
VIRUS = b"This sentence stands for a virus in tests of the tracker."
NAME = "Tracker.Test.Virus"
SECONDS_TO_START = 30

needs_clamd = pytest.mark.skipif(
    shutil.which("clamd") is None,
    reason="ClamAV's daemon is not installed (Debian: apt-get install --no-install-recommends clamav-daemon)",
)


@contextmanager
def clamd(folder: Path, *, longest_stream: str = "30M") -> Iterator[subprocess.Popen[bytes]]:
    """A daemon that listens at `address_of(folder)`, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tests.ndb").write_text(f"{NAME}:0:*:{VIRUS.hex()}\n")
    settings = [
        f"DatabaseDirectory {folder}",
        f"LocalSocket {folder / 'clamd.sock'}",
        "Foreground yes",
        "SelfCheck 0",
        f"StreamMaxLength {longest_stream}",
        f"TemporaryDirectory {folder}",
        "User root",
    ]
    (folder / "clamd.conf").write_text("\n".join(line for line in settings if _is_for_us(line)) + "\n")
    process = subprocess.Popen(
        ["clamd", "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(folder / "clamd.sock", process)
        yield process
    finally:
        process.kill()
        process.wait()


def address_of(folder: Path) -> str:
    return f"unix://{folder / 'clamd.sock'}"


def _is_for_us(line: str) -> bool:
    return os.getuid() == 0 or not line.startswith("User ")


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(path))
            return
        time.sleep(0.05)
    pytest.fail("ClamAV's daemon did not start")


Answer = Callable[[socket.socket], None]


@contextmanager
def troubled(answer: Answer) -> Iterator[str]:
    """The address of a server that says which program it is, as ClamAV does, and answers a file as given."""
    with socket.create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=_serve, args=[listening, answer], daemon=True)
        thread.start()
        yield f"tcp://{HOST}:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(listening: socket.socket, answer: Answer) -> None:
    with suppress(OSError):
        while True:
            asked, _ = listening.accept()
            with asked, suppress(OSError):
                command = asked.recv(9)
                if command.startswith(b"nVERSION"):
                    asked.sendall(b"ClamAV 1.4.6\n")
                else:
                    answer(asked)


def says(words: bytes) -> Answer:
    """Read the whole file, then answer so."""

    def answer(asked: socket.socket) -> None:
        received = b""
        while not received.endswith(b"\0\0\0\0"):
            more = asked.recv(65_536)
            if not more:
                return  # who asked is gone
            received += more
        asked.sendall(words)

    return answer


def hangs_up(asked: socket.socket) -> None:
    """Read a little, and say nothing at all."""
    asked.recv(10)


def keeps_silent(asked: socket.socket) -> None:
    """Read on, and never answer."""
    while asked.recv(65_536):
        pass
