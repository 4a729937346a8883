"""The two private servers: what each needs before it starts, how it starts, when it answers."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import redis

from config.embedded import binaries
from config.embedded.account import Account, place_and_account

HOST = "127.0.0.1"
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_GB.UTF-8"


class ServerProblem(Exception):
    """A private server cannot run. `str()` is a sentence for whoever wanted it."""


@dataclass(frozen=True)
class Address:
    """Where a server listens, and the password it asks for."""

    port: int
    password: str


class Server(Protocol):
    """What the keeper needs to know of a server."""

    variable: str
    stop_signal: signal.Signals
    account: Account
    data: Path

    def __init__(self, folder: Path, throwaway: bool) -> None: ...
    def url(self, address: Address) -> str: ...
    def prepare(self, address: Address) -> None: ...
    def command(self, address: Address) -> list[str]: ...
    def answers(self, address: Address) -> bool: ...


def address_of(folder: Path) -> Address:
    """Return the remembered address, with another port if somebody else took it meanwhile."""
    remembered = folder / "address.json"
    if remembered.exists():
        address = Address(**json.loads(remembered.read_text()))
        if port_is_free(address.port):
            return address
    else:
        address = Address(port=0, password=secrets.token_hex(16))
    address = Address(port=_free_port(), password=address.password)
    _write_secret(remembered, json.dumps(asdict(address)))
    return address


def port_is_free(port: int) -> bool:
    """Whether we could listen on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


class PostgreSQL:
    """A PostgreSQL server with one superuser and one database, both called tracker."""

    variable = "DATABASE_URL"
    stop_signal = signal.SIGINT  # "fast": open transactions are rolled back

    def __init__(self, folder: Path, throwaway: bool) -> None:
        programs = binaries.postgresql_folder(_version_of(folder / "data"))
        if programs is None:
            raise ServerProblem(
                f"No PostgreSQL was found that fits {folder}: install PostgreSQL "
                f"{_version_of(folder / 'data') or binaries.OLDEST_POSTGRESQL}, or set DATABASE_URL."
            )
        place, self.account = place_and_account(folder, programs)
        self.programs, self.data, self.throwaway = programs, place / "data", throwaway

    def url(self, address: Address) -> str:
        return f"postgres://tracker:{address.password}@{HOST}:{address.port}/tracker"

    def prepare(self, address: Address) -> None:
        if not self.data.exists():
            self._create_data(address)
        self._end_leftover()

    def command(self, address: Address) -> list[str]:
        options = [f"listen_addresses={HOST}", "unix_socket_directories=", "timezone=UTC"]
        if self.throwaway:
            options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings = [word for option in options for word in ("-c", option)]
        program = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(address.port)]
        return [*self.account.prefix, *program, *settings]

    def answers(self, address: Address) -> bool:
        """Whether the server takes connections; makes the database if it is missing."""
        maintenance = self.url(address).rpartition("/")[0] + "/postgres"
        try:
            with psycopg.connect(maintenance, autocommit=True, connect_timeout=5) as connection:
                if not connection.execute("select 1 from pg_database where datname = 'tracker'").fetchone():
                    connection.execute("create database tracker")
        except psycopg.OperationalError as problem:
            if "password authentication failed" in str(problem):
                raise ServerProblem(f"The password of {self.data} is lost: delete that folder.") from None
            return False
        return True

    def _create_data(self, address: Address) -> None:
        # Made beside its place and then moved there, so that a half-made folder is never taken for data.
        fresh, password = self.data.with_name("data.new"), self.data.with_name("password")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        _write_secret(password, address.password)
        self.account.own(fresh)
        self.account.own(password)
        self._initdb(fresh, password)
        password.unlink()
        fresh.rename(self.data)

    def _initdb(self, data: Path, password: Path) -> None:
        command = [str(self.programs / "initdb"), "-D", str(data), "-U", "tracker", f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", f"--locale={LOCALE}"]
        command += ["--no-sync"] if self.throwaway else []
        made = self._run_as_server(command, data)
        if made.returncode:
            raise ServerProblem(f"PostgreSQL could not make its data folder: {made.stderr.strip()}")

    def _run_as_server(self, command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        words, options = [*self.account.prefix, *command], self.account.options
        try:
            return subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder, **options)
        except PermissionError:
            raise ServerProblem(
                f"PostgreSQL refuses to run as root, and no other user can reach {self.programs}: "
                "run as another user, or set DATABASE_URL."
            ) from None

    def _end_leftover(self) -> None:
        """End a server that still runs on our data; forget one that is gone.

        A process id in the file may long belong to somebody else, so the command line must name our folder.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().split()[0])
        if str(self.data) in _command_line(pid):
            os.kill(pid, self.stop_signal)
            wait_until(lambda: not pid_file.exists(), seconds=30)
        pid_file.unlink(missing_ok=True)


class Valkey:
    """A server of the Redis protocol, for the broker and the cache."""

    variable = "REDIS_URL"
    stop_signal = signal.SIGTERM
    account = Account()

    def __init__(self, folder: Path, throwaway: bool) -> None:
        program = binaries.valkey_program()
        if program is None:
            raise ServerProblem("No Valkey or Redis server was found: install one, or set REDIS_URL.")
        self.program, self.data, self.throwaway = program, folder / "data", throwaway

    def url(self, address: Address) -> str:
        return f"redis://:{address.password}@{HOST}:{address.port}/0"

    def prepare(self, address: Address) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        lines = [f"bind {HOST}", f"port {address.port}", f"dir {self.data}", 'save ""']
        lines += [f"requirepass {address.password}", f"appendonly {'no' if self.throwaway else 'yes'}"]
        # In a file, because every user of the machine can read the words of a command.
        _write_secret(self.data.with_name("server.conf"), "\n".join(lines) + "\n")

    def command(self, address: Address) -> list[str]:
        return [str(self.program), str(self.data.with_name("server.conf"))]

    def answers(self, address: Address) -> bool:
        try:
            with redis.Redis.from_url(self.url(address), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


SERVERS: dict[str, type[Server]] = {"postgres": PostgreSQL, "valkey": Valkey}


def _version_of(data: Path) -> int | None:
    """Return the major version that wrote a data folder."""
    written = data / "PG_VERSION"
    return int(written.read_text()) if written.exists() else None


def _command_line(pid: int) -> str:
    if Path("/proc/self").exists():
        process = Path(f"/proc/{pid}/cmdline")
        return process.read_bytes().replace(b"\0", b" ").decode(errors="replace") if process.exists() else ""
    answer = subprocess.run(
        ["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False
    )
    return answer.stdout


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask until the condition holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return held
