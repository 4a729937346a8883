"""Who leads a finding, who deputises, and handing all of it over to someone else."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Action, Finding, Force
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.leads import Work, work_of
from tracker.selectors.people import people_of, people_of_force
from tracker.services import audit
from tracker.services.guards import lock_open_finding


class NotOfTheForce(Refusal):
    """Only people of the force lead its findings."""

    code = "not_of_the_force"

    def __init__(self, person: User) -> None:
        super().__init__(f"{person.name} does not work on this force’s findings")


class DeputyIsLead(Refusal):
    code = "deputy_is_lead"

    def __init__(self) -> None:
        super().__init__("The deputy must be someone other than the lead")


class SamePerson(Refusal):
    code = "same_person"

    def __init__(self) -> None:
        super().__init__("Select someone else to take over")


class NothingToHandOver(Refusal):
    code = "nothing_to_hand_over"

    def __init__(self, person: User) -> None:
        super().__init__(f"{person.name} leads no open finding, deputises for none and has no action to do")


@transaction.atomic
def name_lead(
    *, finding: Finding, lead: User | None, deputy: User | None, by: User, now: datetime
) -> Finding:
    """Say who leads the finding and who deputises; either may be nobody. Nothing new: nothing is recorded.

    Raises NotAllowed, FindingClosed, NotOfTheForce, DeputyIsLead.
    """
    access.require(by, Permission.ASSIGN_LEAD, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    if lead and lead == deputy:
        raise DeputyIsLead
    for person in filter(None, (lead, deputy)):
        stays = person.pk in (locked.lead_id, locked.deputy_id)
        if not stays and not people_of(locked).filter(pk=person.pk).exists():
            raise NotOfTheForce(person)
    if (lead, deputy) != (locked.lead, locked.deputy):
        _name(locked, lead, deputy, by, now)
    return locked


@transaction.atomic
def hand_over(*, force: Force, giver: User, taker: User, by: User, now: datetime) -> Work:
    """Give the taker all that the giver has in hand of the force, at once; return what that was.

    Closed findings and actions that are done stay as they are. Where the taker leads already, the deputy's
    place falls empty: nobody deputises for themselves.
    Raises NotAllowed, SamePerson, NotOfTheForce, NothingToHandOver.
    """
    access.require(by, Permission.ASSIGN_LEAD, force_id=force.pk)
    if giver == taker:
        raise SamePerson
    if not people_of_force(force.pk).filter(pk=taker.pk).exists():
        raise NotOfTheForce(taker)
    # Lock what is there, then look again: a finding may have been closed or given away meanwhile.
    before = work_of(giver, force)
    ids = {row.pk for row in (*before.leads, *before.deputises)} | {row.finding_id for row in before.actions}
    list(Finding.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    work = work_of(giver, force)
    if work.is_empty:
        raise NothingToHandOver(giver)
    _take(work, taker, by, now)
    audit.record(
        EventKind.WORK_HANDED_OVER, by=by, now=now, force=force, **_both(giver, taker),
        findings=[row.reference for row in (*work.leads, *work.deputises)],
        actions=[row.pk for row in work.actions],
    )  # fmt: skip
    return work


def _take(work: Work, taker: User, by: User, now: datetime) -> None:
    for finding in work.leads:
        deputy = None if finding.deputy_id == taker.pk else finding.deputy
        _name(finding, taker, deputy, by, now, handed_over=True)
    for finding in work.deputises:
        deputy = None if finding.lead_id == taker.pk else taker
        _name(finding, finding.lead, deputy, by, now, handed_over=True)
    Action.objects.filter(pk__in=[row.pk for row in work.actions]).update(owner=taker)


def _name(
    finding: Finding,
    lead: User | None,
    deputy: User | None,
    by: User,
    now: datetime,
    handed_over: bool = False,
) -> None:
    before = _named(finding.lead, finding.deputy)
    finding.lead, finding.deputy = lead, deputy
    # The row is locked, so counting here cannot lose a change.
    finding.version += 1
    finding.save(update_fields=["lead", "deputy", "version"])
    audit.record(
        EventKind.LEAD_NAMED, by=by, now=now, finding=finding, **_named(lead, deputy), before=before,
        handed_over=handed_over,
    )  # fmt: skip


def _named(lead: User | None, deputy: User | None) -> dict[str, Any]:
    return {
        "lead_id": lead.pk if lead else None,
        "lead": lead.name if lead else None,
        "deputy_id": deputy.pk if deputy else None,
        "deputy": deputy.name if deputy else None,
    }


def _both(giver: User, taker: User) -> dict[str, Any]:
    return {"giver_id": giver.pk, "giver": giver.name, "taker_id": taker.pk, "taker": taker.name}
