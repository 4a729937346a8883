"""The child process of the sandbox: takes limits upon itself, reads standard input, answers on standard
output, and on standard error says how far it is.

Run as `python -I child.py ROOT ENTRY FILE_NAME LIMITS`; see `sandbox.py`. Only what is needed to set the
limits is imported before they hold.
"""

import json
import os
import resource
import signal
import sys
import traceback
from importlib import import_module
from typing import Any

FILES = 64  # open at once: code and libraries
NO_MEMORY = "The file needs more memory to read than is allowed."
UNEXPECTED = (
    "The reader stopped on this file for a reason of its own. Tell the team that looks after the tracker."
)


def main(root: str, entry: str, file_name: str, limits: str) -> None:
    """Read the report on standard input and print `{"report", "text"}` or `{"error", "detail"}` as JSON."""
    _limit(**json.loads(limits))
    sys.path.insert(0, root)
    try:
        answer = _answer(entry, file_name)
    except MemoryError:
        answer = {"error": NO_MEMORY, "detail": ""}
    json.dump(answer, sys.stdout)


def _limit(memory_bytes: int, cpu_seconds: int, wall_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    signal.alarm(wall_seconds)  # also when the parent is gone and nobody else counts


def _answer(entry: str, file_name: str) -> dict[str, Any]:
    module, _, function = entry.partition(":")
    read = getattr(import_module(module), function)
    problem = import_module("tracker.importing.problems").UnreadableReport
    try:
        report = read(sys.stdin.buffer.read(), file_name, tell=_tell)
    except problem as refused:
        return {"error": str(refused), "detail": "", "needs_person": refused.needs_person}
    except MemoryError:
        raise
    except Exception:
        return {"error": UNEXPECTED, "detail": traceback.format_exc()}
    return {"report": report.as_json(), "text": report.text}


def _tell(step: Any) -> None:
    os.write(sys.stderr.fileno(), step.line.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
