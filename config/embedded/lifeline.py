"""Processes that end when their parent does, however it ended."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
# Loaded before any fork: loading a library in a forked child may hang.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def ask_for(death_signal: signal.Signals) -> Callable[[], None]:
    """Return what a child calls after its fork to get this signal when its parent dies.

    Only Linux has this; elsewhere a parent that is killed outright leaves the child to its own devices.
    """

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))

    return ask
