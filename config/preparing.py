"""Bring the database up to date: migrations, reference data and, on the demo, its data.

One process for all three: starting Django costs more than each of them does when there is nothing to do.
Prints what `load_demo` says, the sign-ins among it.
"""

import os
import subprocess
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from config.env import BASE_DIR, RefusesToStart


def main() -> None:
    migrate()
    call_command("load_reference_data", stdout=sys.stderr)
    if settings.DEMO:
        call_command("load_demo")


def migrate() -> None:
    """Migrate as the owner of the tables, who may be another role than the application's."""
    if os.environ.get("DATABASE_OWNER_URL"):
        command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"]
        subprocess.run(command, cwd=BASE_DIR, check=True)
    else:
        call_command("migrate", interactive=False, verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        main()
    except (CommandError, RefusesToStart, subprocess.CalledProcessError) as problem:
        sys.exit(str(problem))
