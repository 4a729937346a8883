"""Processes of one service under test, found by a folder in their environment."""

from pathlib import Path

import psutil


def processes_of(folder: Path) -> list[psutil.Process]:
    """Return the living processes that were started with PRIVATE_DIR at this folder."""
    return [process for process in psutil.process_iter() if _private_folder(process) == str(folder)]


def left_of(folder: Path, seconds: float = 0) -> list[str]:
    """Return the commands of those that still live after this time, or as soon as none does."""
    _gone, alive = psutil.wait_procs(processes_of(folder), timeout=seconds)
    return [" ".join(process.cmdline()) for process in alive]


def _private_folder(process: psutil.Process) -> str | None:
    try:
        return process.environ().get("PRIVATE_DIR")
    except psutil.Error:
        return None
