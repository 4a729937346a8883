"""Signed checkpoints of the audit trail, kept where the database's owner does not reach.

Whoever owns the tables could write a whole new trail; against a checkpoint in other hands it shows.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from tracker.documents import signed
from tracker.selectors import trails


def make(*, now: datetime) -> dict[str, Any]:
    """Sign the last link of each chain, append it to the file, and mail one a day.

    Raises OSError where the file can't be written. A mail that failed goes out with the next checkpoint.
    """
    said = {"made_at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "chains": [asdict(head) for head in trails.heads()]}
    statement = signed.sign(said, signing_key())
    path = Path(settings.AUDIT_CHECKPOINTS)
    _append(path, json.dumps(statement))
    _mail_once(timezone.localdate(now).isoformat(), statement, path.with_suffix(".mailed"))
    return statement


def signing_key() -> Ed25519PrivateKey:
    if settings.AUDIT_SIGNING_KEY:
        return signed.key_from(settings.AUDIT_SIGNING_KEY)
    return signed.key_derived_from(settings.SECRET_KEY)


def read(path: Path, *, key: str) -> Iterator[dict[str, Any]]:
    """What the checkpoints in the file say, one a line. Raises NotGenuine, OSError, ValueError."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield signed.checked(json.loads(line), key)


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open(opened, "a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def _mail_once(day: str, statement: dict[str, Any], days: Path) -> None:
    """Mail the checkpoint unless one was mailed that day; `days` holds those on which it was."""
    recipients = settings.AUDIT_CHECKPOINT_RECIPIENTS
    if not recipients or (days.exists() and day in days.read_text(encoding="utf-8").split()):
        return
    keep = "Keep this. It proves later that nothing in the audit trail was changed before it was made."
    EmailMessage(
        subject=f"Checkpoint of the audit trail, {statement['said']['made_at']}",
        body=f"{keep}\n\n{json.dumps(statement)}\n",
        to=recipients,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
    _append(days, day)
