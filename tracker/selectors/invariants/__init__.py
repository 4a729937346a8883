"""What must hold across rows and files: small named rules. `manage.py check_invariants` asks each of them.

The database keeps most of them itself; here they are asked of what is there, whatever wrote it: a restored
backup, a script, a process that was killed. A rule is a query for what breaks it (docs/recipes).
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from tracker.selectors.invariants import chain, files, progress, reports, trail
from tracker.selectors.invariants.rule import Rule

RULES: Sequence[Rule] = (*progress.RULES, *chain.RULES, *reports.RULES, *trail.RULES)
RULES_OF_FILES: Sequence[Rule] = files.RULES


@dataclass(frozen=True)
class Answer:
    """A rule, and the ids of what breaks it."""

    rule: Rule
    broken: Sequence[str]


def answers(*, now: datetime, with_files: bool = True) -> Iterator[Answer]:
    """Each rule with what breaks it. Rows are all read as they stood at one moment.

    Files are read from the store, every one of them, and compared with their SHA-256.
    """
    with _one_moment():
        for rule in RULES:
            yield Answer(rule, rule.broken(now))
    # A row is looked at anew when its file is not there: it may have gone its way meanwhile.
    for rule in RULES_OF_FILES if with_files else ():
        yield Answer(rule, rule.broken(now))


def _one_moment() -> AbstractContextManager[None]:
    return nullcontext() if connection.in_atomic_block else _snapshot()


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
