"""Private servers run as long as somebody holds them, keep their data, and end with their last holder."""

import json
import os
import signal
import socket
import subprocess
import sys

import psycopg
import pytest
import redis

from config.embedded import private_servers
from config.embedded.holding import hold
from config.embedded.servers import wait_until
from config.env import BASE_DIR
from tests.conftest import passable_folder
from tests.running.processes import left_of

HOLD = """
import sys
from pathlib import Path
from config.embedded.holding import hold
from config.embedded.servers import wait_until
with hold("postgres", Path(sys.argv[1]) / "postgres", throwaway=True) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(monkeypatch):
    """A folder of its own, by which the processes are recognised."""
    with passable_folder() as folder:
        monkeypatch.setenv("PRIVATE_DIR", str(folder))
        yield folder


def holder(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline().strip()


def state_of(pid):
    return subprocess.run(["ps", "-p", str(pid), "-o", "state="], capture_output=True, text=True).stdout


def rows(url, *statements):
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            answer = connection.execute(statement)
        return answer.fetchall()


def test_two_holders_share_one_server_and_the_last_one_stops_it(folder):
    with hold("postgres", folder / "postgres", throwaway=True) as url:
        second, same_url = holder(folder)
        assert same_url == url
    # The first has let go; the second still works with the server.
    assert rows(url, "select 1") == [(1,)]
    second.communicate()
    assert left_of(folder) == []


def test_holder_killed_outright_leaves_nothing_behind(folder):
    killed, _url = holder(folder)
    killed.kill()
    killed.communicate()
    assert left_of(folder, seconds=30) == []


def test_keeper_killed_outright_takes_the_server_with_it(folder):
    process, _url = holder(folder)
    os.kill(int((folder / "postgres" / "keeper.pid").read_text()), signal.SIGKILL)
    process.communicate()
    assert left_of(folder, seconds=30) == []


def test_server_paused_for_a_while_is_there_again(folder):
    with hold("valkey", folder / "valkey") as url:
        server = redis.Redis.from_url(url)
        paused = server.info("server")["process_id"]
        os.kill(paused, signal.SIGSTOP)
        assert wait_until(lambda: state_of(paused).startswith("T"), seconds=10)
        os.kill(paused, signal.SIGCONT)
        # It answers after this second only if nobody stopped it meanwhile.
        assert server.blpop("nothing", timeout=1) is None
        assert server.info("server")["process_id"] == paused


def test_data_and_address_are_kept(folder):
    with hold("postgres", folder / "postgres") as url:
        rows(url, "create table kept as select 5 as n", "select n from kept")
    with hold("postgres", folder / "postgres") as again:
        assert again == url
        assert rows(again, "select n from kept") == [(5,)]


def test_port_taken_meanwhile_is_replaced(folder):
    with hold("valkey", folder / "valkey") as url:
        redis.Redis.from_url(url).set("kept", 5)
    taken = json.loads((folder / "valkey" / "address.json").read_text())["port"]
    with socket.create_server(("127.0.0.1", taken)), hold("valkey", folder / "valkey") as other:
        assert other != url
        assert redis.Redis.from_url(other).get("kept") == b"5"


def test_process_id_of_somebody_else_in_the_data_folder_is_no_obstacle(folder):
    with hold("postgres", folder / "postgres"):
        pass
    stale = folder / "postgres" / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n")
    with hold("postgres", folder / "postgres") as url:
        assert rows(url, "select 1") == [(1,)]


def test_strangers_of_the_machine_are_not_let_in(folder):
    with hold("postgres", folder / "postgres", throwaway=True) as url:
        guessed = url.replace(url.split(":")[2].split("@")[0], "guessed")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(guessed)
        assert (folder / "postgres" / "url").stat().st_mode & 0o077 == 0


def test_given_addresses_are_left_alone(folder):
    given = {"DATABASE_URL": "postgres://elsewhere/db", "REDIS_URL": "redis://elsewhere"}
    with private_servers(environment := dict(given), folder):
        assert environment == given


def test_production_gets_no_private_servers(folder):
    with private_servers(environment := {"ENVIRONMENT": "production"}, folder):
        assert environment == {"ENVIRONMENT": "production"}
