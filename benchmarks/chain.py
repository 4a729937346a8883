"""The chain of 12 generations through the API, in a small register and in a large one: it must not matter."""

import os
import statistics
import time
from itertools import pairwise
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User
from benchmarks.findings_list import client_of
from benchmarks.generator import NOW, grow_register, make_register, throwaway_database
from tracker.models import Finding, FindingLink

SMALL = 1_000
# `FINDINGS=1000000 make bench` measures it as large as it can be; loading that takes some minutes.
LARGE = int(os.environ.get("FINDINGS", "100000"))
GENERATIONS = 12
ROUNDS = 30
LIMIT = 1.5


def measure() -> dict[str, Any]:
    """Return seconds a chain in the large register (ours) and in the small one it grew from (base)."""
    with throwaway_database():
        inspector = make_register(SMALL)
        newest = make_chain(inspector)
        client = client_of(inspector)
        base = seconds(client, newest)
        grow_register(LARGE, inspector)
        ours = seconds(client, newest)
        refuse_a_short_chain(client, newest)
    return {
        "name": "chain-of-12-generations",
        "n": LARGE,
        "ours": round(ours, 6),
        "base": round(base, 6),
        "ratio": round(ours / base, 2),
        "limit": LIMIT,
    }


def make_chain(by: User) -> Finding:
    """Link a force's first findings of all years, one to the next; return the newest."""
    found = list(Finding.objects.filter(force__slug="force-00", number=1).order_by("year"))
    links = [
        FindingLink(
            predecessor=earlier, successor=later, relation="continues", status="confirmed",
            decided_by=by, decided_at=NOW,
        )
        for earlier, later in pairwise(found)
    ]  # fmt: skip
    FindingLink.objects.bulk_create(links)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found[-1]


def chain(client: Client, newest: Finding) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/findings/{newest.reference}/chain/").json()
    return answer


def refuse_a_short_chain(client: Client, newest: Finding) -> None:
    """What is measured is the whole chain, or nothing."""
    if chain(client, newest)["times_found"] != GENERATIONS:
        raise AssertionError("the chain is not whole, so nothing is measured")


def seconds(client: Client, newest: Finding) -> float:
    """The median of the rounds, after one that warms what is cached."""
    refuse_a_short_chain(client, newest)
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        chain(client, newest)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
