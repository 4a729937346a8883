"""Bring the database and the static files up to date: migrations, reference data and, on the demo, its data.

One process for all: starting Django costs more than each of them does when there is nothing to do.
Prints the demo's sign-ins.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

from config.env import BASE_DIR, RefusesToStart


def main() -> None:
    collect_static_files()
    migrate()
    call_command("load_reference_data", stdout=sys.stderr)
    if settings.DEMO:
        call_command("load_demo", stdout=sys.stderr)
        print(sign_ins())


def collect_static_files() -> None:
    """Copy and name them by their content, unless they are the same files as last time."""
    mark, now = Path(settings.STATIC_ROOT) / "collected", fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)


def fingerprint() -> str:
    """Return what changes when a static file does."""
    facts = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            facts.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return facts.hexdigest()


def migrate() -> None:
    """Migrate as the owner of the tables; where that is another role, give the application's its rights."""
    if os.environ.get("DATABASE_OWNER_URL"):
        as_the_owner("migrate", "--noinput", "--verbosity=0")
        as_the_owner("grant_application_role", settings.DATABASES["default"]["USER"])
    else:
        call_command("migrate", interactive=False, verbosity=0)


def as_the_owner(*words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=BASE_DIR, check=True)


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
