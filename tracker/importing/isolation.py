"""The command that starts a process without network, and where the machine can, without files to write.

Bubblewrap gives its own network, processes and a file system that is read only; `unshare` its own network. A
machine may have either and forbid its use, so each is tried once.
"""

import shutil
import subprocess
import sys
from functools import cache

TRIAL_SECONDS = 10
_WAYS = (
    (
        "bwrap",
        "--unshare-all",
        "--die-with-parent",
        *("--ro-bind", "/", "/"),
        *("--dev", "/dev"),
        # Neither other processes' secrets nor the sockets of local servers.
        *("--tmpfs", "/proc"),
        *("--tmpfs", "/run"),
        *("--chdir", "/"),
        "--",
    ),
    ("unshare", "--user", "--map-root-user", "--net", "--"),
    ("unshare", "--net", "--"),
)


@cache
def prefix() -> tuple[str, ...] | None:
    """Return what to write before a command; None when this machine has no way to isolate a process."""
    return next((found for way in _WAYS if (found := _found(way)) and _works(found)), None)


def _found(way: tuple[str, ...]) -> tuple[str, ...] | None:
    program = shutil.which(way[0])
    return (program, *way[1:]) if program else None


def _works(way: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603  programs of the system, arguments of ours
            [*way, sys.executable, "-I", "-c", ""],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
