"""Files and functions stay small enough to read in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

from config.env import BASE_DIR

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
PACKAGES = ["accounts", "benchmarks", "config", "govuk", "tests", "tracker"]


def own_files() -> list[Path]:
    paths = [path for package in PACKAGES for path in sorted((BASE_DIR / package).rglob("*.py"))]
    return [path for path in paths if "migrations" not in path.parts]


def lines_of_functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def test_a_file_holds_one_noun() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in own_files()}
    assert not {str(path): count for path, count in lines.items() if count > LONGEST_FILE}


def test_a_function_does_one_thing() -> None:
    lines = {(path, name): count for path in own_files() for name, count in lines_of_functions(path)}
    assert not {f"{path}:{name}": count for (path, name), count in lines.items() if count > LONGEST_FUNCTION}
