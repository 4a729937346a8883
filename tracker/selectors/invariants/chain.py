"""Rules of the chain: links, what superseded what, merges, verdicts, and from when all of it is public."""

from tracker.selectors.invariants.rule import by_sql

LINKED = """
tracker_findinglink link
JOIN tracker_finding earlier ON earlier.id = link.predecessor_id
JOIN tracker_finding later ON later.id = link.successor_id
"""
# As `services.publication.public_from`: the first day on which a report is surely published.
PUBLISHED = """
(CASE report.published_precision WHEN 'day' THEN report.published_on
    WHEN 'month' THEN (report.published_on + interval '1 month')::date
    WHEN 'year' THEN (report.published_on + interval '1 year')::date END)
"""

RULES = (
    by_sql(
        "link_leads_to_a_later_year",
        "links",
        "A link leads from an earlier inspection year to a later one.",
        f"SELECT link.id FROM {LINKED} WHERE earlier.year >= later.year ORDER BY link.id",
    ),
    by_sql(
        "link_stays_within_one_force",
        "links",
        "A link joins findings of one force, or of one that it took over from.",
        f"""
        SELECT link.id FROM {LINKED}
        WHERE earlier.force_id <> later.force_id
          AND NOT earlier.force_id = ANY (tracker_bodies_before(later.force_id, 'infinity')) ORDER BY link.id
        """,
    ),
    by_sql(
        "chain_has_no_ring",
        "findings",
        "No finding is its own predecessor, through however many links.",
        """
        WITH RECURSIVE before (start, id) AS (
            SELECT successor_id, predecessor_id FROM tracker_findinglink
            UNION
            SELECT before.start, link.predecessor_id
            FROM before JOIN tracker_findinglink link ON link.successor_id = before.id
        ) SELECT start FROM before WHERE start = id ORDER BY start
        """,
    ),
    by_sql(
        "link_stands_as_it_was_last_decided",
        "links",
        "A link has the status, relation and word of its last decision; a proposed one may have none.",
        """
        SELECT link.id FROM tracker_findinglink link LEFT JOIN LATERAL (
            SELECT d.* FROM tracker_linkdecision d WHERE d.link_id = link.id ORDER BY d.number DESC LIMIT 1
        ) last ON true
        WHERE link.status <> 'proposed'
          AND (link.status, link.relation, link.note, link.decided_by_id, link.decided_at) IS DISTINCT FROM
              (last.status, last.relation, last.note, last.decided_by_id, last.decided_at)
           OR last.number <> (SELECT count(*) FROM tracker_linkdecision d WHERE d.link_id = link.id)
        ORDER BY link.id
        """,
    ),
    by_sql(
        "superseded_finding_has_its_successor",
        "findings",
        "A finding closed as superseded is carried on by a later one, with a confirmed link.",
        """
        SELECT f.id FROM tracker_finding f
        WHERE f.closure_reason = 'superseded' AND NOT EXISTS (
            SELECT 1 FROM tracker_findinglink link
            WHERE link.predecessor_id IN (f.id, f.merged_into_id) AND link.status = 'confirmed'
              AND link.relation IN ('continues', 'continues_in_part'))
        ORDER BY f.id
        """,
    ),
    by_sql(
        "merged_finding_was_merged_by_a_person",
        "findings",
        "A finding is merged exactly when a person decided so, into one that stands for itself.",
        """
        SELECT f.id FROM tracker_finding f LEFT JOIN tracker_finding real ON real.id = f.merged_into_id
        WHERE (f.merged_into_id IS NOT NULL) <> EXISTS (
                SELECT 1 FROM tracker_findingmerge m WHERE m.reported_id = f.id AND m.status = 'confirmed')
           OR real.merged_into_id IS NOT NULL
        ORDER BY f.id
        """,
    ),
    by_sql(
        "recommendation_is_of_a_cause_of_concern",
        "findings",
        "A recommendation that belongs to another finding belongs to a cause of concern of its force.",
        """
        SELECT f.id FROM tracker_finding f JOIN tracker_finding above ON above.id = f.parent_id
        WHERE above.kind <> 'cause_of_concern' OR above.force_id <> f.force_id ORDER BY f.id
        """,
    ),
    by_sql(
        "verdict_is_that_of_the_last_statement",
        "findings",
        "A finding has the verdict of the statement that counts: of the latest year, the plainest.",
        """
        SELECT f.id FROM tracker_finding f LEFT JOIN LATERAL (
            SELECT s.verdict, s.year FROM tracker_statement s
            WHERE s.finding_id = f.id AND s.counted_at IS NOT NULL AND s.withdrawn_at IS NULL
              AND s.strength IN ('explicit', 'implicit', 'summary')
            ORDER BY s.year DESC, array_position(ARRAY['explicit', 'implicit', 'summary'], s.strength::text),
                     s.id DESC LIMIT 1
        ) standing ON true
        WHERE f.merged_into_id IS NULL
          AND (f.verdict, f.verdict_year) IS DISTINCT FROM (coalesce(standing.verdict, ''), standing.year)
        ORDER BY f.id
        """,
    ),
    by_sql(
        "verdict_counts_from_publication",
        "statements",
        "A statement counts only where its report's publication is known.",
        "SELECT id FROM tracker_statement WHERE counted_at IS NOT NULL AND public_from IS NULL ORDER BY id",
    ),
    by_sql(
        "statement_is_public_with_its_report",
        "statements",
        "A statement is public from the publication of its report.",
        f"""
        SELECT s.id FROM tracker_statement s JOIN tracker_report report ON report.id = s.report_id
        WHERE s.public_from IS DISTINCT FROM {PUBLISHED} ORDER BY s.id
        """,
    ),
    by_sql(
        "finding_is_public_with_its_report",
        "findings",
        "A finding is public from the publication of its report, its inspection or its recommendation.",
        f"""
        SELECT f.id FROM tracker_finding f JOIN tracker_inspection i ON i.id = f.inspection_id
        LEFT JOIN tracker_report report ON report.id = f.report_id
        LEFT JOIN tracker_nationalrecommendation n ON n.id = f.national_id
        WHERE CASE WHEN n.id IS NOT NULL THEN f.public_from IS DISTINCT FROM n.public_from
                   WHEN report.id IS NOT NULL THEN f.public_from IS DISTINCT FROM {PUBLISHED}
                                               AND f.public_from IS DISTINCT FROM i.public_from
                   ELSE f.public_from IS DISTINCT FROM i.public_from END
        ORDER BY f.id
        """,
    ),
    by_sql(
        "inspection_is_public_with_its_first_report",
        "inspections",
        "An inspection whose reports are here is public from the first publication of one.",
        f"""
        SELECT i.id FROM tracker_inspection i JOIN tracker_report report ON report.inspection_id = i.id
        GROUP BY i.id HAVING i.public_from IS DISTINCT FROM min({PUBLISHED}) ORDER BY i.id
        """,
    ),
    by_sql(
        "inspection_counts_its_findings",
        "inspections",
        "No number of an inspection's finding is above the last one that it gave.",
        """
        SELECT i.id FROM tracker_inspection i JOIN tracker_finding f ON f.inspection_id = i.id
        GROUP BY i.id HAVING max(f.number) > i.last_number ORDER BY i.id
        """,
    ),
)
