"""`make run` with real processes: up, the data kept, down, and nothing left behind however it ends."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from config.env import BASE_DIR
from tests.conftest import passable_folder
from tests.running.processes import left_of

NOT_OURS = ("DATABASE_URL", "REDIS_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE")
SECONDS_TO_STOP = 30


@pytest.fixture(scope="module")
def folder():
    with passable_folder() as folder:
        yield folder


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, port, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return subprocess.Popen(
        [sys.executable, "-m", "config.running"],
        cwd=BASE_DIR,
        env=kept | {"PRIVATE_DIR": str(folder), "PORT": str(port)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until_ready(service):
    said = []
    for line in service.stdout:
        said.append(line)
        if line.startswith("Ready at "):
            return "".join(said)
    pytest.fail("".join(said))


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_service_answers_and_leaves_nothing_behind(folder, port, ending):
    service = start(folder, port)
    said = read_until_ready(service)
    assert f"http://127.0.0.1:{port}/" in said
    assert "liaison@cleveland.example" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
        assert b"Sign in" in page.read()
    service.send_signal(ending)
    service.communicate(timeout=SECONDS_TO_STOP)
    # Only a manager killed outright cannot wait for its parts.
    assert left_of(folder, seconds=SECONDS_TO_STOP if ending == signal.SIGKILL else 0) == []
    assert service.returncode == (-ending if ending == signal.SIGKILL else 0)


def refusal(folder, port, **environment):
    service = start(folder, port, **environment)
    said, _ = service.communicate(timeout=SECONDS_TO_STOP)
    assert service.returncode == 1
    assert "Traceback" not in said
    return said.strip()


def test_port_in_use_is_said(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert refusal(folder, port) == (
            f"Port {port} is in use: choose another one, for example PORT=8123 make run"
        )


def test_port_that_is_none_is_said(folder):
    assert refusal(folder, "eighty") == "PORT must be a number from 1 to 65535, not eighty."


def test_unreachable_database_is_said(folder, port):
    given = {
        "DATABASE_URL": f"postgres://tracker:secret@127.0.0.1:{port}/x",
        "REDIS_URL": "redis://localhost",
    }
    assert refusal(folder, port + 1 if port < 65535 else 1025, **given) == (
        f"The database at 127.0.0.1:{port} cannot be reached (Connection refused): check DATABASE_URL."
    )


def test_unfit_production_is_said(folder, port):
    assert "SECRET_KEY must be set in production." in refusal(folder, port, ENVIRONMENT="production")


def test_missing_npm_is_said_and_is_no_obstacle(tmp_path):
    done = subprocess.run(
        ["/bin/sh", BASE_DIR / "scripts" / "fetch_styles"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout == "npm was not found, so the pages use the tracker's own plain stylesheet.\n"
