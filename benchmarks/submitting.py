"""Sending an update with evidence while broker, scanner and mail server are down, and while they are up."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import kombu.pools
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.scopes import Scope
from accounts.services import tokens
from benchmarks.generator import make_register, throwaway_database
from config.celery import app
from config.embedded.holding import hold
from tracker.jobs import doorbell
from tracker.models import Finding, ForceMembership
from tracker.roles import Role

FINDINGS = 200
ROUNDS = 4
EACH = 30  # updates sent either way a round
NOBODY = "redis://127.0.0.1:1/0"
# Whoever sends does not wait for any of the three: the first ring that fails takes as long as the refusal.
LIMIT = 1.5
_number = count(1)


def measure() -> dict[str, Any]:
    """Return the 95th of a hundred, in seconds: ours with all three down, the base with all up."""
    with throwaway_database():
        make_register(FINDINGS)
        client, reference = _sender()
        with _scanner_named(), _own_broker() as broker:
            _rounds(client, reference, broker, 10)  # everything is warm
            up: list[float] = []
            down: list[float] = []
            for _ in range(ROUNDS):  # in turn, so that whatever else the machine does meets both
                up += _rounds(client, reference, broker, EACH)
                down += _rounds(client, reference, NOBODY, EACH)
    ours, base = _p95(down), _p95(up)
    return {
        "name": "submitting-with-servers-down",
        "n": ROUNDS * EACH,
        "ours": round(ours, 4),
        "base": round(base, 4),
        "ratio": round(ours / base, 2),
        "limit": LIMIT,
    }


def _rounds(client: Client, reference: str, broker: str, times: int) -> list[float]:
    _use_broker(broker)
    return [_send(client, reference) for _ in range(times)]


def _sender() -> tuple[Client, str]:
    """A liaison officer's program, and the reference of an open finding of the force."""
    now = timezone.now()
    force = Finding.objects.order_by("pk").first().force
    user = User.objects.create_user("liaison@benchmark.example", "Liaison", None)
    ForceMembership.objects.create(user=user, role=Role.LIAISON_OFFICER, force=force, given_at=now)
    scopes = [Scope.UPDATES_WRITE, Scope.EVIDENCE_WRITE]
    made = {"user": user, "name": "Benchmark", "scopes": scopes, "expires_at": now + timedelta(days=1)}
    _, secret = tokens.create(now=now, **made)
    finding = Finding.objects.open().public(on=timezone.localdate()).filter(force=force).first()
    return Client(headers={"Authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1"), finding.reference


def _send(client: Client, reference: str) -> float:
    """Seconds for a file of evidence and the update it comes with."""
    number, root = next(_number), f"/api/v1/findings/{reference}"
    file = SimpleUploadedFile("visits.csv", f"month,visits\n2018-05,{number}\n".encode())
    started = time.perf_counter()
    held = client.post(f"{root}/evidence/", {"kind": "file", "title": "Visits", "file": file})
    said = {"force_status": "on_track", "narrative": "All visits are made.", "evidence": [held.json()["id"]]}
    sent = client.post(f"{root}/updates/", said, content_type="application/json")
    seconds = time.perf_counter() - started
    if (held.status_code, sent.status_code) != (201, 201):
        raise AssertionError(f"nothing was sent: {held.content!r} {sent.content!r}")
    return seconds


@contextmanager
def _scanner_named() -> Iterator[None]:
    """Files wait for a scanner, which nobody who sends asks; nor the mail server."""
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    try:
        yield
    finally:
        settings.CLAMD_URL = ""


@contextmanager
def _own_broker() -> Iterator[str]:
    """A broker that no worker of the developer listens to."""
    with tempfile.TemporaryDirectory() as folder, hold("valkey", Path(folder), throwaway=True) as address:
        yield address


def _use_broker(address: str) -> None:
    app.conf.broker_url = app.conf.broker_write_url = address
    kombu.pools.reset()
    app._pool = None
    app.amqp._producer_pool = None
    doorbell.forget()


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
