"""A process that raises workers and has each die where it is told to.

`python -m tests.running_worker.nursery` reads a line a worker: the name of a point, or nothing. It ends the
worker before, forks a real Celery worker and answers "begun". It kills itself with SIGKILL when it comes
to the point, and a second answer says how it ended; one without a point works until the next line comes. The
product knows nothing of this: its functions are wrapped here, in a process of the tests.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import time, timedelta
from importlib import import_module
from typing import Any

LEASE = timedelta(seconds=2)  # so that nobody waits for minutes until a row is free again
LEASES = ("READING_LEASE", "SCANNING_LEASE", "EXPORTING_LEASE", "MAILING_LEASE")

# The function at which the worker dies, and whether before it runs or after it has given something.
POINTS = {
    "a report is claimed": ("reports._claimed", "after"),
    "a report is read, nothing of it kept": ("reports._parsed", "after"),
    "proposals are written, not committed": ("proposing.propose", "after"),
    "evidence is claimed": ("scanning._claimed", "after"),
    "the scanner has answered": ("scanning._settle", "before"),
    "an export is claimed": ("exports._claimed", "after"),
    "an export is stored, its row is not": ("exports._settle", "before"),
    "a mail is claimed": ("mailing._claim", "after"),
    "the mail server has taken a mail": ("mailing._settle", "before"),
    "reminders are written, not committed": ("digests.gather", "before"),
    "digests are made, nobody is rung for": ("digests.gather", "after"),
    "a digest is claimed": ("mailing._claim", "after"),
}


def main() -> None:
    _prepare()
    worker = 0
    for line in sys.stdin:
        if worker:
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
        worker = os.fork()
        if not worker:
            _work(line.strip())
        _answer("begun")
        if line.strip():
            _, status = os.waitpid(worker, 0)
            _answer("killed" if os.WIFSIGNALED(status) else "left")
            worker = 0


def _answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _prepare() -> None:
    """All that takes time is done once, before any worker is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from tracker import jobs  # the leases are read where services are imported

    for name in LEASES:
        setattr(jobs, name, LEASE)
    import django

    django.setup()
    import celery.worker
    import celery.worker.consumer  # noqa: F401

    from tracker.services import digests

    digests.FROM = time(0)  # mails by night, too: the tests run at any hour


def _work(point: str) -> None:
    from config.celery import app
    from config.embedded.lifeline import ask_for

    ask_for(signal.SIGKILL)()
    if point:
        name, when = POINTS[point]
        _die_at(name, is_before=when == "before")
    for stream in (0, 1):
        os.dup2(os.open(os.devnull, os.O_RDWR), stream)  # what is asked and answered there is the nursery's
    worker = app.Worker(
        pool="solo",
        loglevel="ERROR",
        quiet=True,
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
    )
    worker.start()
    os._exit(0)


def _die_at(name: str, *, is_before: bool) -> None:
    module_name, function = name.split(".")
    module = import_module(f"tracker.services.{module_name}")
    runs: Callable[..., Any] = getattr(module, function)

    def dies(*args: Any, **named: Any) -> Any:
        given = None if is_before else runs(*args, **named)
        if is_before or given:
            os.kill(os.getpid(), signal.SIGKILL)
        return given

    setattr(module, function, dies)


if __name__ == "__main__":
    main()
