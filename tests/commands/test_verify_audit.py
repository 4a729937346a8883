"""The trail is whole, and what anyone does to it is refused or found."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests import factories
from tests.fixtures import Cast
from tracker.documents import signed
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, AuditSeal
from tracker.services import audit, checkpoints

Settings = Any  # pytest-django's wrapper
NOW = factories.NOW
APPLICATION = "tracker_test_application"

# What somebody could do to the trail; each one statement.
TAMPERINGS = {
    "change what was done": "UPDATE tracker_auditevent SET kind = 'finding_closed' WHERE id = {middle}",
    "change who did it": "UPDATE tracker_auditevent SET actor_id = {other} WHERE id = {middle}",
    "change when": "UPDATE tracker_auditevent SET at = at - interval '1 day' WHERE id = {middle}",
    "change for whom": "UPDATE tracker_auditevent SET acting_for_id = NULL WHERE id = {middle}",
    "remove one": "DELETE FROM tracker_auditseal WHERE event_id = {middle}; "
    "DELETE FROM tracker_auditevent WHERE id = {middle}",
    "remove one and leave its seal": "DELETE FROM tracker_auditevent WHERE id = {middle}",
    "cut off the end": "DELETE FROM tracker_auditseal WHERE event_id = {last}; "
    "DELETE FROM tracker_auditevent WHERE id = {last}",
    "empty it": "TRUNCATE tracker_auditevent CASCADE",
    "change a seal": "UPDATE tracker_auditseal SET digest = hash WHERE event_id = {middle}",
    "exchange two": "UPDATE tracker_auditseal SET sequence = 1000 WHERE event_id = {middle}; "
    "UPDATE tracker_auditseal SET sequence = sequence + 1 WHERE event_id = {first}; "
    "UPDATE tracker_auditseal SET sequence = {first_sequence} WHERE event_id = {middle}",
    "make one up": "ALTER TABLE tracker_auditevent DISABLE TRIGGER seal; "
    "INSERT INTO tracker_auditevent (kind, at, actor_id, acting_for_id, data, request_id) "
    "SELECT kind, at, actor_id, acting_for_id, data, request_id FROM tracker_auditevent WHERE id = {middle}; "
    "ALTER TABLE tracker_auditevent ENABLE TRIGGER seal",
    "switch the guard off": "ALTER TABLE tracker_auditevent DISABLE TRIGGER append_only",
    "write all anew": "DELETE FROM tracker_auditseal; "
    "UPDATE tracker_auditevent SET at = at - interval '1 day' WHERE id = {middle}; "
    "SELECT tracker_seal(event) FROM tracker_auditevent event ORDER BY event.id",
}


@pytest.fixture
def trail(cast: Cast) -> dict[str, int]:
    """Three deeds of one force, sealed; ids and numbers for a statement."""
    finding = factories.finding()
    for _ in range(3):
        audit.record(EventKind.EXPORT_DOWNLOADED, by=cast.liaison, now=NOW, finding=finding)
    connection.check_constraints()  # as at a commit
    events = AuditEvent.objects.filter(finding=finding, kind=EventKind.EXPORT_DOWNLOADED).order_by("pk")
    first, middle, last = events.values_list("pk", flat=True)
    return {
        "first": first,
        "middle": middle,
        "last": last,
        "other": cast.viewer.pk,
        "first_sequence": AuditSeal.objects.get(event=first).sequence,
    }


@pytest.fixture
def kept(trail: dict[str, int], tmp_path: Path, settings: Settings) -> Path:
    """A checkpoint of the trail as it was."""
    settings.AUDIT_CHECKPOINTS = tmp_path / "kept.jsonl"
    checkpoints.make(now=NOW)
    return settings.AUDIT_CHECKPOINTS


@pytest.fixture
def application(trail: dict[str, int]) -> Iterator[None]:
    """Everything below is done with the rights of the application's role."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {APPLICATION}")
        call_command("grant_application_role", APPLICATION)
        cursor.execute(f"SET ROLE {APPLICATION}")
        yield
        cursor.execute("RESET ROLE")


def do(statement: str, trail: dict[str, int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**trail))


def verify(*words: str) -> str:
    out = StringIO()
    call_command("verify_audit", *words, stdout=out)
    return out.getvalue()


def test_a_trail_that_nobody_touched_is_whole(kept: Path) -> None:
    assert "1 checkpoints agree" in verify("--against", str(kept))


def test_each_event_is_sealed_in_the_chain_of_who_acted(trail: dict[str, int], cast: Cast) -> None:
    audit.record(EventKind.FINDING_RAISED, by=cast.inspector, now=NOW, finding=factories.finding())
    connection.check_constraints()
    of_the_force = AuditSeal.objects.get(event=trail["middle"])
    assert of_the_force.chain == f"force-{factories.force().pk}"
    assert AuditSeal.objects.last().chain == "hmicfrs"
    before = AuditSeal.objects.get(chain=of_the_force.chain, sequence=of_the_force.sequence - 1)
    assert of_the_force.hash == hashlib.sha256(before.hash + of_the_force.digest).digest()


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_the_application_can_do_none_of_it(tampering: str, trail: dict[str, int], application: None) -> None:
    with pytest.raises(DatabaseError):
        do(TAMPERINGS[tampering], trail)
    assert "whole" in verify()


def test_the_application_records_deeds_that_are_sealed(
    trail: dict[str, int], application: None, cast: Cast
) -> None:
    event = audit.record(EventKind.EXPORT_DOWNLOADED, by=cast.liaison, now=NOW, finding=factories.finding())
    connection.check_constraints()
    assert event.seal.sequence == trail["first_sequence"] + 3


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_the_owner_of_the_tables_does_is_found(
    tampering: str, trail: dict[str, int], kept: Path
) -> None:
    do("SET LOCAL session_replication_role = replica; " + TAMPERINGS[tampering], trail)
    with pytest.raises(CommandError) as found:
        verify("--against", str(kept))
    assert all(line.endswith(".") for line in str(found.value).splitlines())


def test_a_checkpoint_that_was_changed_is_not_believed(kept: Path) -> None:
    statement = json.loads(kept.read_text())
    statement["said"]["chains"] = []
    kept.write_text(json.dumps(statement))
    with pytest.raises(CommandError, match="this key did not sign"):
        verify("--against", str(kept))


def test_a_checkpoint_of_another_key_is_not_believed(kept: Path) -> None:
    other = signed.public_name(signed.key_derived_from("another"))
    with pytest.raises(CommandError, match="this key did not sign"):
        verify("--against", str(kept), "--key", other)


def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="can't be read as checkpoints"):
        verify("--against", str(tmp_path / "nothing.jsonl"))


def test_one_checkpoint_a_day_is_mailed(
    kept: Path, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.AUDIT_CHECKPOINT_RECIPIENTS = ["records@hmicfrs.example"]
    for hours in (1, 2, 24):
        checkpoints.make(now=NOW + timedelta(hours=hours))
    assert len(mailoutbox) == 2
    statement = json.loads(mailoutbox[0].body.splitlines()[2])
    assert signed.checked(statement, signed.public_name(checkpoints.signing_key()))["chains"]
    assert len(kept.read_text().splitlines()) == 4


def test_a_superuser_is_no_role_for_the_application(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {APPLICATION} SUPERUSER")
    with pytest.raises(CommandError, match="superuser"):
        call_command("grant_application_role", APPLICATION)


def test_a_role_that_is_not_there_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="no database role"):
        call_command("grant_application_role", "nobody_of_that_name")
