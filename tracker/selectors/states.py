"""What an inspector decides on, frozen at the decision, and what has changed since."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date

from govuk.dates import date_text
from tracker.models import Evidence, Finding, Review, Update
from tracker.vocabulary import Assessment, FileState

State = dict[str, Any]
Rows = Mapping[int, State]

UPDATE_FIELDS = (
    "number", "force_status", "waiting_on", "narrative", "force_due_on", "due_reason",
    "submitted_by_id", "submitted_at",
)  # fmt: skip
FINDING_FIELDS = ("reference", "kind", "text", "due_on", "force_due_on", "lead_id", "deputy_id")
ACTION_FIELDS = ("id", "what", "owner_id", "owner_name", "owner_role", "due_on", "done_on")
EVIDENCE_FIELDS = (
    "id", "kind", "title", "shows", "version", "sha256", "url", "dated_on", "state",
    "assessment", "assessment_reason", "withdrawn_at", "replaced_by_id",
)  # fmt: skip
NOT_THE_FORCES = frozenset({"state", "assessment", "assessment_reason"})


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was decided on: what, as it was, as it is; either may be empty."""

    what: str
    was: str = ""
    now: str = ""


def state_of(update: Update) -> State:
    """The update, its evidence with SHA-256, and the finding's wording, dates and actions, as JSON holds
    them. Three queries."""
    evidence = Evidence.objects.filter(uses__update=update).distinct().order_by("pk")
    finding = Finding.kept.values(*FINDING_FIELDS).get(pk=update.finding_id)
    return {
        "update": _plain({name: getattr(update, name) for name in UPDATE_FIELDS}),
        "finding": _plain(finding),
        "evidence": [_plain(row) for row in evidence.values(*EVIDENCE_FIELDS)],
        "actions": [_plain(row) for row in update.finding.actions.order_by("pk").values(*ACTION_FIELDS)],
    }


def digest_of(state: State) -> str:
    """SHA-256 of the state, written in one way only."""
    written = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def seen_of(state: State) -> str:
    """What a page sends back to say what it showed. Scans and assessments may go on meanwhile: they are
    HMICFRS's own, and change nothing of what the force says."""
    evidence = [{name: row[name] for name in row if name not in NOT_THE_FORCES} for row in state["evidence"]]
    return digest_of({**state, "evidence": evidence})


def changes_since(review: Review, now: State) -> Sequence[Change]:
    """What differs between the state that was decided on and `now`; nothing where no state was kept."""
    return list(_changes(review.state, now)) if review.state else []


def _plain(row: Mapping[str, Any]) -> State:
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in row.items()
    }


def _changes(was: State, now: State) -> Iterator[Change]:
    yield from _of_the_finding(was["finding"], now["finding"])
    yield from _of_rows("Evidence", "title", _by_id(was["evidence"]), _by_id(now["evidence"]), _of_evidence)
    yield from _of_rows("Action", "what", _by_id(was["actions"]), _by_id(now["actions"]), _of_action)


def _of_the_finding(was: State, now: State) -> Iterator[Change]:
    if was["text"] != now["text"]:
        yield Change("HMICFRS corrected the finding’s wording", was["text"], now["text"])
    for name, called in (("due_on", "HMICFRS’s target date"), ("force_due_on", "The force’s target date")):
        if was[name] != now[name]:
            yield Change(f"{called} moved", _day(was[name]), _day(now[name]))
    for name, called in (("lead_id", "lead"), ("deputy_id", "deputy")):
        if was[name] != now[name]:
            yield Change(f"The finding has another {called}")


def _of_rows(
    kind: str, title: str, was: Mapping[int, State], now: Mapping[int, State], compare: Any
) -> Iterator[Change]:
    for pk, row in was.items():
        name = f"{kind} “{row[title]}”"
        if pk not in now:
            yield Change(f"{name} was taken away")
        else:
            yield from compare(name, row, now[pk])
    for pk in now.keys() - was.keys():
        yield Change(f"{kind} “{now[pk][title]}” was added")


def _of_evidence(name: str, was: State, now: State) -> Iterator[Change]:
    if now["withdrawn_at"] and not was["withdrawn_at"]:
        yield Change(f"{name} was withdrawn")
    if now["replaced_by_id"] and not was["replaced_by_id"]:
        yield Change(f"{name} was replaced by a newer version")
    if was["sha256"] != now["sha256"]:
        yield Change(f"{name} has another checksum", was["sha256"], now["sha256"])
    if was["assessment"] != now["assessment"]:
        yield Change(f"{name} was assessed", *(Assessment(row["assessment"]).label for row in (was, now)))
    if now["state"] == FileState.REJECTED != was["state"]:
        yield Change(f"{name} was rejected by the virus scan")


def _of_action(name: str, was: State, now: State) -> Iterator[Change]:
    if was["what"] != now["what"]:
        yield Change("An action was worded anew", was["what"], now["what"])
    for field, called in (("due_on", "due date"), ("done_on", "day it was done")):
        if was[field] != now[field]:
            yield Change(f"{name}: {called} changed", _day(was[field]), _day(now[field]))


def _by_id(rows: Iterable[State]) -> dict[int, State]:
    return {row["id"]: row for row in rows}


def _day(written: str | None) -> str:
    return date_text(parse_date(written)) if written else "none"
