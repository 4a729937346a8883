"""A real broker, mail server and scanner, each behind a relay, and the nursery whose workers use them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller

from config.embedded.lifeline import ask_for
from config.embedded.servers import HOST, _free_port
from config.env import BASE_DIR
from tests import clamav
from tests.conftest import _test_database_url, forget_broker_connections
from tests.relays import Relay
from tests.running_worker.world import Inbox, Nursery


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def relays(broker: str, inbox: Inbox) -> Iterator[dict[str, Relay]]:
    server = Controller(inbox, hostname=HOST, port=_free_port())
    server.start()
    with clamav.troubled(clamav.says(b"stream: OK\n")) as scanner:
        behind = {"broker": broker, "scanner": scanner, "mail server": f"smtp://{HOST}:{server.port}"}
        relays = {name: Relay(urlsplit(address).port) for name, address in behind.items()}
        yield relays
        for relay in relays.values():
            relay.down()
    server.stop()


@pytest.fixture
def nursery(
    transactional_db: None, broker: str, relays: dict[str, Relay], settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Nursery]:
    settings.CLAMD_URL = f"tcp://{HOST}:{relays['scanner'].port}"
    broker_url = broker.replace(f":{urlsplit(broker).port}", f":{relays['broker'].port}")
    monkeypatch.setenv("CELERY_BROKER_URL", broker_url)  # for what this process rings
    forget_broker_connections()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.running_worker.nursery"],
        cwd=BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": _test_database_url(),
            "REDIS_URL": broker_url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "EMAIL_URL": f"smtp://{HOST}:{relays['mail server'].port}",
            "CLAMD_URL": settings.CLAMD_URL,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=ask_for(signal.SIGKILL),
    )
    yield Nursery(process)
    process.kill()
    process.wait()
