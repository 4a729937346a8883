"""What every test stands on: a real PostgreSQL, a real broker where asked for, nothing of the developer.

Without DATABASE_URL the run starts a throwaway server (no syncing to disk) and removes it at the end.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import kombu.pools
import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from config.celery import app as celery_app
from config.embedded.holding import hold
from config.embedded.lifeline import ask_for
from config.env import BASE_DIR, env
from tests.fixtures import cast  # noqa: F401  the fixed cast, for every test
from tracker.jobs import doorbell

SECONDS_TO_STOP = 30


# --- the whole run --------------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    # What would be slow, or shared between processes and tests.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    django_settings.CELERY_BROKER_URL = "memory://"
    # With xdist the controller comes first and its workers inherit the address.
    if not os.environ.get("DATABASE_URL"):
        config.add_cleanup(_start_database().close)


def _start_database() -> ExitStack:
    running = ExitStack()
    os.environ["DATABASE_URL"] = running.enter_context(_throwaway("postgres"))
    running.callback(os.environ.pop, "DATABASE_URL")
    # The settings were read before any test file was: change the very dictionary that connections use.
    django_settings.DATABASES["default"].update(env.db_url("DATABASE_URL"))
    return running


@contextmanager
def _throwaway(server: str) -> Iterator[str]:
    with passable_folder() as folder, hold(server, folder / server, throwaway=True) as url:
        yield url


@contextmanager
def passable_folder() -> Iterator[Path]:
    """Yield a temporary folder that other users can pass through, as the database server's own may have to.

    Pytest's own folders are closed to others.
    """
    with tempfile.TemporaryDirectory(prefix="tracker-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


# --- each test --------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _own_files_and_cache(settings, tmp_path: Path) -> None:
    """Files go where the test ends, and rate limits count from nought."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


@pytest.fixture(autouse=True)
def _whole_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """`client.force_login` stands for a whole sign-in, second factor included, some hours ago."""
    django_s_own = Client._login

    def login(client: Client, user: User, backend: str | None = None) -> None:
        django_s_own(client, user, backend)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()

    monkeypatch.setattr(Client, "_login", login)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the real reports and their labels. Tests of it are left out where it is not set."""
    folder = os.environ.get("TRACKER_SAMPLES")
    if not folder:
        pytest.skip("TRACKER_SAMPLES is not set: it names the folder of the real reports and labels")
    return Path(folder)


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """A real broker of this run."""
    with _throwaway("valkey") as url:
        yield url


@pytest.fixture
def broker(broker_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The real broker, which this test's own `enqueue` rings too."""
    monkeypatch.setenv("CELERY_BROKER_URL", broker_url)  # Celery looks here first
    forget_broker_connections()
    yield broker_url
    forget_broker_connections()


def forget_broker_connections() -> None:
    """Have the next `enqueue` look up where the broker is."""
    doorbell.forget()
    kombu.pools.reset()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


@pytest.fixture
def celery_worker_process(transactional_db: None, broker: str, settings) -> Iterator[subprocess.Popen[str]]:
    """A real worker in a process of its own, on the test's database, files and broker.

    It sees only what is committed, hence the transactional database. It is ready when the test begins.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--loglevel=INFO"],
        cwd=BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": _test_database_url(), "REDIS_URL": broker, "MEDIA_ROOT": str(settings.MEDIA_ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=ask_for(signal.SIGTERM),
    )
    try:
        _wait_until_ready(process)
        yield process
    finally:
        process.terminate()
        process.wait(SECONDS_TO_STOP)


def _test_database_url() -> str:
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{django_settings.DATABASES['default']['NAME']}").geturl()


def _wait_until_ready(worker: subprocess.Popen[str]) -> None:
    assert worker.stdout is not None
    said = []
    for line in worker.stdout:
        said.append(line)
        if " ready." in line:
            # Somebody must go on reading, or the worker stops at a full pipe.
            threading.Thread(target=worker.stdout.read, daemon=True).start()
            return
    pytest.fail(f"The worker did not start:\n{''.join(said)}")
