"""What a person is told, newest first, and where it leads."""

from django.db.models import QuerySet
from django.urls import reverse

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Notification
from tracker.models.visibility import Person


def inbox(user: Person) -> "QuerySet[Notification]":
    """The person's own notifications with all that a line of the list shows."""
    rows = Notification.objects.visible_to(user)
    return rows.select_related("event__finding__force", "event__force", "event__actor").order_by("-pk")


# What each kind of event says to the one who is told of it.
HEADLINES: dict[EventKind, str] = {
    EventKind.REPORT_DECIDED: "New findings from an inspection report",
    EventKind.REPORT_PUBLISHED: "An inspection report is published",
    EventKind.REPORT_PUBLISHED_ON_SET: "An inspection report is published",
    EventKind.EDITION_DIFFERENCE_DECIDED: "Finding changed by a corrected edition of its report",
    EventKind.FACT_CHECK_INVITED: "Invitation to check the facts of a report",
    EventKind.FACT_CHECK_MOVED: "Another last day to check the facts of a report",
    EventKind.FACT_CHECK_WITHDRAWN: "Invitation to check the facts of a report withdrawn",
    EventKind.FACT_REMARK_MADE: "Remark at a factual check",
    EventKind.FACT_REMARK_WITHDRAWN: "Remark at a factual check withdrawn",
    EventKind.FACT_REMARK_ANSWERED: "Answer to a remark at a factual check",
    EventKind.FINDING_RAISED: "New finding",
    EventKind.FINDING_MERGED: "Finding told of later merged into its own report’s",
    EventKind.MERGE_UNDONE: "Merge of two findings undone",
    EventKind.FINDING_CORRECTED: "Finding corrected by HMICFRS",
    EventKind.STATEMENT_CORRECTED: "What a report says of a finding corrected by HMICFRS",
    EventKind.ITEM_WITHDRAWN: "Withdrawn by HMICFRS",
    EventKind.ITEM_RESTORED: "Withdrawal undone by HMICFRS",
    EventKind.UPDATE_SUBMITTED: "Update to review",
    EventKind.LEAD_NAMED: "Lead or deputy named",
    EventKind.WORK_HANDED_OVER: "Work handed over",
    EventKind.TARGET_DATE_SET: "Target date set or moved",
    EventKind.ACTION_ADDED: "Action for you",
    EventKind.ACTION_CHANGED: "Your action has changed",
    EventKind.ACTION_REMOVED: "Your action was removed",
    EventKind.EVIDENCE_WITHDRAWN: "Evidence withdrawn",
    EventKind.EVIDENCE_REPLACED: "New version of evidence",
    EventKind.EVIDENCE_ASSESSED: "HMICFRS has assessed evidence",
    EventKind.EVIDENCE_REJECTED: "Evidence did not pass the virus scan",
    EventKind.UPDATE_SIGNED: "Update for the next level of sign-off",
    EventKind.UPDATE_ACCEPTED: "Update accepted",
    EventKind.UPDATE_RETURNED: "HMICFRS asks for more evidence",
    EventKind.ENQUIRY_ASKED: "HMICFRS asks a question",
    EventKind.ENQUIRY_ANSWERED: "Question answered",
    EventKind.ENQUIRY_CLOSED: "Question closed",
    EventKind.FINDING_CLOSED: "Finding closed",
    EventKind.CLOSURE_VOIDED: "Closure voided",
    EventKind.EMBEDDING_CHECKED: "No longer embedded, says the force",
    EventKind.EMBEDDING_DECIDED: "HMICFRS has decided on what is no longer embedded",
    EventKind.DUTY_RECORDED: "In answer to an inspection report",
    EventKind.FORCE_SUCCEEDED: "A force took over from another",
    EventKind.FORCE_SUCCESSION_REMOVED: "A takeover was recorded by mistake, and is removed",
}


def headline(event: AuditEvent) -> str:
    """One line that gives nothing away of a finding's text: it also goes by mail."""
    about = event.finding.reference if event.finding else event.force.name if event.force else ""
    return f"{HEADLINES[EventKind(event.kind)]}: {about}"


def address_of(event: AuditEvent) -> str:
    """The page, without the host, that the event is about."""
    if "check_id" in event.data and event.kind != EventKind.FACT_CHECK_WITHDRAWN:
        return reverse("factual-check", args=[event.data["check_id"]])
    if "enquiry_id" in event.data:
        return reverse("enquiry-detail", args=[event.data["enquiry_id"]])
    if "duty_report_id" in event.data:
        return reverse("duty-detail", args=[event.data["duty_report_id"]])
    if event.finding:
        return event.finding.get_absolute_url()
    if event.force:
        return reverse("force-detail", args=[event.force.slug])
    return reverse("notification-list")
