"""One rule: its name, what it says, and how to find what breaks it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Rule:
    """`says` is a sentence; `broken(now)` gives the ids of what breaks it, in order, rows of `of`."""

    name: str
    of: str
    says: str
    broken: Callable[[datetime], Sequence[str]]


def by_sql(name: str, of: str, says: str, sql: str, **values: Any) -> Rule:
    """A rule whose query selects one column: the ids of the rows that break it. `%(now)s` is the moment."""

    def broken(now: datetime) -> Sequence[str]:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"now": now, **values})
            return [str(pk) for (pk,) in cursor.fetchall()]

    return Rule(name, of, says, broken)
