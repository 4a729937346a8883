#!/usr/bin/env python
"""Commands of the tracker. Those that need the servers find them running, or run them meanwhile."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext

# Everything else may touch the database, and starts the private one where DATABASE_URL is not set.
WITHOUT_SERVERS = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "parse_report",
    "rank_predecessors",
    "spectacular",
    "version",
}

# Done with the rights of the tables' owner, where that is another role than the application's.
AS_THE_OWNER = {"migrate", "grant_application_role"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in AS_THE_OWNER and (owner := os.environ.get("DATABASE_OWNER_URL")):
        os.environ["DATABASE_URL"] = owner
    try:
        with servers_for(command):
            execute()
    except sentences() as problem:
        sys.exit(str(problem))


def servers_for(command: str) -> AbstractContextManager[None]:
    if command in WITHOUT_SERVERS or command.startswith("-"):
        return nullcontext()
    from config.embedded import private_servers

    return private_servers(os.environ)


def execute() -> None:
    from django.core.management import execute_from_command_line

    import config.settings  # noqa: F401  (refuses to start in one sentence; Django would go on without settings)

    execute_from_command_line(sys.argv)


def sentences() -> tuple[type[Exception], ...]:
    """Exceptions that are a sentence for whoever typed the command, so that no traceback is shown."""
    from config.embedded import ServerProblem
    from config.env import RefusesToStart

    return ServerProblem, RefusesToStart


if __name__ == "__main__":
    main()
