"""The keeper: a process that runs one private server until nobody holds it any more (see `holding`)."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config.embedded.holding import READY, lock
from config.embedded.lifeline import ask_for
from config.embedded.servers import SERVERS, Address, Server, ServerProblem, address_of, wait_until

SECONDS_TO_START = 60
SECONDS_TO_STOP = 30


class _Ended(Exception):
    """The server died, or somebody asked the keeper to stop."""


def _raise_ended(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _Ended


def _ending_with(process: subprocess.Popen[bytes]) -> Callable[[int, FrameType | None], None]:
    """Return what ends the keeper's wait when the server dies; a server that is paused comes back."""

    def notice(_signal: int, _frame: FrameType | None) -> None:
        if process.poll() is not None:
            raise _Ended

    return notice


def keep(name: str, folder: Path, throwaway: bool) -> NoReturn:
    """Run the server until nobody holds it. Says "ready" on standard output once it answers."""
    with lock(folder, "keeper") as keeper, lock(folder, "users") as users:
        fcntl.flock(keeper, fcntl.LOCK_EX)
        signal.signal(signal.SIGTERM, _raise_ended)
        server = SERVERS[name](folder, throwaway)
        address = address_of(folder)
        server.prepare(address)
        with suppress(_Ended), _running(server, address, folder):
            _announce(server, address, folder)
            # Kept until the server has stopped: newcomers wait, then start a keeper of their own.
            fcntl.flock(users, fcntl.LOCK_EX)
        if throwaway:
            shutil.rmtree(server.data, ignore_errors=True)
        # The kernel lets go of the two locks in any order: whoever gets past one must not take us for alive.
        (folder / "url").unlink(missing_ok=True)
        # Whoever waits for a lock takes its release for our end, so nothing may come in between.
        os._exit(0)


@contextmanager
def _running(server: Server, address: Address, folder: Path) -> Iterator[None]:
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            server.command(address),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            preexec_fn=ask_for(server.stop_signal),
            **server.account.options,
        )
    try:
        _wait_for_answer(process, server, address, folder)
        signal.signal(signal.SIGCHLD, _ending_with(process))
        yield
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _stop(process, server.stop_signal)


def _wait_for_answer(
    process: subprocess.Popen[bytes], server: Server, address: Address, folder: Path
) -> None:
    def decided() -> bool:
        return process.poll() is not None or server.answers(address)

    if not wait_until(decided, SECONDS_TO_START) or process.poll() is not None:
        raise ServerProblem(f"A private server did not start: see {folder / 'server.log'}")


def _announce(server: Server, address: Address, folder: Path) -> None:
    (folder / "keeper.pid").write_text(str(os.getpid()))
    url = folder / "url"
    url.touch(mode=0o600)
    url.write_text(server.url(address))
    print(READY, flush=True)


def _stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    process.send_signal(stop_signal)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=SERVERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--throwaway", action="store_true")
    options = parser.parse_args()
    try:
        keep(options.name, options.folder, options.throwaway)
    except ServerProblem as problem:
        print(problem, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main())
