"""Whether the audit trail is whole: checked anew from the rows, trusting nothing that the database computed.

What an owner of the tables did shows: a changed or removed event, a seal made up, a
trigger taken away. What was cut from the end of a chain shows only against a checkpoint kept elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

# Written out here once more: a database whose function was replaced must not vouch for itself.
PAYLOAD = """jsonb_build_object(
    'id', event.id, 'kind', event.kind,
    'at', to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'actor', event.actor_id, 'acting_for', event.acting_for_id, 'force', event.force_id,
    'finding', event.finding_id, 'report', event.report_id, 'evidence', event.evidence_id,
    'request_id', event.request_id, 'data', event.data
)::text"""

UNSEALED = """
SELECT event.id FROM tracker_auditevent event
LEFT JOIN tracker_auditseal seal ON seal.event_id = event.id WHERE seal.event_id IS NULL ORDER BY 1
"""
ORPHANED = """
SELECT seal.event_id FROM tracker_auditseal seal
LEFT JOIN tracker_auditevent event ON event.id = seal.event_id WHERE event.id IS NULL ORDER BY 1
"""
CHANGED = f"""
SELECT event.id FROM tracker_auditevent event JOIN tracker_auditseal seal ON seal.event_id = event.id
WHERE seal.digest <> sha256(seal.nonce || convert_to({PAYLOAD}, 'UTF8'))
    OR seal.chain <> coalesce('force-' || event.acting_for_id, 'hmicfrs')
ORDER BY 1
"""  # noqa: S608  nothing in it comes from outside
BROKEN = """
SELECT chain || ' ' || sequence FROM (
    SELECT chain, sequence, digest, hash,
        row_number() OVER its_chain AS expected, lag(hash) OVER its_chain AS before
    FROM tracker_auditseal WINDOW its_chain AS (PARTITION BY chain ORDER BY sequence)
) AS link
WHERE sequence <> expected OR hash <> sha256(coalesce(before, ''::bytea) || digest)
ORDER BY chain, sequence
"""
GUARDS = """
SELECT wanted.guard FROM (VALUES
    ('tracker_auditevent', 'append_only'), ('tracker_auditevent', 'seal'),
    ('tracker_auditseal', 'append_only')
) AS wanted(relation, guard)
LEFT JOIN pg_trigger found ON found.tgrelid = to_regclass(wanted.relation)
    AND found.tgname = wanted.guard AND found.tgenabled = 'O'
WHERE found.oid IS NULL ORDER BY 1
"""
HEADS = """
SELECT DISTINCT ON (chain) chain, sequence, encode(hash, 'hex') FROM tracker_auditseal
ORDER BY chain, sequence DESC
"""
AT = "SELECT encode(hash, 'hex') FROM tracker_auditseal WHERE chain = %s AND sequence = %s"

SHOWN = 5


@dataclass(frozen=True)
class Head:
    """The last link of a chain: its number there and its hash in hex."""

    chain: str
    sequence: int
    hash: str


def heads() -> list[Head]:
    """The last link of each chain, in the order of their names."""
    return [Head(*row) for row in _rows(HEADS)]


def problems(checkpoints: Iterable[Mapping[str, Any]] = ()) -> Iterator[str]:
    """Sentences on what is wrong with the trail; none if it is whole and agrees with the checkpoints."""
    yield from _named("Events without a seal", UNSEALED)
    yield from _named("Seals without their event", ORPHANED)
    yield from _named("Events that are not what was sealed", CHANGED)
    yield from _named("Links that do not follow from the one before", BROKEN)
    yield from _named("Guards missing or switched off", GUARDS)
    for checkpoint in checkpoints:
        yield from _against(checkpoint)


def _against(checkpoint: Mapping[str, Any]) -> Iterator[str]:
    for link in checkpoint["chains"]:
        found = _rows(AT, link["chain"], link["sequence"])
        if found != [(link["hash"],)]:
            says = "is another" if found else "is missing"
            yield f"Link {link['sequence']} of {link['chain']} {says} than at {checkpoint['made_at']}."


def _named(what: str, query: str) -> Iterator[str]:
    found = [str(row[0]) for row in _rows(query)]
    if found:
        more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
        yield f"{what}: {', '.join(found[:SHOWN])}{more}."


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
