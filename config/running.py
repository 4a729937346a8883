"""`make run`: servers where none are given, migrations, data, then web, worker and beat as one group."""

from __future__ import annotations

import multiprocessing
import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import MutableMapping
from functools import partial
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import urlsplit

import psycopg
import redis
from honcho.manager import Manager
from honcho.process import Popen, Process

from config.embedded import ServerProblem, private_servers
from config.embedded.lifeline import ask_for
from config.embedded.servers import HOST, port_is_free
from config.env import BASE_DIR, PRIVATE_DIR, RefusesToStart, check_environment

SECONDS_TO_ANSWER = 60


class CannotRun(Exception):
    """The service cannot run here. `str()` is a sentence for whoever started it."""


def main() -> int:
    signal.signal(signal.SIGTERM, _leave)
    try:
        settle(os.environ)
        port = free_port_of(os.environ)
        with private_servers(os.environ):
            check_reachable(os.environ)
            return serve(port, sign_ins=prepare())
    except (CannotRun, RefusesToStart, ServerProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def settle(environment: MutableMapping[str, str]) -> None:
    """Fill in what `make run` adds to the environment: the demo, and pages as production shows them."""
    check_environment(environment)
    development = environment.get("ENVIRONMENT", "development") == "development"
    environment.setdefault("DEMO", "true" if development else "false")
    environment.setdefault("DEBUG", "false")
    environment.setdefault("PORT", "8000")


def free_port_of(environment: MutableMapping[str, str]) -> int:
    """Return the port to serve at. Raises CannotRun when it is none or somebody else's."""
    written = environment["PORT"]
    if not written.isdigit() or not 0 < int(written) < 65536:
        raise CannotRun(f"PORT must be a number from 1 to 65535, not {written}.")
    if not port_is_free(int(written)):
        raise CannotRun(f"Port {written} is in use: choose another one, for example PORT=8123 make run")
    return int(written)


def check_reachable(environment: MutableMapping[str, str]) -> None:
    """Raise CannotRun when the database or the broker does not answer."""
    try:
        psycopg.connect(environment["DATABASE_URL"], connect_timeout=5).close()
    except psycopg.Error as problem:
        raise CannotRun(_unreachable("database", "DATABASE_URL", problem)) from None
    try:
        with redis.Redis.from_url(environment["REDIS_URL"], socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        raise CannotRun(_unreachable("broker", "REDIS_URL", problem)) from None


def _unreachable(what: str, variable: str, problem: Exception) -> str:
    # The address may hold a password: only its host is shown.
    host = urlsplit(os.environ[variable]).netloc.rpartition("@")[2] or "the given address"
    reason = str(problem).strip().splitlines()[0].rpartition("failed: ")[2].rstrip(".")
    return f"The {what} at {host} cannot be reached ({reason}): check {variable}."


def prepare() -> str:
    """Bring database and static files up to date; return what the demo says of its sign-ins."""
    print("Preparing the database and the pages…", flush=True)
    command = subprocess.Popen(
        [sys.executable, "-m", "config.preparing"],
        cwd=BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=ask_for(signal.SIGTERM),
    )
    said, complained = command.communicate()
    if command.returncode:
        raise CannotRun(f"{complained.strip()}\nThe service was not started.")
    return said.strip()


class Part(Process):
    """A process of the group that ends when the manager does, even if that is killed outright."""

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        # Not SIGTERM: honcho's go-between ignores it, and a worker that is asked while it starts waits for a
        # broker that ends with the manager too. Jobs are rows, so a killed worker loses nothing.
        ask_for(signal.SIGKILL)()
        self._child_ctor = partial(Popen, preexec_fn=ask_for(signal.SIGKILL))
        super().run(events, ignore_signals)


def serve(port: int, sign_ins: str) -> int:
    """Run web, worker and beat until one of them ends or somebody stops us; return the exit code."""
    manager = Manager()
    manager._process_ctor = Part
    for name, command in commands(port).items():
        manager.add_process(name, f"exec {shlex.join(command)}", cwd=str(BASE_DIR))
    multiprocessing.Process(target=welcome, args=(port, sign_ins), daemon=True).start()
    manager.loop()
    asked_to_stop = (128 + signal.SIGINT, 128 + signal.SIGTERM)
    return 0 if manager.returncode in asked_to_stop else manager.returncode or 1


def commands(port: int) -> dict[str, list[str]]:
    """Return the command of each part."""
    python, celery = [sys.executable, "-m"], ["celery", "-A", "config", "--quiet"]
    gunicorn = ["gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket", "--preload"]
    return {
        "web": [*python, *gunicorn, "--worker-class=gthread", "--workers=2", "--threads=4"],
        "worker": [*python, *celery, "worker", "--concurrency=2", "--loglevel=WARNING"],
        "beat": [
            *python,
            *celery,
            "beat",
            "--loglevel=WARNING",
            "--pidfile=",
            f"--schedule={PRIVATE_DIR / 'beat'}",
        ],
    }


def welcome(port: int, sign_ins: str) -> None:
    """Say where the service is, once it answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    address = f"http://{HOST}:{port}/"
    if _answers(address):
        print(f"\n{sign_ins}\n\nReady at {address}\nStop it with Ctrl-C.\n", flush=True)


def _answers(address: str) -> bool:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  (our own address)
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
