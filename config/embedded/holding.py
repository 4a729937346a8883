"""Holding a private server: it runs as long as somebody holds it, and stops after the last one.

Three locks (flock, so the kernel lets go of them when a process dies, however it dies):

- `users.lock`, shared by all holders. The keeper waits for it alone: then nobody is left.
- `keeper.lock`, the keeper's for life: so one can tell that it lives, and wait for its end.
- `start.lock`, so that two first holders do not both start a keeper.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from config.embedded.servers import ServerProblem

READY = "ready"


@contextmanager
def hold(name: str, folder: Path, throwaway: bool = False) -> Iterator[str]:
    """Yield the address of the running server; afterwards stop it, unless others still hold it.

    Raises ServerProblem when it cannot run.
    """
    _make(folder)
    with lock(folder, "users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is about to stop
        try:
            yield _url_from_keeper(name, folder, throwaway)
        finally:
            _let_go(users, folder)


def _make(folder: Path) -> None:
    # Others may pass through but not look: the server may have to run as another user.
    for part in (folder.parent, folder):
        if not part.exists():
            part.mkdir(parents=True, exist_ok=True)
            part.chmod(0o711)


@contextmanager
def lock(folder: Path, name: str) -> Iterator[IO[str]]:
    """Open one of the three lock files; closing it lets go."""
    with (folder / f"{name}.lock").open("w") as file:
        yield file


def _url_from_keeper(name: str, folder: Path, throwaway: bool) -> str:
    with lock(folder, "start") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if not _keeper_lives(folder):
            _start_keeper(name, folder, throwaway)
    return (folder / "url").read_text()


def _keeper_lives(folder: Path) -> bool:
    if not (folder / "url").exists():
        return False
    with lock(folder, "keeper") as keeper:
        try:
            fcntl.flock(keeper, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _start_keeper(name: str, folder: Path, throwaway: bool) -> None:
    command = [sys.executable, "-m", "config.embedded.keeper", name, str(folder)]
    root = Path(__file__).resolve().parents[2]
    with (folder / "keeper.log").open("ab") as log:
        # A session of its own: Ctrl-C at the terminal must reach the holders first.
        keeper = subprocess.Popen(
            command + (["--throwaway"] if throwaway else []),
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    with cast(IO[str], keeper.stdout) as words:
        answer = words.readline().strip()
    if answer != READY:
        keeper.wait()
        raise ServerProblem(answer or f"A private server did not start: see {folder / 'keeper.log'}")


def _let_go(users: IO[str], folder: Path) -> None:
    """Give up our share, and if it was the last one return only when the server has stopped."""
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # Either others hold the server, and this share comes at once, or the keeper is stopping it.
        fcntl.flock(users, fcntl.LOCK_SH)
        return
    # Nobody else, and the keeper has not noticed yet: ask it, keeping newcomers out meanwhile.
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((folder / "keeper.pid").read_text()), signal.SIGTERM)
    with lock(folder, "keeper") as keeper:
        fcntl.flock(keeper, fcntl.LOCK_SH)
