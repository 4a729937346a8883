"""Reading bytes from outside in a child process: little memory, little time, no network, no files, no
environment.

The child is given the bytes on standard input and answers in JSON, never in anything that is run on reading
it back. On the way it says how far it is. When it oversteps a limit its whole process group is killed.
"""

import base64
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker.importing import isolation
from tracker.importing.parsed import ParsedReport
from tracker.importing.problems import UnreadableReport
from tracker.importing.steps import Ear, Tell, untold

CHILD = Path(__file__).with_name("child.py")
ROOT = Path(__file__).parents[2]
READER = "tracker.importing.reading:read"
PAINTER = "tracker.importing.pictures:redraw"
LARGEST = 25 * 1024 * 1024  # bytes of a report
_TOLD_BY_SHELLS = 128
LONGEST_ANSWER = 64 * 1024 * 1024  # bytes of JSON
PAUSE = 0.5  # seconds between two steps passed on, and before the first: most reports are read by then
_GRACE = 2.0  # seconds after its time in which a killed child's pipes close
_CHUNK = 256 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use. Address space counts, so code and libraries are in `memory_bytes` too."""

    memory_bytes: int = 768 * 1024 * 1024
    cpu_seconds: int = 15
    wall_seconds: int = 30


DEFAULT_LIMITS = Limits()
# A picture of 50 million pixels takes 200 MB, three times: as read, as turned, as written.
PICTURE_LIMITS = Limits(memory_bytes=1280 * 1024 * 1024, cpu_seconds=40, wall_seconds=60)


def read(
    data: bytes,
    file_name: str,
    limits: Limits = DEFAULT_LIMITS,
    entry: str = READER,
    *,
    tell: Tell = untold,
) -> ParsedReport:
    """Return what the report says, read in a child process.

    `entry` names the function that reads there, "module:function" with the signature of `reading.read`.
    `tell` is called in this thread with how far it is, now and then.
    Raises UnreadableReport, also when the child was stopped.
    """
    if len(data) > LARGEST:
        raise UnreadableReport(f"The file is larger than any report: more than {LARGEST // 1024**2} MB.")
    answer = _answer(data, file_name, limits, entry, tell)
    return ParsedReport.from_json(answer["report"], answer["text"])


def redraw(data: bytes, format_name: str, limits: Limits = PICTURE_LIMITS) -> bytes:
    """Return the picture, "JPEG" or "PNG", drawn anew in a child process, with none of its metadata.

    Raises UnreadableReport when it cannot be drawn, also when the child was stopped.
    """
    answer = _answer(data, format_name, limits, PAINTER, untold)
    return base64.b64decode(answer["report"]["data"])


def _answer(data: bytes, file_name: str, limits: Limits, entry: str, tell: Tell) -> dict[str, Any]:
    """What the child says of the bytes. Raises UnreadableReport."""
    arguments = [str(ROOT), entry, file_name, json.dumps(asdict(limits))]
    status, output = _run(data, arguments, limits, tell)
    if status != 0 or len(output) > LONGEST_ANSWER:
        raise UnreadableReport(_stopped(status), detail=f"exit status {status}, {len(output)} bytes")
    answer: dict[str, Any] = json.loads(output)
    if "error" in answer:
        needs_person = answer.get("needs_person", False)
        raise UnreadableReport(answer["error"], answer["detail"], needs_person=needs_person)
    return answer


def _run(data: bytes, arguments: list[str], limits: Limits, tell: Tell) -> tuple[int, bytes]:
    """Return the child's exit status (negative: the signal that ended it) and what it wrote."""
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603  our own file, run by our own interpreter
            [*(isolation.prefix() or ()), sys.executable, "-I", str(CHILD), *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        with process, _killed_after(limits.wall_seconds, process):
            output = _heard(process, tell, limits.wall_seconds + _GRACE)
            if len(output) > LONGEST_ANSWER:
                _kill_group(process)
            return process.wait(), output


def _heard(process: subprocess.Popen[bytes], tell: Tell, seconds: float) -> bytes:
    """Return what the child answered, up to its end, to the longest answer, or to the end of the time.

    A process that got away from the group could hold the pipes open for ever; nobody waits for it.
    """
    start, answer = time.monotonic(), bytearray()
    ear = Ear(tell, now=start, pause=PAUSE)
    with selectors.DefaultSelector() as pipes:
        pipes.register(process.stdout, selectors.EVENT_READ, answer.extend)  # type: ignore[arg-type]
        pipes.register(process.stderr, selectors.EVENT_READ, ear.hear)  # type: ignore[arg-type]
        while pipes.get_map() and len(answer) <= LONGEST_ANSWER and time.monotonic() < start + seconds:
            for pipe, _ in pipes.select(timeout=PAUSE):
                words = os.read(pipe.fd, _CHUNK)
                pipe.data(words)
                if not words:
                    pipes.unregister(pipe.fileobj)
            ear.pass_on(time.monotonic())
    return bytes(answer)


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
