"""Bring the database up to date: migrations, reference data and, on the demo, its data.

One process for all three: starting Django costs more than each of them does when there is nothing to do.
Prints the demo's sign-ins.
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
        call_command("load_demo", stdout=sys.stderr)
        print(sign_ins())


def migrate() -> None:
    """Migrate as the owner of the tables, who may be another role than the application's."""
    if os.environ.get("DATABASE_OWNER_URL"):
        command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"]
        subprocess.run(command, cwd=BASE_DIR, check=True)
    else:
        call_command("migrate", interactive=False, verbosity=0)


def sign_ins() -> str:
    """Return who can sign in on the demo, as lines for a terminal."""
    # Its models can be imported only once Django is set up.
    from tracker.management.demo.people import PASSWORD, PEOPLE

    lines = (f"  {email:<34} {role.label}" for email, _name, role, _force in PEOPLE)
    return "\n".join([f"Sign in with the password {PASSWORD} as", *lines])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        main()
    except (CommandError, RefusesToStart, subprocess.CalledProcessError) as problem:
        sys.exit(str(problem))
