"""Who works on what of a force: findings by lead and deputy, and actions by owner."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from tracker.models import Action, Finding, Force
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.selectors.people import people_of_force
from tracker.vocabulary import InspectorateStatus


@dataclass(frozen=True)
class Work:
    """What one person has in hand of a force, with what it took over: of findings that are not closed."""

    leads: Sequence[Finding]
    deputises: Sequence[Finding]
    actions: Sequence[Action]

    @property
    def is_empty(self) -> bool:
        return not (self.leads or self.deputises or self.actions)


def work_of(person: User, force: Force) -> Work:
    """Actions that are done are not in hand any more. Four queries."""
    bodies = bodies_of(force.pk)
    findings = Finding.objects.standing().open().filter(force__in=bodies).order_by("reference")
    actions = Action.objects.filter(owner=person, done_on=None, finding__in=findings)
    return Work(
        leads=list(findings.filter(lead=person)),
        deputises=list(findings.filter(deputy=person)),
        actions=list(actions.select_related("finding").order_by("finding__reference", "position", "pk")),
    )


def may_lead(user: Person) -> "QuerySet[User]":
    """The people whom this person may name as a lead: those of their forces. Two queries."""
    reach = reach_of(user, Permission.ASSIGN_LEAD)
    ids = [people_of_force(force_id).values("pk") for force_id in sorted(reach.force_ids)]
    found = Q(pk__in=[])
    for people in ids:
        found |= Q(pk__in=people)
    return User.objects.filter(found).order_by("name", "pk")


def who_lead(user: Person) -> "QuerySet[User]":
    """Who leads a finding whose workspace this person sees."""
    led = Finding.objects.visible_to(user).within(reach_of(user, Permission.SEE_WORKSPACE))
    return User.objects.filter(pk__in=led.order_by().values("lead")).order_by("name", "pk")


def people_with_work(force: Force) -> "QuerySet[User]":
    """The force's people, and whoever still has something of it in hand though they have left."""
    bodies = bodies_of(force.pk)
    is_open = ~Q(inspectorate_status=InspectorateStatus.CLOSED)
    named = Finding.objects.standing().filter(is_open, force__in=bodies).order_by()
    owning = Action.objects.filter(done_on=None, finding__in=named).values("owner")
    with_work = Q(pk__in=named.values("lead")) | Q(pk__in=named.values("deputy")) | Q(pk__in=owning)
    return User.objects.filter(with_work | Q(pk__in=people_of_force(force.pk).values("pk")))
