"""Who is told of what: one row for each kind of event, "nobody" being a decision too.

An audience is a condition on memberships in force. Nobody is ever told of what they did themselves, nor a
force of what is not published yet.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from tracker.duty_vocabulary import DutyPart
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, ForceMembership
from tracker.roles import Role
from tracker.selectors.bodies import answering_for
from tracker.vocabulary import Embedded, ReportStatus, Wording

Audience = Callable[[AuditEvent], Q | None]


def recipients_of(event: AuditEvent) -> "QuerySet[ForceMembership, int]":
    """Ids of the people to tell, each once, without the one who acted and those who can't sign in."""
    condition = AUDIENCES[EventKind(event.kind)](event)
    members = ForceMembership.objects.in_force(on=timezone.localdate(event.at))
    told = members.none() if condition is None else members.filter(condition, user__is_active=True)
    ids = told.exclude(user=event.actor_id).order_by("user_id")
    return ids.values_list("user_id", flat=True).distinct()


def nobody(event: AuditEvent) -> None:
    """The event is read where it happened: on the timeline, or on the report's page."""


def inspectors(event: AuditEvent) -> Q:
    return Q(role=Role.INSPECTOR)


def people_of_the_finding(event: AuditEvent) -> Q | None:
    """The liaison officers of the force or of a body that took over from it, the finding's lead and deputy,
    and who sent what it is about."""
    finding = event.finding
    if finding is None or not _is_public(finding.public_from, event):
        return None
    senders = [event.data.get(sent) for sent in ("submitted_by", "added_by", "answered_by")]
    named = [finding.lead_id, finding.deputy_id, *senders]
    answering = answering_for(finding.force_id, on=timezone.localdate(event.at))
    return Q(force__in=answering) & (Q(role=Role.LIAISON_OFFICER) | Q(user_id__in=[pk for pk in named if pk]))


def newly_named_and_before(event: AuditEvent) -> Q | None:
    """Who became lead or deputy, and who was it; of a hand-over they are told once."""
    if event.data["handed_over"]:
        return None
    now, before = _leading(event.data), _leading(event.data["before"])
    return Q(user_id__in=[pk for _, pk in now ^ before if pk])


def _leading(data: dict[str, Any]) -> set[tuple[str, int | None]]:
    return {(part, data[part]) for part in ("lead_id", "deputy_id")}


def giver_and_taker(event: AuditEvent) -> Q:
    return Q(user_id__in=[event.data["giver_id"], event.data["taker_id"]])


def owner_of_the_action(event: AuditEvent) -> Q:
    """Who is to do it, where that is a user."""
    return Q(user_id=event.data["owner_id"]) if event.data["owner_id"] else Q(pk__in=[])


def inspectors_if_no_longer_embedded(event: AuditEvent) -> Q | None:
    """Of the other answers there is nothing to decide."""
    return inspectors(event) if event.data["answer"] == Embedded.NO_LONGER else None


def mentioned(event: AuditEvent) -> Q:
    return Q(user_id__in=event.data.get("mentioned", []))


def people_of_the_finding_and_mentioned(event: AuditEvent) -> Q | None:
    force = people_of_the_finding(event)
    return force and force | mentioned(event)


def who_asked_and_mentioned(event: AuditEvent) -> Q:
    return Q(user_id=event.data.get("asked_by")) | mentioned(event)


def people_of_the_finding_and_inspectors(event: AuditEvent) -> Q | None:
    force = people_of_the_finding(event)
    return inspectors(event) | force if force else inspectors(event)


def people_of_a_finding_raised_by_hand(event: AuditEvent) -> Q | None:
    """A report's findings are told of together, when all of it is decided; the old ones it tells of, too."""
    finding = event.finding
    if finding is None or finding.report_id or finding.wording == Wording.AS_REPORTED:
        return None
    return people_of_the_finding(event)


def who_hear_of_a_decided_report(event: AuditEvent) -> Q | None:
    """From its publication on: who answers HMICFRS for the force, and the body that has 56 days to answer."""
    report = event.report
    if report is None or report.inspection is None or report.status != ReportStatus.DECIDED:
        return None
    if not _is_public(report.inspection.public_from, event):
        return None
    answering = answering_for(report.inspection.force_id, on=timezone.localdate(event.at))
    return Q(role__in=[Role.LIAISON_OFFICER, Role.POLICING_BODY], force__in=answering)


def people_of_both_bodies(event: AuditEvent) -> Q:
    """Who answers for the force that took over learns what is now theirs; so do those of the one before."""
    both = [event.force_id, event.data["predecessor_id"]]
    return Q(force__in=both, role__in=[Role.LIAISON_OFFICER, Role.FORCE_ADMINISTRATOR])


def people_of_a_taken_difference(event: AuditEvent) -> Q | None:
    return people_of_the_finding(event) if event.data["decision"] == "confirmed" else None


def who_check_the_facts(event: AuditEvent) -> Q | None:
    """Those of the force for whom the report exists before its publication."""
    if event.force_id is None:
        return None
    return Q(role__in=[Role.LIAISON_OFFICER, Role.CHIEF_OFFICER], force=event.force_id)


def who_answer_the_report(event: AuditEvent) -> Q | None:
    """The other side hears what one says; of the response that is published, HMICFRS does, too. Explanations
    come by the dozen and copies are a formality: they are read in the answer."""
    told = _TOLD_OF_PART.get(DutyPart(event.data["part"]))
    if told is None or event.force_id is None:
        return None
    answering = answering_for(event.force_id, on=timezone.localdate(event.at))
    inspectors_too = inspectors(event) if event.data["part"] == DutyPart.PUBLISHED else Q()
    return Q(role__in=told, force__in=answering) | inspectors_too


_FORCE, _BODY = (Role.LIAISON_OFFICER, Role.CHIEF_OFFICER), (Role.POLICING_BODY,)
_TOLD_OF_PART: dict[DutyPart, tuple[Role, ...]] = {
    DutyPart.INVITATION: _FORCE,
    DutyPart.CHIEF_OFFICERS_COMMENTS: _BODY,
    DutyPart.BODYS_COMMENTS: _FORCE,
    DutyPart.BODYS_RESPONSE: _FORCE,
    DutyPart.PUBLISHED: (*_FORCE, *_BODY),
}


def _is_public(public_from: date | None, event: AuditEvent) -> bool:
    return public_from is not None and public_from <= timezone.localdate(event.at)


_K = EventKind
AUDIENCES: dict[EventKind, Audience] = {
    _K.REPORT_UPLOADED: nobody,
    _K.REPORT_READ: nobody,
    _K.REPORT_FAILED: nobody,
    _K.REPORT_RETRIED: nobody,
    _K.REPORT_DECIDED: who_hear_of_a_decided_report,
    _K.REPORT_COMPARED: nobody,
    _K.REPORT_PUBLISHED: who_hear_of_a_decided_report,
    _K.REPORT_PUBLISHED_ON_SET: who_hear_of_a_decided_report,
    _K.EDITION_MARKED: nobody,
    _K.EDITION_UNMARKED: nobody,
    _K.EDITION_DIFFERENCE_DECIDED: people_of_a_taken_difference,
    _K.FACT_CHECK_INVITED: who_check_the_facts,
    _K.FACT_CHECK_MOVED: who_check_the_facts,
    _K.FACT_CHECK_WITHDRAWN: who_check_the_facts,
    _K.FACT_REMARK_MADE: inspectors,
    _K.FACT_REMARK_WITHDRAWN: inspectors,
    _K.FACT_REMARK_ANSWERED: who_check_the_facts,
    _K.PROPOSAL_CONFIRMED: nobody,
    _K.PROPOSAL_REJECTED: nobody,
    _K.PROPOSAL_ADDED: nobody,
    _K.PROPOSALS_REPLACED: nobody,
    _K.REREAD_ASKED: nobody,
    _K.REREAD_ENDED: nobody,
    _K.REREAD_TAKEN: nobody,
    _K.FINDING_RAISED: people_of_a_finding_raised_by_hand,
    _K.FINDING_CORRECTED: people_of_the_finding,
    _K.STATEMENT_CORRECTED: people_of_the_finding,
    _K.JUDGMENT_CORRECTED: nobody,
    _K.DETAILS_CORRECTED: nobody,
    _K.ITEM_CORRECTED: nobody,
    _K.ITEM_RESTORED: people_of_the_finding,
    _K.ITEM_WITHDRAWN: people_of_the_finding,
    _K.VERDICT_RECORDED: nobody,
    _K.FINDING_LINKED: nobody,
    _K.LINK_DECIDED: nobody,
    _K.FINDING_MERGED: people_of_the_finding,
    _K.MERGE_REJECTED: nobody,
    _K.MERGE_UNDONE: people_of_the_finding,
    _K.THEME_DECIDED: nobody,
    _K.UPDATE_SUBMITTED: inspectors,
    _K.LEAD_NAMED: newly_named_and_before,
    _K.WORK_HANDED_OVER: giver_and_taker,
    _K.TARGET_DATE_SET: people_of_the_finding,
    _K.ACTION_ADDED: owner_of_the_action,
    _K.ACTION_CHANGED: owner_of_the_action,
    _K.ACTION_MOVED: nobody,
    _K.ACTION_DONE: nobody,
    _K.ACTION_NOT_DONE: nobody,
    _K.ACTION_REMOVED: owner_of_the_action,
    _K.EVIDENCE_ADDED: nobody,
    _K.EVIDENCE_WITHDRAWN: inspectors,
    _K.EVIDENCE_REUSED: nobody,
    _K.EVIDENCE_REPLACED: inspectors,
    _K.EVIDENCE_ASSESSED: people_of_the_finding,
    _K.EVIDENCE_REJECTED: people_of_the_finding,
    _K.EVIDENCE_RESCANNED: nobody,
    _K.EVIDENCE_DOWNLOADED: nobody,
    _K.EXPORT_ASKED: nobody,
    _K.EXPORT_CANCELLED: nobody,
    _K.EXPORT_DOWNLOADED: nobody,
    _K.UPDATE_ACCEPTED: people_of_the_finding,
    _K.UPDATE_SIGNED: inspectors,
    _K.UPDATE_RETURNED: people_of_the_finding,
    _K.ENQUIRY_ASKED: people_of_the_finding_and_mentioned,
    _K.ENQUIRY_ANSWERED: who_asked_and_mentioned,
    _K.ENQUIRY_CLOSED: people_of_the_finding,
    _K.FINDING_CLOSED: people_of_the_finding,
    _K.CLOSURE_DECLINED: nobody,
    _K.CLOSURE_VOIDED: people_of_the_finding_and_inspectors,
    _K.EMBEDDING_CHECKED: inspectors_if_no_longer_embedded,
    _K.EMBEDDING_DECIDED: people_of_the_finding,
    _K.DUTY_RECORDED: who_answer_the_report,
    _K.NATIONAL_ADDRESSED: nobody,  # each force hears of its own finding
    _K.NATIONAL_CORRECTED: nobody,  # each force hears of its own finding’s wording
    _K.FORCE_RENAMED: nobody,
    _K.FORCE_SUCCEEDED: people_of_both_bodies,
    _K.FORCE_SUCCESSION_REMOVED: people_of_both_bodies,
    _K.ROLE_GIVEN: nobody,
    _K.ROLE_ENDED: nobody,
    _K.TOKEN_CREATED: nobody,
    _K.TOKEN_REVOKED: nobody,
    _K.PERSON_ADDED: nobody,
    _K.PERSON_CHANGED: nobody,
    _K.SESSIONS_ENDED: nobody,
    # The sign-in library mails these to the person whose account it is.
    _K.PERSON_INVITED: nobody,
    _K.INVITATION_ACCEPTED: nobody,
    _K.IDENTITY_JOINED: nobody,
    _K.IDENTITY_REMOVED: nobody,
    _K.FACTOR_ADDED: nobody,
    _K.FACTOR_REMOVED: nobody,
    _K.MAIL_RETRIED: nobody,
    _K.DIGEST_CHOSEN: nobody,
    _K.CALENDAR_MADE: nobody,
    _K.CALENDAR_REVOKED: nobody,
    _K.ROUND_OPENED: nobody,  # by the digest, once for all its findings
    _K.ROUND_ENDED: nobody,
    _K.SIGNED_IN: nobody,
    _K.SIGN_IN_FAILED: nobody,
}
