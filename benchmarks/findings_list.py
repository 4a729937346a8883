"""A page of findings through the API against the same rows by bare psycopg and orjson, in one run."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg.rows import dict_row

from accounts.models import User
from accounts.scopes import Scope
from accounts.services import tokens
from benchmarks.generator import make_register, throwaway_database

FINDINGS = 10_000
PAGE = 50
ROUNDS = 15
EACH = 20  # pages of either kind a round
# Times the bare page: 13 to 17 measured, for the token, roles, middleware, two queries through the ORM and
# nested rows. One query that joins everything costs about 45: planning it takes longer than reading the rows.
LIMIT = 25.0

SAME_ROWS = f"""
SELECT finding.reference, finding.year, finding.kind, finding.text, finding.wording, finding.is_accelerated,
       inspection.id AS inspection, inspection.pillar, programme.slug AS programme,
       programme.name AS programme_name, force.slug AS force, force.name AS force_name,
       question.slug AS question, question.text AS question_text, parent.reference AS parent,
       report.title, report.published_on, report.published_precision, report.source_url,
       finding.inspectorate_status, finding.closure_reason, finding.closed_at, finding.verdict,
       finding.verdict_year, finding.force_status, finding.waiting_on, finding.last_update_at, finding.due_on,
       finding.force_due_on, lead.name AS lead, finding.version
FROM tracker_finding AS finding
JOIN tracker_force AS force ON force.id = finding.force_id
JOIN tracker_inspection AS inspection ON inspection.id = finding.inspection_id
JOIN tracker_programme AS programme ON programme.id = inspection.programme_id
LEFT JOIN tracker_question AS question ON question.id = finding.question_id
LEFT JOIN tracker_finding AS parent ON parent.id = finding.parent_id
LEFT JOIN tracker_report AS report ON report.id = finding.report_id
LEFT JOIN accounts_user AS lead ON lead.id = finding.lead_id
ORDER BY finding.year DESC, finding.reference
LIMIT {PAGE}
"""


def measure() -> dict[str, Any]:
    """Return seconds a page, ours and bare; the ratio is the median of the rounds' own ratios."""
    with throwaway_database(), _bare_connection() as bare:
        client = client_of(make_register(FINDINGS))
        ours, base = lambda: our_page(client), lambda: bare_page(bare)
        refuse_different_rows(ours(), base())
        rounds = [(_seconds(ours), _seconds(base)) for _ in range(ROUNDS)]
    return {
        "name": "findings-list",
        "n": FINDINGS,
        "ours": round(statistics.median(own for own, _ in rounds), 6),
        "base": round(statistics.median(bare for _, bare in rounds), 6),
        "ratio": round(statistics.median(own / bare for own, bare in rounds), 2),
        "limit": LIMIT,
    }


def _bare_connection() -> "psycopg.Connection[Any]":
    """As psycopg makes it: statements that come again are prepared on the server."""
    at = connection.settings_dict
    address = {"host": at["HOST"], "port": at["PORT"] or None, "user": at["USER"], "password": at["PASSWORD"]}
    return psycopg.connect(dbname=at["NAME"], **address)


def client_of(user: User) -> Client:
    now = timezone.now()
    _, secret = tokens.create(
        user=user,
        name="Benchmark",
        scopes=[Scope.FINDINGS_READ],
        expires_at=now + timedelta(days=1),
        now=now,
    )
    return Client(headers={"Authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1")


def our_page(client: Client) -> bytes:
    return client.get("/api/v1/findings/").content


def bare_page(bare: "psycopg.Connection[Any]") -> bytes:
    with bare.cursor(row_factory=dict_row) as cursor:
        return orjson.dumps({"results": cursor.execute(SAME_ROWS).fetchall()})


def refuse_different_rows(ours: bytes, base: bytes) -> None:
    """Two lists are compared only when they hold the same findings in the same order."""
    references = [[row["reference"] for row in orjson.loads(page)["results"]] for page in (ours, base)]
    if references[0] != references[1] or len(references[0]) != PAGE:
        raise AssertionError("the two pages differ, so nothing is measured")


def _seconds(page: Callable[[], bytes]) -> float:
    started = time.perf_counter()
    for _ in range(EACH):
        page()
    return (time.perf_counter() - started) / EACH
