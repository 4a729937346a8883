"""Say whether everything holds that must hold across rows and files: a line a rule. Changes nothing.

Exits with 1 where a rule is broken, with the ids of what breaks it.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracker.selectors.invariants import Answer, answers

MOST_IDS = 50


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-files", action="store_true", help="leave the files in the store unread: it is quicker"
        )

    def handle(self, *args: Any, without_files: bool, **options: Any) -> None:
        told, broken = 0, 0
        for answer in answers(now=timezone.now(), with_files=not without_files):
            self.stdout.write(_line(answer))
            told, broken = told + 1, broken + bool(answer.broken)
        self.stdout.write(f"{told} rules, {broken} broken.")
        if broken:
            sys.exit(1)


def _line(answer: Answer) -> str:
    rule, ids = answer.rule, answer.broken
    if not ids:
        return f"ok      0  {rule.name}"
    more = f" and {len(ids) - MOST_IDS:,} more" if len(ids) > MOST_IDS else ""
    return f"BROKEN  {len(ids):,}  {rule.name}: {rule.of} {', '.join(ids[:MOST_IDS])}{more}. {rule.says}"
