"""The kinds of event that no finding's timeline tells of, and why."""

from tracker.event_vocabulary import EventKind

NOT_ON_A_TIMELINE = frozenset(
    {
        # Of reports and their reading, not of one finding; what was confirmed tells itself.
        EventKind.REPORT_UPLOADED,
        EventKind.REPORT_READ,
        EventKind.REPORT_FAILED,
        EventKind.REPORT_RETRIED,
        EventKind.REPORT_DECIDED,
        EventKind.REPORT_COMPARED,
        EventKind.REPORT_PUBLISHED,
        EventKind.REPORT_PUBLISHED_ON_SET,
        EventKind.EDITION_MARKED,
        EventKind.EDITION_UNMARKED,
        EventKind.FACT_CHECK_INVITED,
        EventKind.FACT_CHECK_MOVED,
        EventKind.FACT_CHECK_WITHDRAWN,
        EventKind.FACT_REMARK_MADE,
        EventKind.FACT_REMARK_WITHDRAWN,
        EventKind.FACT_REMARK_ANSWERED,
        EventKind.PROPOSAL_CONFIRMED,
        EventKind.PROPOSAL_REJECTED,
        EventKind.PROPOSAL_ADDED,
        EventKind.PROPOSALS_REPLACED,
        EventKind.REREAD_ASKED,
        EventKind.REREAD_ENDED,
        EventKind.REREAD_TAKEN,
        # Of a grade or of a whole report, not of one finding.
        EventKind.JUDGMENT_CORRECTED,
        EventKind.DETAILS_CORRECTED,
        EventKind.ITEM_CORRECTED,
        # Of forces, and of people; what was addressed to a force tells itself there.
        EventKind.NATIONAL_ADDRESSED,
        EventKind.NATIONAL_CORRECTED,
        EventKind.FORCE_RENAMED,
        EventKind.FORCE_SUCCEEDED,
        EventKind.FORCE_SUCCESSION_REMOVED,
        EventKind.ROLE_GIVEN,
        EventKind.ROLE_ENDED,
        EventKind.TOKEN_CREATED,
        EventKind.TOKEN_REVOKED,
        EventKind.PERSON_ADDED,
        EventKind.PERSON_CHANGED,
        EventKind.SESSIONS_ENDED,
        EventKind.PERSON_INVITED,
        EventKind.INVITATION_ACCEPTED,
        EventKind.IDENTITY_JOINED,
        EventKind.IDENTITY_REMOVED,
        EventKind.FACTOR_ADDED,
        EventKind.FACTOR_REMOVED,
        EventKind.DIGEST_CHOSEN,
        EventKind.CALENDAR_MADE,
        EventKind.CALENDAR_REVOKED,
        # Of many findings at once.
        EventKind.ROUND_OPENED,
        EventKind.ROUND_ENDED,
        EventKind.SIGNED_IN,
        EventKind.SIGN_IN_FAILED,
        # Of the service's own work.
        EventKind.MAIL_RETRIED,
        EventKind.EVIDENCE_RESCANNED,
        # The order of the list says it.
        EventKind.ACTION_MOVED,
        # Each finding that was handed over says so itself.
        EventKind.WORK_HANDED_OVER,
        # Who has read the evidence stays in the audit trail: here it would bury what was done.
        EventKind.EVIDENCE_DOWNLOADED,
        EventKind.EXPORT_ASKED,
        EventKind.EXPORT_CANCELLED,
        EventKind.EXPORT_DOWNLOADED,
    }
)
