"""`check_invariants`: a line a rule, an exit code, and files that are not what their rows say."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from tests import factories
from tests.services.report_files import extract
from tracker.models import Evidence, Export, Finding
from tracker.selectors.invariants import RULES, RULES_OF_FILES
from tracker.selectors.invariants.files import SWEPT_AFTER
from tracker.services import evidence, exports, orphans, reports

OURS = len(RULES) + len(RULES_OF_FILES)


@pytest.fixture
def check(capsys):
    """The lines that tell of broken rules; the command ends with 1 where there are any."""

    def check(*words: str) -> list[str]:
        capsys.readouterr()
        code = 0
        try:
            call_command("check_invariants", *words)
        except SystemExit as ending:
            code = ending.code
        *lines, last = capsys.readouterr().out.splitlines()
        told = [line for line in lines if line.startswith("BROKEN")]
        assert last == f"{len(lines)} rules, {len(told)} broken."
        assert code == bool(told)
        return told

    return check


@pytest.fixture
def stored(cast) -> dict[str, str]:
    """A file of each kind, kept through the services: its name in the store by its rule."""
    now = timezone.now()
    said = {"finding": factories.finding(), "by": cast.liaison, "now": now, "title": "Visits"}
    kept = evidence.add_file(file=ContentFile(b"month,visits\n2018-05,24\n", name="visits.csv"), **said)
    report = reports.upload(file=extract(), by=cast.editor, now=now)
    listed = {"list": "findings", "query": ""}
    export = exports.ask(kind="list", format="csv", parameters=listed, by=cast.inspector, now=now)
    rows = {"evidence": kept, "report": report, "export": export}
    return {f"{name}_has_its_file": row.file.path for name, row in rows.items()}


def test_all_is_well_with_the_cast(cast, check):
    assert check() == []


def test_a_broken_rule_is_told_with_its_ids(cast, check):
    finding = factories.finding()
    Finding.objects.filter(pk=finding.pk).update(force_status="off_track")
    [line] = [line for line in check() if "finding_says_what_its_last_update_said" in line]
    assert line == (
        f"BROKEN  1  finding_says_what_its_last_update_said: findings {finding.pk}. "
        "The force's status of a finding is the one that its last update gave, and so is the time."
    )


def broken_files(check) -> list[str]:
    names = {rule.name for rule in RULES_OF_FILES}
    return [name for line in check() for name in names if f"  {name}:" in line]


def test_files_that_lie_whole_are_well(stored, check):
    assert broken_files(check) == []


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"other")])
@pytest.mark.parametrize("rule", ["evidence_has_its_file", "report_has_its_file", "export_has_its_file"])
def test_a_file_that_is_gone_or_another_is_told(stored, check, rule, harm):
    harm(Path(stored[rule]))
    assert broken_files(check) == [rule]
    assert not [line for line in check("--without-files") if rule in line]


def test_a_file_is_not_missed_once_its_row_has_let_it_go(stored, check):
    Evidence.objects.update(state="rejected", rejected_because="A virus was found in it.")
    Export.objects.update(state="expired", file="")
    for rule in ("evidence_has_its_file", "export_has_its_file"):
        Path(stored[rule]).unlink()
    assert broken_files(check) == []


@pytest.mark.parametrize("name", ["orphan.csv", "half.csv.part"])
def test_a_file_that_no_row_names_is_told_unless_it_is_swept(stored, check, settings, name):
    (Path(settings.MEDIA_ROOT) / "evidence" / name).write_bytes(b"left behind")
    assert broken_files(check) == []  # it may be about to be named
    [rule] = [rule for rule in RULES_OF_FILES if rule.name == "file_in_the_store_has_its_row"]
    later = timezone.now() + SWEPT_AFTER + timedelta(minutes=1)
    assert rule.broken(later) == [f"evidence/{name}"]
    orphans.sweep(now=later)
    assert rule.broken(later) == []
