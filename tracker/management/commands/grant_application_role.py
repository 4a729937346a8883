"""Give the application's database role what it needs, and no way to change the past.

Run it as the owner of the tables, after each migration. The role reads and writes rows; what is append-only
it can't change, remove or empty; it writes no seal of the audit trail, and owns neither tables nor triggers.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg import sql

RIGHTS = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
REVOKE INSERT, UPDATE, DELETE ON {schema}.django_migrations FROM {role};
REVOKE INSERT ON {schema}.tracker_auditseal FROM {role};
"""
KEPT = "REVOKE UPDATE, DELETE ON {table} FROM {role}"
APPEND_ONLY = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only' ORDER BY 1"
WHAT_IT_IS = """
SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, current_user, 'member')
FROM pg_roles WHERE rolname = %s
"""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")

    @transaction.atomic
    def handle(self, *args: Any, role: str, **options: Any) -> None:
        with connection.cursor() as cursor:
            self._refuse_unfit(cursor, role)
            names = {"role": sql.Identifier(role), "schema": sql.Identifier("public")}
            cursor.execute(sql.SQL(RIGHTS).format(**names))
            cursor.execute(APPEND_ONLY)
            for (table,) in cursor.fetchall():
                cursor.execute(sql.SQL(KEPT).format(table=sql.Identifier(table), **names))

    def _refuse_unfit(self, cursor: Any, role: str) -> None:
        cursor.execute(WHAT_IT_IS, [role])
        found = cursor.fetchone()
        if found is None:
            raise CommandError(f"There is no database role “{role}”.")
        if found[0]:
            raise CommandError(
                f"“{role}” is a superuser or owns the tables: it would have every right anyway."
            )
