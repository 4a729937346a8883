"""Readers that a hostile file could make of ours: run in the sandbox by its tests only."""

import os
import resource
import signal
import socket
import time
from pathlib import Path
from typing import NoReturn

from tracker.importing.problems import UnreadableReport
from tracker.importing.steps import Tell


def loop(data: bytes, file_name: str, tell: Tell) -> NoReturn:
    while True:
        pass


def wait(data: bytes, file_name: str, tell: Tell) -> None:
    time.sleep(600)


def eat_memory(data: bytes, file_name: str, tell: Tell) -> None:
    bytearray(8 * 1024**3)


def write_a_file(data: bytes, file_name: str, tell: Tell) -> None:
    Path(data.decode()).write_text("more than nothing")


def leave_a_child(data: bytes, file_name: str, tell: Tell) -> None:
    """Start a child of its own that would outlive it, tell its number, and wait."""
    if os.fork() == 0:
        time.sleep(600)
    time.sleep(600)


def answer_without_end(data: bytes, file_name: str, tell: Tell) -> NoReturn:
    while True:
        os.write(1, b"x" * 65536)


def tell_stories(data: bytes, file_name: str, tell: Tell) -> NoReturn:
    """Say things that are no steps, then one that is, over and over."""
    while True:
        os.write(2, b"pages 7 of 3\npages x of y\n" + b"x" * 65536 + b"\npages 2 of 3\n")


def get_away(data: bytes, file_name: str, tell: Tell) -> None:
    """Leave a process that is in no group of ours and holds the pipes open."""
    if os.fork() == 0:
        os.setsid()
        time.sleep(20)


def fail(data: bytes, file_name: str, tell: Tell) -> None:
    raise ZeroDivisionError(os.environ.get("DATABASE_URL", "no secrets here"))


def call_home(data: bytes, file_name: str, tell: Tell) -> None:
    """Connect to the port on this machine that the bytes name."""
    socket.create_connection(("127.0.0.1", int(data)), timeout=5).close()


def list_limits(data: bytes, file_name: str, tell: Tell) -> None:
    """Tell the limits of this process: bytes of memory, seconds of processor time, bytes of a file written,
    seconds until it is ended."""
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)
    raise ValueError(*map(resource.getrlimit, kinds), signal.alarm(0))


def take_memory(data: bytes, file_name: str, tell: Tell) -> None:
    """Take as many bytes as the data say, and refuse the report once they are there."""
    taken = bytearray(int(data))
    raise UnreadableReport(f"{len(taken)} bytes were there.")


def list_networks(data: bytes, file_name: str, tell: Tell) -> None:
    raise ValueError(sorted(name for _, name in socket.if_nameindex()))


def crash(data: bytes, file_name: str, tell: Tell) -> None:
    os.abort()
