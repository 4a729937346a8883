"""`manage.py parse_report`: JSON lines, an exit status, no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importing.samples import OWN
from tracker.importing.extract import VERSION

ROOT = Path(__file__).parents[2]
REPORT = OWN / "borsetshire-2017.txt"


@pytest.fixture
def parse_report():
    """Run the command as a person does, with a database address where nothing listens."""

    def run(*files):
        environment = {**os.environ, "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere"}
        return subprocess.run(
            [sys.executable, "manage.py", "parse_report", *map(str, files)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_one_json_object_a_line_without_a_database(parse_report):
    done = parse_report(REPORT, OWN / "barchester-2018.txt")
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["schema"] == second["schema"] == "parsed-report/1"
    assert (first["file"], second["file"]) == ("borsetshire-2017.txt", "barchester-2018.txt")
    assert len(first["findings"]) == 3
    assert first["reader"] == f"text/1 {VERSION}"
    assert "text" not in first


def test_unreadable_file_is_told_and_the_others_are_printed_all_the_same(parse_report, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = parse_report(empty, tmp_path / "missing.txt", REPORT)
    assert done.returncode == 1
    refused, missing, read = map(json.loads, done.stdout.splitlines())
    assert refused == {"file": "empty.txt", "error": "The file is empty."}
    assert missing["error"].startswith("The file could not be opened")
    assert read["title"] == "PEEL: Police effectiveness 2017"
