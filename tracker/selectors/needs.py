"""What needs whom: the one list behind the page "Needs you", its counts, the reminders and the digest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Value
from django.urls import reverse

from accounts.models import User
from tracker.models import BodiesBefore, FactualCheck, Finding, ForceMembership, Report, UpdateRound
from tracker.reminder_vocabulary import ReminderRule
from tracker.roles import Role, scope_of
from tracker.selectors.matters import Forces, Matter, Rule
from tracker.selectors.need_rules import RULES, near

DATED = (
    ReminderRule.OVERDUE,
    ReminderRule.TARGET_DATE,
    ReminderRule.MORE_EVIDENCE,
    ReminderRule.ENQUIRY,
    ReminderRule.ROUND,
    ReminderRule.DUTY,
    ReminderRule.COMMENTS,
    ReminderRule.FACTUAL_CHECK,
)
CALENDAR_DAYS = 730
# Where a matter of a finding is dealt with, if not on the finding's own page.
PAGE_OF = {
    ReminderRule.DRAFT: "update-status",
    ReminderRule.EMBEDDED: "finding-embedded",
    ReminderRule.NO_LONGER: "finding-no-longer-embedded",
}


@dataclass(frozen=True)
class Need:
    """A matter, and a person whom it concerns."""

    matter: Matter
    person_id: int


@dataclass(frozen=True)
class Shown:
    """A need of one person as their page shows it. `text` is the finding's, or the report's title."""

    rule: ReminderRule
    reference: str
    text: str
    force: str
    day: date
    due_on: date | None
    href: str
    note: str = ""


@dataclass(frozen=True)
class Members:
    """Who has which role where; a body that took over counts for those before it."""

    of_force: Mapping[tuple[Role, int], frozenset[int]]
    of_all: Mapping[Role, frozenset[int]]

    def forces_for(self, rule: Rule) -> Forces:
        """The forces in which the rule may concern any of them: None for all."""
        roles = {*rule.roles, *_roles_of_named(rule)}
        if roles & self.of_all.keys():
            return None
        return frozenset(force for role, force in self.of_force if role in roles)

    def concerned(self, matter: Matter) -> frozenset[int]:
        """Those of the rule's roles, and those named whose role in the force lets them; not the actor."""
        rule = RULES[matter.rule]
        found = self._with(rule.roles, matter.force_id)
        if matter.named:
            found |= matter.named & self._with(_roles_of_named(rule), matter.force_id)
        return frozenset(found - {matter.actor})

    def _with(self, roles: Iterable[Role], force_id: int) -> set[int]:
        nobody: frozenset[int] = frozenset()
        return {
            person
            for role in roles
            for person in self.of_force.get((role, force_id), nobody) | self.of_all.get(role, nobody)
        }


def _roles_of_named(rule: Rule) -> list[Role]:
    may = rule.named_may
    return [role for role in Role if may and scope_of(role, may) is rule.named_scope]


def all_needs(*, on: date, people: Iterable[int] | None = None) -> Iterator[Need]:
    """Everything that needs someone, or one of these people. A query a rule, and one for the roles."""
    members = _members(on, people)
    for rule in RULES.values():
        forces = None if people is None else members.forces_for(rule)
        for matter in rule.matters(on, forces) if forces is None or forces else ():
            for person in sorted(members.concerned(matter)):
                yield Need(matter, person)


def needs_of(person: User, *, on: date) -> list[Matter]:
    """What needs this person: by rule in their order, then what is due first, then the longest."""
    found = [need.matter for need in all_needs(on=on, people=[person.pk])]
    return sorted(found, key=_urgency)


def dates_of(person: User, *, on: date) -> list[Matter]:
    """The dates that concern this person, for a calendar: up to two years ahead, and those that have passed
    while the matter is open. A round is one date, however many findings it asks about. In order of time."""
    members = _members(on, [person.pk])
    found: dict[tuple[object, ...], Matter] = {}
    for kind in DATED:
        forces = members.forces_for(RULES[kind])
        matters = _dates(kind, on, forces) if forces is None or forces else ()
        for matter in matters:
            if matter.due_on and person.pk in members.concerned(replace(matter, actor=None)):
                found.setdefault((matter.rule, matter.key), matter)
    return sorted(found.values(), key=lambda matter: matter.due_on or date.max)


def _dates(kind: ReminderRule, on: date, forces: Forces) -> Iterable[Matter]:
    if kind is ReminderRule.TARGET_DATE:
        return near(on, forces, days=CALENDAR_DAYS)
    return RULES[kind].matters(on, forces)


def counts_of(matters: Iterable[Matter]) -> dict[ReminderRule, int]:
    """How many there are by each rule that has any, in the order of rules."""
    counted = Counter(matter.rule for matter in matters)
    return {rule: counted[rule] for rule in ReminderRule if counted[rule]}


def references_of(matters: Sequence[Matter]) -> list[str]:
    """The finding's reference of each; none for a round or a report that is not published. One query."""
    findings = Finding.objects.filter(pk__in={matter.finding_id for matter in matters})
    named = dict(findings.values_list("pk", "reference"))
    return ["" if matter.round_id else named.get(matter.finding_id or 0, "") for matter in matters]


def address_of(matter: Matter, reference: str) -> str:
    """The page, without the host, on which the matter is dealt with."""
    if matter.enquiry_id:
        return reverse("enquiry-detail", args=[matter.enquiry_id])
    if matter.check_id:
        return reverse("factual-check", args=[matter.check_id])
    if matter.report_id:
        return reverse("duty-detail", args=[matter.report_id])
    if matter.round_id and not reference:
        return reverse("round-detail", args=[matter.round_id])
    return reverse(PAGE_OF.get(matter.rule, "finding-detail"), args=[reference])


def shown(matters: Sequence[Matter]) -> list[Shown]:
    """The matters with their words and addresses, in their order. Four queries at most, however many."""
    findings = Finding.objects.select_related("force").in_bulk(_ids(matters, "finding_id"))
    checks = FactualCheck.objects.select_related("report", "force").defer("report__text")
    of_checks = checks.in_bulk(_ids(matters, "check_id"))
    reports = Report.objects.select_related("inspection__force").defer("text")
    of_reports = reports.in_bulk(_ids(matters, "report_id"))
    rounds = UpdateRound.objects.in_bulk(_ids(matters, "round_id"))
    rows = []
    for matter in matters:
        if check := of_checks.get(matter.check_id or 0):
            rows.append(_shown(matter, str(check.report), check.force.name))
        elif report := of_reports.get(matter.report_id or 0):
            force = report.inspection.force.name if report.inspection else ""
            rows.append(_shown(matter, str(report), force))
        else:
            finding, asked = findings[matter.finding_id or 0], rounds.get(matter.round_id or 0)
            note = asked.name if asked else ""
            rows.append(_shown(matter, finding.text, finding.force.name, finding.reference, note))
    return rows


def _ids(matters: Iterable[Matter], field: str) -> set[int]:
    return {getattr(matter, field) for matter in matters} - {None}


def _shown(matter: Matter, text: str, force: str, reference: str = "", note: str = "") -> Shown:
    return Shown(
        rule=matter.rule,
        reference=reference,
        text=text,
        force=force,
        day=matter.day,
        due_on=matter.due_on,
        href=address_of(matter, reference),
        note=note,
    )


def _urgency(matter: Matter) -> tuple[int, date, date, int]:
    place = list(ReminderRule).index(matter.rule)
    return (place, matter.due_on or date.max, matter.day, matter.key)


def _members(on: date, people: Iterable[int] | None) -> Members:
    """Of these people, or of all. One query."""
    rows = ForceMembership.objects.in_force(on=on).filter(user__is_active=True)
    rows = rows if people is None else rows.filter(user__in=list(people))
    of_force: dict[tuple[Role, int], set[int]] = defaultdict(set)
    of_all: dict[Role, set[int]] = defaultdict(set)
    before = BodiesBefore("force", Value(on))
    for role, person, force, earlier in rows.values_list("role", "user", "force", before):
        if force is None:
            of_all[Role(role)].add(person)
        for body in [force, *(earlier or ())] if force else ():
            of_force[Role(role), body].add(person)
    return Members(
        of_force={key: frozenset(people) for key, people in of_force.items()},
        of_all={role: frozenset(people) for role, people in of_all.items()},
    )
