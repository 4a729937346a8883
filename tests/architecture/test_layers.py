"""The layers stand as they were decided, and no import breaks through them."""

import subprocess
import sys
import tomllib

from config.env import BASE_DIR

PACKAGES = ["config", "tracker", "accounts", "govuk"]
WITHIN_THE_TRACKER = [
    {"web", "api", "admin", "tasks", "management", "receivers"},
    {"services"},
    {"selectors"},
    {"access"},
    {"models"},
    {"importing", "jobs", "roles", "lifecycle", "documents"},
    {"vocabulary", "duty_vocabulary", "event_vocabulary", "reminder_vocabulary", "refusals"},
]
KEPT_OUT_OF_READING = {"celery", "redis", "rest_framework", "psycopg", "tracker.models", "accounts", "govuk"}


def contracts() -> list[dict]:
    return tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def parts(layer: str) -> set[str]:
    return {part.strip() for part in layer.split("|")}


def test_packages_know_only_those_below() -> None:
    assert PACKAGES in [contract.get("layers") for contract in contracts()]


def test_layers_of_the_tracker_know_only_those_below_and_not_their_siblings() -> None:
    (within,) = [contract for contract in contracts() if contract.get("containers") == ["tracker"]]
    layers = [parts(layer) for layer in within["layers"] if layer != "apps"]
    assert layers == WITHIN_THE_TRACKER
    assert not within.get("ignore_imports")


def test_every_module_of_the_tracker_has_its_layer() -> None:
    package = BASE_DIR / "tracker"
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    files = {path.stem for path in package.glob("*.py")} - {"__init__", "apps"}
    data = {"migrations", "reference"}
    assert (folders | files) - data == set().union(*WITHIN_THE_TRACKER)


def test_reading_reports_is_pure() -> None:
    forbidden = [contract for contract in contracts() if contract["type"] == "forbidden"]
    reading = [contract for contract in forbidden if "tracker.importing" in contract["source_modules"]]
    assert set().union(*(contract["forbidden_modules"] for contract in reading)) >= KEPT_OUT_OF_READING


def test_no_import_breaks_a_contract() -> None:
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout
