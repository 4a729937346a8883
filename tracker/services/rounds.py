"""Update rounds: HMICFRS asks forces for an update of their open findings by a last day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, Force, Programme, RoundFinding, Theme, UpdateRound
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.themes import with_theme
from tracker.services import audit
from tracker.services.guards import DateInPast


class NameMissing(Refusal):
    code = "name_missing"


class NobodyAsked(Refusal):
    """None of the forces has an open, published finding that the round could ask about."""

    code = "nobody_asked"


class RoundEnded(Conflict):
    code = "round_ended"

    def __init__(self, asking: UpdateRound) -> None:
        super().__init__(f"“{asking}” was ended already, by {asking.ended_by}.")


@transaction.atomic
def open_round(
    *,
    name: str,
    last_day: date,
    forces: Iterable[Force],
    by: User,
    now: datetime,
    programme: Programme | None = None,
    question: str = "",
    theme: Theme | None = None,
) -> UpdateRound:
    """Ask these forces for an update of each finding that is open and published today; of one programme's, of
    one question's (its slug), or of one theme's alone where these are given.

    Findings raised later are not asked about. Raises NotAllowed, NameMissing, DateInPast, NobodyAsked.
    """
    access.require(by, Permission.ASK_ENQUIRY)
    name, today = " ".join(name.split()), timezone.localdate(now)
    if not name:
        raise NameMissing("Enter a name for the round.")
    if last_day < today:
        raise DateInPast("The last day must be today or in the future")
    rows = Finding.objects.standing().open().public(on=today).filter(force__in=list(forces))
    rows = rows.filter(inspection__programme=programme) if programme else rows
    rows = rows.filter(question__slug=question) if question else rows
    rows = with_theme(rows, theme, by) if theme else rows
    findings = list(rows.order_by("pk").values_list("pk", flat=True))
    if not findings:
        raise NobodyAsked("None of these forces has an open finding to ask about.")
    asking = UpdateRound.objects.create(name=name, last_day=last_day, opened_by=by, opened_at=now)
    RoundFinding.objects.bulk_create(RoundFinding(update_round=asking, finding_id=pk) for pk in findings)
    audit.record(
        EventKind.ROUND_OPENED, by=by, now=now, round_id=asking.pk, name=name,
        last_day=last_day.isoformat(), findings=len(findings),
    )  # fmt: skip
    return asking


@transaction.atomic
def end(*, asking: UpdateRound, by: User, now: datetime) -> UpdateRound:
    """Ask no more: what is unanswered stays so. Raises NotAllowed, RoundEnded."""
    access.require(by, Permission.ASK_ENQUIRY)
    asking = UpdateRound.objects.select_for_update(of=("self",)).select_related("ended_by").get(pk=asking.pk)
    if asking.ended_at:
        raise RoundEnded(asking)
    asking.ended_by, asking.ended_at = by, now
    asking.save(update_fields=["ended_by", "ended_at"])
    audit.record(EventKind.ROUND_ENDED, by=by, now=now, round_id=asking.pk, name=asking.name)
    return asking
