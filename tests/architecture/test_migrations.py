"""Migrations say all that the models say, and each has a name."""

import pytest
from django.core.management import call_command

from config.env import BASE_DIR


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_each_says_what_it_does() -> None:
    assert not [path.stem for path in BASE_DIR.glob("*/migrations/0*.py") if "_auto_" in path.stem]
