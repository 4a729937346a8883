"""As whom a server runs: PostgreSQL refuses root."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_USER_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
OTHERS_MAY_PASS = 0o001


@dataclass(frozen=True)
class Account:
    """A user to switch to, or words to put before the command; neither when we are not root."""

    user: pwd.struct_passwd | None = None
    prefix: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, Any]:
        """Options of `subprocess.Popen` that switch the user."""
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to this account."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)


def place_and_account(folder: Path, programs: Path) -> tuple[Path, Account]:
    """Return where data wanted in `folder` can lie, and the account that can use data and programs there.

    Root is replaced by `nobody` where that user can pass through the folders, else by a user namespace;
    where namespaces are forbidden the data moves below the folder for temporary files.
    """
    if os.geteuid() != 0:
        return folder, Account()
    nobody, namespace = Account(user=pwd.getpwnam("nobody")), Account(prefix=_USER_NAMESPACE)
    if (data := folder / "data").exists():
        return folder, namespace if data.stat().st_uid == 0 else nobody
    if _others_reach(folder) and _others_reach(programs):
        return folder, nobody
    if _namespaces_work():
        return folder, namespace
    return _temporary(folder), nobody


def _others_reach(path: Path) -> bool:
    return all(part.stat().st_mode & OTHERS_MAY_PASS for part in (path, *path.parents))


def _namespaces_work() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*_USER_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def _temporary(folder: Path) -> Path:
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"tracker-{name}"
    place.mkdir(mode=0o711, exist_ok=True)
    if place.stat().st_uid != os.geteuid():
        raise PermissionError(f"{place} belongs to someone else.")
    return place
