"""Questions about findings: of one finding, of a person's list, and who can be mentioned in them."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tracker.models import Enquiry, EnquiryMessage, Finding, ForceMembership
from tracker.models.visibility import Person
from tracker.roles import Permission, Role, Scope, scope_of
from tracker.selectors.bodies import answering_for
from tracker.selectors.people import capacity_of
from tracker.vocabulary import EnquiryState


def enquiries_of(finding: Finding) -> "QuerySet[Enquiry]":
    """The finding's questions, and those asked of one that was merged into it: open ones first."""
    rows = Enquiry.objects.filter(Q(finding=finding) | Q(finding__merged_into=finding))
    return rows.select_related("asked_by").order_by("closed_at", "answer_by", "pk")


def listed(user: Person, *, state: EnquiryState) -> "QuerySet[Enquiry]":
    """The questions in that state that the person may see: the next to be answered first, the last closed
    first."""
    rows = Enquiry.objects.visible_to(user).filter(state=state).select_related("finding__force", "asked_by")
    return (
        rows.order_by("-closed_at", "-pk")
        if state == EnquiryState.CLOSED
        else rows.order_by("answer_by", "pk")
    )


def counts(user: Person) -> Mapping[str, int]:
    """How many questions the person may see, by state. One query."""
    rows = Enquiry.objects.visible_to(user).order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in rows}


def messages_of(enquiry: Enquiry) -> "QuerySet[EnquiryMessage]":
    """All that was written to it, in order. Two queries."""
    rows = enquiry.messages.select_related("written_by").prefetch_related("mentioned")
    return rows.order_by("pk")


def may_be_mentioned(finding: Finding) -> Sequence[tuple[int, str]]:
    """(user id, "Name, Role, Organisation") of everyone to whom the finding's workspace is open, by name."""
    today = timezone.localdate()
    of_the_force = [role for role in Role if scope_of(role, Permission.SEE_WORKSPACE) is Scope.OWN_FORCE]
    of_all = [role for role in Role if scope_of(role, Permission.SEE_WORKSPACE) is Scope.ALL_FORCES]
    answering = answering_for(finding.force_id, on=today)
    who = Q(role__in=of_all) | Q(role__in=of_the_force, force__in=answering)
    rows = ForceMembership.objects.in_force(on=today).filter(who, user__is_active=True)
    named = {
        row.user_id: f"{row.user.name}, {capacity_of(row)}"
        for row in rows.select_related("user", "force").order_by("user__name", "user_id", "pk")
    }
    return list(named.items())
