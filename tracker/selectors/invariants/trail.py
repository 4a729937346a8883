"""Rules of the audit trail, of what follows from it (notifications, mails, reminders) and of the database."""

from tracker.selectors.invariants.rule import Rule, by_sql

APPEND_ONLY = [
    "tracker_auditevent",
    "tracker_declinedclosure",
    "tracker_dutyentry",
    "tracker_enquirymessage",
    "tracker_linkdecision",
    "tracker_review",
    "tracker_targetdate",
    "tracker_update",
]


def _told_once(
    of: str, table: str, *, by: str, kinds: list[str], event: str, deed: str = "id::text", where: str = "true"
) -> Rule:
    """Each row of the table that is a deed has one event, by the person who did it.

    `event` and `deed` are what the two have in common, as text, on either side; `by` is who did it.
    """
    sql = f"""
        SELECT deed.id FROM tracker_{table} deed LEFT JOIN (
            SELECT {event} AS about, actor_id, count(*) AS times FROM tracker_auditevent
            WHERE kind = ANY (%(kinds)s) GROUP BY 1, 2
        ) told ON told.about = deed.{deed} AND told.actor_id IS NOT DISTINCT FROM {by}
        WHERE {where} AND coalesce(told.times, 0) <> 1 ORDER BY deed.id
        """
    name = f"{of.replace(' ', '_')}_is_in_the_trail_once"
    return by_sql(name, table, f"There is one audit event of each {of}, by who did it.", sql, kinds=kinds)


DEEDS = (
    _told_once(
        "update sent",
        "update",
        by="submitted_by_id",
        kinds=["update_submitted"],
        event="data ->> 'update_id'",
    ),
    _told_once(
        "decision on an update",
        "review",
        by="reviewed_by_id",
        kinds=["update_accepted", "update_signed", "update_returned"],
        event="data ->> 'update_id'",
        deed="update_id::text",
    ),
    _told_once(
        "piece of evidence",
        "evidence",
        by="added_by_id",
        kinds=["evidence_added", "evidence_replaced"],
        event="evidence_id::text",
    ),
    _told_once(
        "withdrawal of evidence",
        "evidence",
        by="withdrawn_by_id",
        kinds=["evidence_withdrawn"],
        event="evidence_id::text",
        where="deed.withdrawn_at IS NOT NULL",
    ),
    _told_once(
        "file rejected",
        "evidence",
        by="NULL",
        kinds=["evidence_rejected"],
        event="evidence_id::text",
        where="deed.state = 'rejected'",
    ),
    _told_once(
        "message of a question",
        "enquirymessage",
        by="written_by_id",
        kinds=["enquiry_asked", "enquiry_answered"],
        event="data ->> 'message_id'",
    ),
    _told_once(
        "question closed",
        "enquiry",
        by="closed_by_id",
        kinds=["enquiry_closed"],
        event="data ->> 'enquiry_id'",
        where="deed.state = 'closed'",
    ),
    _told_once(
        "finding raised", "finding", by="raised_by_id", kinds=["finding_raised"], event="finding_id::text"
    ),
    _told_once(
        "report uploaded", "report", by="uploaded_by_id", kinds=["report_uploaded"], event="report_id::text"
    ),
    _told_once(
        "export asked for", "export", by="owner_id", kinds=["export_asked"], event="data ->> 'export_id'"
    ),
    _told_once(
        "update round", "updateround", by="opened_by_id", kinds=["round_opened"], event="data ->> 'round_id'"
    ),
    _told_once(
        "factual check",
        "factualcheck",
        by="invited_by_id",
        kinds=["fact_check_invited"],
        event="data ->> 'check_id'",
    ),
)

RULES = (
    *DEEDS,
    by_sql(
        "event_is_of_the_force_of_its_finding",
        "audit events",
        "An audit event belongs to the force of its finding and of its evidence.",
        """
        SELECT e.id FROM tracker_auditevent e
        LEFT JOIN tracker_finding f ON f.id = e.finding_id
        LEFT JOIN tracker_evidence v ON v.id = e.evidence_id
        WHERE f.force_id <> e.force_id OR v.force_id <> e.force_id
           OR e.force_id IS NULL AND (f.id IS NOT NULL OR v.id IS NOT NULL)
        ORDER BY e.id
        """,
    ),
    by_sql(
        "nobody_is_told_of_their_own_deed",
        "notifications",
        "Nobody is told of what they did themselves.",
        """
        SELECT n.id FROM tracker_notification n JOIN tracker_auditevent e ON e.id = n.event_id
        WHERE n.recipient_id = e.actor_id ORDER BY n.id
        """,
    ),
    by_sql(
        "person_is_told_of_an_event_once",
        "notifications",
        "A person has one notification of an event.",
        """
        SELECT max(id) FROM tracker_notification GROUP BY event_id, recipient_id HAVING count(*) > 1
        ORDER BY 1
        """,
    ),
    by_sql(
        "mail_is_held_only_while_it_waits",
        "mails",
        "A mail that was sent or given up is held by no worker, and was tried.",
        """
        SELECT mail FROM (
            SELECT 'notification ' || id AS mail, mail_state, lease_until, attempts FROM tracker_notification
            UNION ALL SELECT 'digest ' || id, mail_state, lease_until, attempts FROM tracker_digest
        ) mails WHERE mail_state <> 'unsent' AND (lease_until IS NOT NULL OR attempts < 1) ORDER BY mail
        """,
    ),
    by_sql(
        "reminder_is_written_once",
        "reminders",
        "A rule reminds a person of a thing once for a day.",
        """
        SELECT max(id) FROM tracker_reminder
        GROUP BY rule, person_id, day, finding_id, factual_check_id, update_round_id, enquiry_id
        HAVING count(*) > 1 ORDER BY 1
        """,
    ),
    by_sql(
        "reminder_is_of_its_force_and_person",
        "reminders",
        "A reminder is of the force of its finding, and told in a digest of its own person.",
        """
        SELECT r.id FROM tracker_reminder r LEFT JOIN tracker_finding f ON f.id = r.finding_id
        LEFT JOIN tracker_factualcheck c ON c.id = r.factual_check_id
        LEFT JOIN tracker_digest d ON d.id = r.digest_id
        WHERE coalesce(f.force_id, c.force_id) <> r.force_id OR d.person_id <> r.person_id ORDER BY r.id
        """,
    ),
    by_sql(
        "digest_tells_of_something",
        "digests",
        "A digest is made for a reminder, and there is one a day for a person.",
        """
        SELECT d.id FROM tracker_digest d
        WHERE NOT EXISTS (SELECT 1 FROM tracker_reminder r WHERE r.digest_id = d.id)
           OR EXISTS (SELECT 1 FROM tracker_digest same
                      WHERE same.person_id = d.person_id AND same.day = d.day AND same.id <> d.id)
        ORDER BY d.id
        """,
    ),
    by_sql(
        "append_only_tables_refuse_changes",
        "tables",
        "Every table that is only added to has the trigger that refuses changes, and it is on.",
        """
        SELECT name FROM unnest(%(tables)s::text[]) AS name WHERE NOT EXISTS (
            SELECT 1 FROM pg_trigger t WHERE t.tgrelid = name::regclass AND t.tgname = 'append_only'
              AND t.tgenabled IN ('O', 'A'))
        ORDER BY name
        """,
        tables=APPEND_ONLY,
    ),
    by_sql(
        "rules_of_the_database_are_in_force",
        "constraints, triggers and indexes",
        "Every constraint is valid, every trigger is on, and every unique index is whole.",
        """
        WITH ours AS (
            SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relname ~ '^(tracker|accounts)_'
        )
        SELECT conname::text FROM pg_constraint WHERE conrelid IN (TABLE ours) AND NOT convalidated
        UNION SELECT tgname::text FROM pg_trigger WHERE tgrelid IN (TABLE ours) AND tgenabled = 'D'
        UNION SELECT i.indexrelid::regclass::text FROM pg_index i
        WHERE i.indrelid IN (TABLE ours) AND NOT i.indisvalid
        ORDER BY 1
        """,
    ),
)
