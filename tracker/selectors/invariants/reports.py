"""Rules of reports and of what is read out of them, and of the leases by which workers hold rows."""

from tracker import jobs
from tracker.selectors.invariants.rule import by_sql

RULES = (
    by_sql(
        "report_is_decided_when_all_of_it_is",
        "reports",
        "Nothing of a decided report waits for a person.",
        """
        SELECT r.id FROM tracker_report r WHERE r.status = 'decided' AND (
            EXISTS (SELECT 1 FROM tracker_proposal p WHERE p.report_id = r.id AND p.status = 'proposed')
            OR EXISTS (SELECT 1 FROM tracker_editiondifference d
                       WHERE d.report_id = r.id AND d.status = 'proposed'))
        ORDER BY r.id
        """,
    ),
    by_sql(
        "report_is_read_once_each_time_it_is_sent",
        "reports",
        "The reading of a report came to one end each time it was sent to be read, and no more.",
        """
        SELECT r.id FROM tracker_report r CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE e.kind IN ('report_read', 'report_failed')) AS ends,
                   count(*) FILTER (WHERE e.kind = 'report_retried') AS again
            FROM tracker_auditevent e WHERE e.report_id = r.id
        ) told
        WHERE told.ends > 1 + told.again
           OR told.ends = 0 AND r.status NOT IN ('uploaded', 'reading')
        ORDER BY r.id
        """,
    ),
    by_sql(
        "corrected_edition_is_of_the_same_inspection",
        "reports",
        "A corrected edition is of the inspection of the edition that it corrects.",
        """
        SELECT r.id FROM tracker_report r JOIN tracker_report was ON was.id = r.replaces_id
        WHERE r.inspection_id IS DISTINCT FROM was.inspection_id ORDER BY r.id
        """,
    ),
    by_sql(
        "editions_have_no_ring",
        "reports",
        "No report is an earlier edition of itself.",
        """
        WITH RECURSIVE before (start, id) AS (
            SELECT id, replaces_id FROM tracker_report WHERE replaces_id IS NOT NULL
            UNION
            SELECT before.start, r.replaces_id FROM before JOIN tracker_report r ON r.id = before.id
            WHERE r.replaces_id IS NOT NULL
        ) SELECT start FROM before WHERE start = id ORDER BY start
        """,
    ),
    by_sql(
        "factual_check_is_with_the_force_inspected",
        "factual checks",
        "A report's facts are checked by the force that it is about.",
        """
        SELECT c.id FROM tracker_factualcheck c JOIN tracker_report r ON r.id = c.report_id
        JOIN tracker_inspection i ON i.id = r.inspection_id WHERE i.force_id <> c.force_id ORDER BY c.id
        """,
    ),
    by_sql(
        "lease_is_no_longer_than_leases_are",
        "rows that workers hold",
        "No worker holds a row for longer than a lease lasts.",
        """
        SELECT held FROM (
            SELECT 'report ' || id AS held, lease_until, %(reading)s AS lease FROM tracker_report
            UNION ALL SELECT 'second reading ' || id, lease_until, %(reading)s FROM tracker_reread
            UNION ALL SELECT 'evidence ' || id, lease_until, %(scanning)s FROM tracker_evidence
            UNION ALL SELECT 'export ' || id, lease_until, %(exporting)s FROM tracker_export
            UNION ALL SELECT 'notification ' || id, lease_until, %(mailing)s FROM tracker_notification
            UNION ALL SELECT 'digest ' || id, lease_until, %(mailing)s FROM tracker_digest
        ) leases WHERE lease_until > %(now)s + lease ORDER BY held
        """,
        reading=jobs.READING_LEASE,
        scanning=jobs.SCANNING_LEASE,
        exporting=jobs.EXPORTING_LEASE,
        mailing=jobs.MAILING_LEASE,
    ),
)
