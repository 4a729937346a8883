"""The rules by which something comes to need a person: one query each, whatever the number of findings.

A rule gives `matters.Matter`s: what, since which day, until when, and of which force. Whom a matter concerns
is `needs`' to say. All days are of Europe/London. Rules about reports stand in `need_rules_of_reports`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from tracker.models import (
    Enquiry,
    EnquiryMessage,
    Finding,
    Review,
    RoundFinding,
    TargetDate,
    Update,
    UpdateDraft,
)
from tracker.models.findings import FindingQuerySet
from tracker.reminder_vocabulary import ReminderRule
from tracker.roles import Permission, Role, Scope
from tracker.selectors import embedding
from tracker.selectors.matters import AHEAD, Forces, Matter, Rule, day_of, names, repeated, stage
from tracker.selectors.need_rules_of_reports import comments, duties, factual_checks, remarks
from tracker.vocabulary import EnquiryState, ForceStatus, InspectorateStatus, ReviewOutcome

DRAFT_DAYS = 3  # a draft that nobody has touched for so long was left
REVIEW_DAYS = 7  # an update that waits is reminded of again after so many days


# --- What the force is to do ------------------------------------------------------------------------


def overdue(on: date, forces: Forces) -> Iterator[Matter]:
    rows = _with_date(on, forces).filter(counts_on__lt=on)
    return _dated(ReminderRule.OVERDUE, rows, on)


def near(on: date, forces: Forces, *, days: int = AHEAD[0]) -> Iterator[Matter]:
    rows = _with_date(on, forces).filter(counts_on__range=(on, on + timedelta(days=days)))
    return _dated(ReminderRule.TARGET_DATE, rows, on)


def _open(on: date, forces: Forces) -> FindingQuerySet:
    rows = Finding.objects.standing().open().public(on=on)
    return rows if forces is None else rows.filter(force__in=forces)


def _with_date(on: date, forces: Forces) -> "QuerySet[Any, Any]":
    """Without those called complete that HMICFRS has yet to look at: the force has done its part."""
    handed_over = Q(force_status=ForceStatus.COMPLETE, inspectorate_status=InspectorateStatus.UNDER_REVIEW)
    moved = TargetDate.objects.filter(finding=OuterRef("pk")).order_by("-set_at", "-pk")
    return (
        _open(on, forces)
        .exclude(handed_over)
        .annotate(
            counts_on=Coalesce("force_due_on", "due_on"),
            moved_by=Subquery(moved.values("set_by")[:1]),
            moved_at=Subquery(moved.values("set_at")[:1]),
        )
    )


def _dated(rule: ReminderRule, rows: "QuerySet[Finding]", on: date) -> Iterator[Matter]:
    columns = ("pk", "force_id", "lead_id", "deputy_id", "counts_on", "moved_by", "moved_at")
    for pk, force_id, lead, deputy, due_on, moved_by, moved_at in rows.values_list(*columns):
        day = stage(due_on, on=on, since=due_on - timedelta(days=AHEAD[0]))
        # Who set the date knows it; the next stage is theirs again.
        actor = moved_by if moved_at and day_of(moved_at) >= day else None
        yield Matter(rule, force_id, day, due_on, finding_id=pk, named=names(lead, deputy), actor=actor)


def silent(on: date, forces: Forces) -> Iterator[Matter]:
    """No update for the force's own interval, or else the programme's; again after each further one."""
    rows = _open(on, forces).without_update_for_interval(on=on)
    columns = ("pk", "force_id", "lead_id", "deputy_id", "silent_from", "interval")
    for pk, force_id, lead, deputy, day, every in rows.values_list(*columns):
        day = repeated(day, every, on=on)
        yield Matter(ReminderRule.SILENT, force_id, day, finding_id=pk, named=names(lead, deputy))


def more_evidence(on: date, forces: Forces) -> Iterator[Matter]:
    asked = Review.objects.filter(finding=OuterRef("pk"), outcome=ReviewOutcome.MORE_EVIDENCE)
    asked = asked.order_by("-reviewed_at", "-pk")
    rows = _open(on, forces).filter(inspectorate_status=InspectorateStatus.MORE_EVIDENCE_NEEDED)
    rows = rows.annotate(
        asked_at=Subquery(asked.values("reviewed_at")[:1]), more_by=Subquery(asked.values("more_by")[:1])
    ).filter(asked_at__isnull=False)
    columns = ("pk", "force_id", "lead_id", "deputy_id", "asked_at", "more_by")
    for pk, force_id, lead, deputy, asked_at, more_by in rows.values_list(*columns):
        since = day_of(asked_at)
        day = stage(more_by, on=on, since=since) if more_by else since
        named = names(lead, deputy)
        yield Matter(ReminderRule.MORE_EVIDENCE, force_id, day, more_by, finding_id=pk, named=named)


def drafts(on: date, forces: Forces) -> Iterator[Matter]:
    """Concerns only the person whose draft it is."""
    rows = UpdateDraft.objects.filter(finding__in=_open(on, forces))
    rows = rows.annotate(saved=TruncDate("saved_at")).filter(saved__lte=on - timedelta(days=DRAFT_DAYS))
    for pk, force_id, user, saved in rows.values_list("finding", "finding__force", "user", "saved"):
        day = saved + timedelta(days=DRAFT_DAYS)
        yield Matter(ReminderRule.DRAFT, force_id, day, finding_id=pk, named=frozenset([user]))


def rounds(on: date, forces: Forces) -> Iterator[Matter]:
    rows = RoundFinding.objects.unanswered().public(on=on).filter(update_round__ended_at__isnull=True)
    rows = rows if forces is None else rows.filter(finding__force__in=forces)
    columns = ("force_id", "pk", "lead_id", "deputy_id")
    of_round = ("update_round", "update_round__last_day", "update_round__opened_at")
    found = rows.values_list(*(f"finding__{column}" for column in columns), *of_round)
    for force_id, pk, lead, deputy, round_id, last_day, opened_at in found:
        day, named = stage(last_day, on=on, since=day_of(opened_at)), names(lead, deputy)
        yield Matter(
            ReminderRule.ROUND, force_id, day, last_day, finding_id=pk, round_id=round_id, named=named
        )


def enquiries(on: date, forces: Forces) -> Iterator[Matter]:
    """Questions that wait for the force's answer."""
    rows = Enquiry.objects.waiting().filter(finding__in=Finding.objects.standing().public(on=on))
    rows = rows if forces is None else rows.filter(finding__force__in=forces)
    of_finding = [f"finding__{column}" for column in ("force_id", "pk", "lead_id", "deputy_id")]
    found = rows.values_list(*of_finding, "pk", "answer_by", "asked_at")
    for force_id, pk, lead, deputy, enquiry_id, answer_by, asked_at in found:
        day, named = stage(answer_by, on=on, since=day_of(asked_at)), names(lead, deputy)
        yield Matter(
            ReminderRule.ENQUIRY, force_id, day, answer_by, finding_id=pk, enquiry_id=enquiry_id, named=named
        )


def embedded(on: date, forces: Forces) -> Iterator[Matter]:
    """A finding closed as verified some months ago: the force is to say whether it is still embedded."""
    rows = embedding.due(on=on)
    rows = rows if forces is None else rows.filter(force__in=forces)
    columns = ("pk", "force_id", "lead_id", "deputy_id", "asked_on")
    for pk, force_id, lead, deputy, day in rows.values_list(*columns):
        yield Matter(ReminderRule.EMBEDDED, force_id, day, finding_id=pk, named=names(lead, deputy))


# --- What HMICFRS is to do ----------------------------------------------------------------------------


def reviews(on: date, forces: Forces) -> Iterator[Matter]:
    """An update that waits, from the day it came and again each week; never for the one who sent it."""
    latest = Update.objects.filter(finding=OuterRef("pk")).order_by("-number").values("submitted_by")[:1]
    rows = Finding.objects.standing().awaiting_review().filter(last_update_at__isnull=False)
    rows = rows if forces is None else rows.filter(force__in=forces)
    sent: QuerySet[Any, Any] = rows.annotate(sender=Subquery(latest))
    for pk, force_id, sent_at, sender in sent.values_list("pk", "force_id", "last_update_at", "sender"):
        day = repeated(day_of(sent_at), REVIEW_DAYS, on=on)
        yield Matter(ReminderRule.REVIEW, force_id, day, finding_id=pk, actor=sender)


def answered(on: date, forces: Forces) -> Iterator[Matter]:
    """A question that is answered waits for who asked it: to ask on, or to close it; and again each week."""
    last = EnquiryMessage.objects.filter(enquiry=OuterRef("pk")).order_by("-pk").values("written_at")[:1]
    rows = Enquiry.objects.filter(state=EnquiryState.ANSWERED, finding__in=Finding.objects.standing())
    rows = rows if forces is None else rows.filter(finding__force__in=forces)
    found: QuerySet[Any, Any] = rows.annotate(answered_at=Subquery(last))
    columns = ("pk", "finding", "finding__force", "asked_by", "answered_at")
    for pk, finding, force_id, asked_by, answered_at in found.values_list(*columns):
        day = repeated(day_of(answered_at), REVIEW_DAYS, on=on)
        yield Matter(
            ReminderRule.ANSWERED, force_id, day, finding_id=finding, enquiry_id=pk, named=names(asked_by)
        )


def no_longer_embedded(on: date, forces: Forces) -> Iterator[Matter]:
    """HMICFRS decides whether it becomes a new finding; reminded again each week."""
    rows = embedding.undecided()
    rows = rows if forces is None else rows.filter(finding__force__in=forces)
    for finding, force_id, made_at in rows.values_list("finding", "finding__force", "made_at"):
        day = repeated(day_of(made_at), REVIEW_DAYS, on=on)
        yield Matter(ReminderRule.NO_LONGER, force_id, day, finding_id=finding)


LIAISON, INSIDE = frozenset({Role.LIAISON_OFFICER}), Permission.SEE_WORKSPACE
OFFICERS = frozenset({Role.LIAISON_OFFICER, Role.CHIEF_OFFICER})
READERS = frozenset({Role.INSPECTOR, Role.HMICFRS_EDITOR})
RULES: dict[ReminderRule, Rule] = {
    ReminderRule.OVERDUE: Rule(overdue, LIAISON, INSIDE),
    ReminderRule.TARGET_DATE: Rule(near, LIAISON, INSIDE),
    ReminderRule.MORE_EVIDENCE: Rule(more_evidence, LIAISON, INSIDE),
    ReminderRule.ENQUIRY: Rule(enquiries, LIAISON, INSIDE),
    ReminderRule.ROUND: Rule(rounds, LIAISON, INSIDE),
    ReminderRule.DUTY: Rule(duties, frozenset({Role.POLICING_BODY})),
    ReminderRule.COMMENTS: Rule(comments, OFFICERS),
    ReminderRule.FACTUAL_CHECK: Rule(factual_checks, OFFICERS),
    ReminderRule.DRAFT: Rule(drafts, frozenset(), Permission.SUBMIT_UPDATE),
    ReminderRule.SILENT: Rule(silent, LIAISON, INSIDE),
    ReminderRule.EMBEDDED: Rule(embedded, LIAISON, INSIDE),
    ReminderRule.REVIEW: Rule(reviews, frozenset({Role.INSPECTOR})),
    ReminderRule.REMARK: Rule(remarks, READERS),
    ReminderRule.NO_LONGER: Rule(no_longer_embedded, READERS),
    ReminderRule.ANSWERED: Rule(answered, frozenset(), Permission.ASK_ENQUIRY, Scope.ALL_FORCES),
}
