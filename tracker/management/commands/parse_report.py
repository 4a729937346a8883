"""`manage.py parse_report FILE…`: what the reader takes out of reports, one JSON object a line, no
database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tracker.importing import sandbox
from tracker.importing.problems import UnreadableReport


class Command(BaseCommand):
    help = "Print what is read out of inspection reports, as parsed-report/1, one JSON object a line."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        """Print one line a file. Exits with status 1 when any could not be read; the others are printed all
        the same."""
        answers = [self._print(_answer(file)) for file in files]
        if any("error" in answer for answer in answers):
            raise SystemExit(1)

    def _print(self, answer: dict[str, Any]) -> dict[str, Any]:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        return answer


def _answer(file: Path) -> dict[str, Any]:
    try:
        return sandbox.read(file.read_bytes(), file.name).as_json()
    except OSError as problem:
        return {"file": file.name, "error": f"The file could not be opened: {problem.strerror}."}
    except UnreadableReport as problem:
        return {"file": file.name, "error": str(problem)}
