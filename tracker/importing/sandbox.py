"""Reading bytes from outside in a child process: little memory, little time, no network, no files, no
environment.

The child is given the bytes on standard input and answers in JSON, never in anything that is run on reading
it back. When it oversteps a limit its whole process group is killed.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.importing import isolation
from tracker.importing.parsed import ParsedReport
from tracker.importing.problems import UnreadableReport

CHILD = Path(__file__).with_name("child.py")
ROOT = Path(__file__).parents[2]
READER = "tracker.importing.reading:read"
PAINTER = "tracker.importing.pictures:redraw"
LARGEST = 25 * 1024 * 1024  # bytes of a report
_TOLD_BY_SHELLS = 128
LONGEST_ANSWER = 64 * 1024 * 1024  # bytes of JSON


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use. Address space counts, so code and libraries are in `memory_bytes` too."""

    memory_bytes: int = 768 * 1024 * 1024
    cpu_seconds: int = 15
    wall_seconds: int = 30


DEFAULT_LIMITS = Limits()
# A picture of 50 million pixels takes 200 MB, three times: as read, as turned, as written.
PICTURE_LIMITS = Limits(memory_bytes=1280 * 1024 * 1024, cpu_seconds=40, wall_seconds=60)


def read(data: bytes, file_name: str, limits: Limits = DEFAULT_LIMITS, entry: str = READER) -> ParsedReport:
    """Return what the report says, read in a child process.

    `entry` names the function that reads there, "module:function" with the signature of `reading.read`.
    Raises UnreadableReport, also when the child was stopped.
    """
    if len(data) > LARGEST:
        raise UnreadableReport(f"The file is larger than any report: more than {LARGEST // 1024**2} MB.")
    answer = _answer(data, file_name, limits, entry)
    return ParsedReport.from_json(answer["report"], answer["text"])


def redraw(data: bytes, format_name: str, limits: Limits = PICTURE_LIMITS) -> bytes:
    """Return the picture, "JPEG" or "PNG", drawn anew in a child process, with none of its metadata.

    Raises UnreadableReport when it cannot be drawn, also when the child was stopped.
    """
    answer = _answer(data, format_name, limits, PAINTER)
    return base64.b64decode(answer["report"]["data"])


def _answer(data: bytes, file_name: str, limits: Limits, entry: str) -> dict[str, Any]:
    """What the child says of the bytes. Raises UnreadableReport."""
    status, output = _run(data, [str(ROOT), entry, file_name, json.dumps(asdict(limits))], limits)
    if status != 0 or len(output) > LONGEST_ANSWER:
        raise UnreadableReport(_stopped(status), detail=f"exit status {status}, {len(output)} bytes")
    answer: dict[str, Any] = json.loads(output)
    if "error" in answer:
        needs_person = answer.get("needs_person", False)
        raise UnreadableReport(answer["error"], answer["detail"], needs_person=needs_person)
    return answer


def _run(data: bytes, arguments: list[str], limits: Limits) -> tuple[int, bytes]:
    """Return the child's exit status (negative: the signal that ended it) and what it wrote."""
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603  our own file, run by our own interpreter
            [*(isolation.prefix() or ()), sys.executable, "-I", str(CHILD), *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        with process, _killed_after(limits.wall_seconds, process):
            assert process.stdout is not None  # noqa: S101  it is a pipe: tells mypy so
            output = process.stdout.read(LONGEST_ANSWER + 1)
            if len(output) > LONGEST_ANSWER:
                _kill_group(process)
            return process.wait(), output


@contextmanager
def _killed_after(seconds: int, process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill the whole group when the time is over, and in any case at the end: the child may have children."""
    timer = threading.Timer(seconds, _kill_group, [process])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _stopped(status: int) -> str:
    # Bubblewrap tells a signal as shells do.
    ended_by = status - _TOLD_BY_SHELLS if status > _TOLD_BY_SHELLS else -status
    if ended_by in {signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL}:
        return (
            "Reading took too long and was stopped. The file may be damaged: save the report anew and "
            "upload that."
        )
    return (
        "Reading was stopped because the file asked for more than a report needs. Save it anew and "
        "upload that."
    )
