"""`manage.py rank_predecessors FILE|-`: how likely each earlier finding is a later one's predecessor, or the
one that a statement speaks of. No database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tracker.importing import match
from tracker.importing.match.asked import Asked, NotUsable, read


class Command(BaseCommand):
    help = (
        'Rank every pair of {"earlier": [{id, year, kind, question, text}], "later": [the same], '
        '"statements": [{id, quote, about_year, verdict}]}, given as JSON in a file or on standard input (-).'
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- for standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Print every pair as one JSON object. Exits with status 1 and a sentence when there is nothing to
        rank by."""
        try:
            asked = read(_bytes_of(file))
        except OSError as problem:
            self._refuse(f"The file could not be opened: {problem.strerror}.")
        except NotUsable as problem:
            self._refuse(str(problem))
        else:
            self._print(asked)

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        raise SystemExit(1)

    def _print(self, asked: Asked) -> None:
        """One link at a time: there are as many as pairs."""
        self._print_list('{"links": [', _links(asked))
        self._print_list('], "statement_links": [', _statement_links(asked))
        self.stdout.write("]}")

    def _print_list(self, before: str, links: Iterable[dict[str, Any]]) -> None:
        self.stdout.write(before, ending="")
        for number, link in enumerate(links):
            self.stdout.write(", " if number else "", ending="")
            self.stdout.write(json.dumps(link, ensure_ascii=False), ending="")


def _bytes_of(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _links(asked: Asked) -> Iterator[dict[str, Any]]:
    for links in match.rank_each(asked.earlier, asked.later):
        for link in links:
            yield {
                "earlier": link.earlier,
                "later": link.later,
                "score": link.score,
                "relation": link.relation,
                "proposed": link.proposed,
                "reasons": link.reasons,
            }


def _statement_links(asked: Asked) -> Iterator[dict[str, Any]]:
    for links in match.rank_statements(asked.statements, asked.earlier):
        for link in links:
            yield {
                "statement": link.later,
                "earlier": link.earlier,
                "score": link.score,
                "proposed": link.proposed,
                "reasons": link.reasons,
            }
