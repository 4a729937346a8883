"""Readers that a hostile file could make of ours: run in the sandbox by its tests only."""

import os
import socket
import time
from pathlib import Path
from typing import NoReturn


def loop(data: bytes, file_name: str) -> NoReturn:
    while True:
        pass


def wait(data: bytes, file_name: str) -> None:
    time.sleep(600)


def eat_memory(data: bytes, file_name: str) -> None:
    bytearray(8 * 1024**3)


def write_a_file(data: bytes, file_name: str) -> None:
    Path(data.decode()).write_text("more than nothing")


def leave_a_child(data: bytes, file_name: str) -> None:
    """Start a child of its own that would outlive it, tell its number, and wait."""
    if os.fork() == 0:
        time.sleep(600)
    time.sleep(600)


def answer_without_end(data: bytes, file_name: str) -> NoReturn:
    while True:
        os.write(1, b"x" * 65536)


def fail(data: bytes, file_name: str) -> None:
    raise ZeroDivisionError(os.environ.get("DATABASE_URL", "no secrets here"))


def call_home(data: bytes, file_name: str) -> None:
    """Connect to the port on this machine that the bytes name."""
    socket.create_connection(("127.0.0.1", int(data)), timeout=5).close()


def list_networks(data: bytes, file_name: str) -> None:
    raise ValueError(sorted(name for _, name in socket.if_nameindex()))


def crash(data: bytes, file_name: str) -> None:
    os.abort()
