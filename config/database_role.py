"""Production runs as a database role that owns nothing: the trail and the rules are not its to change."""

from django.conf import settings
from django.db import connection

from config.env import RefusesToStart

TOO_MUCH = """
SELECT role.rolsuper OR role.rolbypassrls OR EXISTS (
    SELECT FROM pg_class WHERE oid = to_regclass('tracker_auditevent') AND pg_has_role(relowner, 'member')
) FROM pg_roles role WHERE role.rolname = current_user
"""


def refuse_the_owner() -> None:
    """Raise RefusesToStart in production where the connection is a superuser's or the tables' owner's."""
    if not settings.PRODUCTION:
        return
    with connection.cursor() as cursor:
        cursor.execute(TOO_MUCH)
        if cursor.fetchone()[0]:
            raise RefusesToStart(
                "DATABASE_URL must name a role that is no superuser and owns no tables. Migrate with "
                "DATABASE_OWNER_URL, which also gives the application’s role its rights."
            )
