"""One deed on several findings at once: tried first, so that a page can say what will not change and why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.models import User
from tracker import access
from tracker.models import AuditEvent, Finding
from tracker.models.visibility import reach_of
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import leads, target_dates, themes
from tracker.vocabulary import Decision

MOST_AT_ONCE = 100
NOT_YOURS = "There is no such finding, or it is not yours to change."
ALREADY_SO = "It is so already."


class BulkDeed(models.TextChoices):
    """What can be done to several findings at once."""

    THEME = "theme", "Add a theme to several findings"
    LEAD = "lead", "Name the lead of several findings"
    TARGET_DATE = "target_date", "Set HMICFRS’s target date of several findings"
    FORCE_DATE = "force_date", "Set your force’s own target date of several findings"


class NothingChosen(Refusal):
    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__("Select the findings to change.")


class TooMany(Refusal):
    code = "too_many"

    def __init__(self) -> None:
        super().__init__(f"Change no more than {MOST_AT_ONCE} findings at once.")


@dataclass(frozen=True)
class Outcome:
    """What becomes of one finding; `why_not` is empty where it changes."""

    reference: str
    finding: Finding | None
    why_not: str = ""


@dataclass(frozen=True)
class Deed:
    """What may be done to several findings: the permission for each, and the service that does it."""

    permission: Permission
    do: Callable[..., Any]


def _add_theme(*, theme: Any, **about: Any) -> None:
    themes.decide(theme=theme, decision=Decision.CONFIRMED, **about)


def _name_lead(*, finding: Finding, lead: User | None, **about: Any) -> None:
    # As at a hand-over: nobody deputises for themselves, whoever leads now.
    deputy = finding.deputy if finding.deputy_id != (lead and lead.pk) else None
    leads.name_lead(finding=finding, lead=lead, deputy=deputy, **about)


DEEDS: Mapping[BulkDeed, Deed] = {
    BulkDeed.THEME: Deed(Permission.DECIDE_REPORT, _add_theme),
    BulkDeed.LEAD: Deed(Permission.ASSIGN_LEAD, _name_lead),
    BulkDeed.TARGET_DATE: Deed(Permission.REVIEW, target_dates.set_for_hmicfrs),
    BulkDeed.FORCE_DATE: Deed(Permission.SUBMIT_UPDATE, target_dates.set_for_force),
}


def deeds_for(user: User) -> Sequence[BulkDeed]:
    """What this person may do to several findings of some force."""
    return [kind for kind, deed in DEEDS.items() if access.has_permission(user, deed.permission)]


@transaction.atomic
def preview(
    *, deed: BulkDeed, references: Collection[str], by: User, now: datetime, **given: Any
) -> Sequence[Outcome]:
    """What `carry_out` would do, found by doing it and taking it all back: nobody is told of anything.

    Raises NotAllowed, NothingChosen, TooMany.
    """
    outcomes = _carry_out(deed, references, by, now, given)
    transaction.set_rollback(True)
    return outcomes


@transaction.atomic
def carry_out(
    *, deed: BulkDeed, references: Collection[str], by: User, now: datetime, **given: Any
) -> Sequence[Outcome]:
    """Do the deed to each finding by its own service, with its own audit event; what is refused stays as it
    was and says why. Raises NotAllowed, NothingChosen, TooMany.
    """
    return _carry_out(deed, references, by, now, given)


def _carry_out(
    deed: BulkDeed, references: Collection[str], by: User, now: datetime, given: Mapping[str, Any]
) -> Sequence[Outcome]:
    kind, chosen = DEEDS[deed], sorted(set(references))
    access.require(by, kind.permission)
    if not chosen:
        raise NothingChosen
    if len(chosen) > MOST_AT_ONCE:
        raise TooMany
    rows = Finding.objects.visible_to(by).within(reach_of(by, kind.permission))
    found = {
        row.reference: row
        for row in rows.filter(reference__in=chosen).select_related("force", "lead", "deputy")
    }
    about = {**given, "by": by, "now": now}
    # In the order of their keys: two people who change the same findings do not wait for each other in turn.
    tried = {row.pk: _tried(row, kind, about) for row in sorted(found.values(), key=lambda row: row.pk)}
    return [
        tried[found[reference].pk] if reference in found else Outcome(reference, None, NOT_YOURS)
        for reference in chosen
    ]


def _tried(finding: Finding, deed: Deed, about: Mapping[str, Any]) -> Outcome:
    latest = _latest_event(finding)
    try:
        with transaction.atomic():
            deed.do(finding=finding, **about)
    except Refusal as problem:
        return Outcome(finding.reference, finding, str(problem))
    # Every change ends in an audit event: without one nothing has changed.
    unchanged = _latest_event(finding) == latest
    return Outcome(finding.reference, finding, ALREADY_SO if unchanged else "")


def _latest_event(finding: Finding) -> int | None:
    return AuditEvent.objects.filter(finding=finding).order_by("-pk").values_list("pk", flat=True).first()
