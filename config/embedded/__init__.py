"""Private PostgreSQL and Valkey servers for development and demo, where no addresses are given.

Whoever needs a server *holds* it. The first holder starts a keeper process, which starts the server and stops
it once nobody holds it any more; so two commands at a time share one server, and a holder that is
killed leaves nothing behind. Data and addresses lie in `.private/`; servers listen on 127.0.0.1 only.

Run a command with both servers: `python -m config.embedded COMMAND…`.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.embedded.holding import hold
from config.embedded.servers import SERVERS, ServerProblem
from config.env import PRIVATE_DIR

__all__ = ["ServerProblem", "private_servers"]


@contextmanager
def private_servers(
    environment: MutableMapping[str, str], folder: Path = PRIVATE_DIR, throwaway: bool = False
) -> Iterator[None]:
    """Set DATABASE_URL and REDIS_URL, where missing, to private servers that run meanwhile.

    A throwaway server neither syncs to disk nor keeps its data. Raises ServerProblem, a sentence for
    whoever started it. Production has no private servers: nothing is set there.
    """
    with ExitStack() as held:
        if environment.get("ENVIRONMENT") != "production":
            for name, kind in SERVERS.items():
                if not environment.get(kind.variable):
                    environment[kind.variable] = held.enter_context(hold(name, folder / name, throwaway))
        yield
