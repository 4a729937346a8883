"""Production doesn't run with the rights of the tables' owner."""

import pytest
from django.core.management import call_command
from django.db import connection

from config.database_role import refuse_the_owner
from config.env import RefusesToStart

pytestmark = pytest.mark.django_db


def test_production_refuses_a_superuser(settings):
    settings.PRODUCTION = True
    with pytest.raises(RefusesToStart, match="owns no tables"):
        refuse_the_owner()


def test_production_refuses_the_owner(settings):
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE tracker_test_owner")
        cursor.execute("ALTER TABLE tracker_auditevent OWNER TO tracker_test_owner")
        cursor.execute("SET LOCAL ROLE tracker_test_owner")
        with pytest.raises(RefusesToStart):
            refuse_the_owner()


def test_production_starts_as_the_application(settings):
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE tracker_test_application")
        call_command("grant_application_role", "tracker_test_application")
        cursor.execute("SET LOCAL ROLE tracker_test_application")
        refuse_the_owner()


def test_development_may_be_the_owner():
    refuse_the_owner()
