"""Rules of the work on a finding: updates, decisions, dates, evidence, questions."""

from collections.abc import Sequence
from datetime import datetime

from tracker.models import Review
from tracker.selectors.invariants.rule import Rule, by_sql
from tracker.selectors.states import digest_of

# The update that was sent last, and the decision on it that counts.
LAST_UPDATE = """
LEFT JOIN LATERAL (
    SELECT u.* FROM tracker_update u WHERE u.finding_id = f.id ORDER BY u.number DESC LIMIT 1
) last ON true
LEFT JOIN tracker_review review ON review.update_id = last.id AND review.is_final
"""
# What a merge carried over has no row of its own at the finding (`services.carrying`).
NOTHING_MERGED = "NOT EXISTS (SELECT 1 FROM tracker_finding m WHERE m.merged_into_id = f.id)"


def _states_with_another_digest(now: datetime) -> Sequence[str]:
    kept = Review.objects.exclude(state_sha256="").order_by("pk").values_list("pk", "state", "state_sha256")
    return [str(pk) for pk, state, sha256 in kept.iterator() if digest_of(state) != sha256]


RULES = (
    by_sql(
        "finding_status_follows_the_last_decision",
        "findings",
        "HMICFRS's status of a finding, or the one before it was closed, is that of its last decision.",
        f"""
        SELECT f.id FROM tracker_finding f {LAST_UPDATE}
        WHERE CASE f.inspectorate_status WHEN 'closed' THEN f.status_before_closure
                                         ELSE f.inspectorate_status END
           <> CASE WHEN last.id IS NULL OR review.outcome = 'accepted' THEN 'open'
                   WHEN review.outcome = 'more_evidence' THEN 'more_evidence_needed'
                   ELSE 'under_review' END
        ORDER BY f.id
        """,
    ),
    by_sql(
        "finding_says_what_its_last_update_said",
        "findings",
        "The force's status of a finding is the one that its last update gave, and so is the time.",
        f"""
        SELECT f.id FROM tracker_finding f {LAST_UPDATE}
        WHERE (last.id IS NOT NULL OR {NOTHING_MERGED})
          AND (f.force_status, f.waiting_on, f.last_update_at) IS DISTINCT FROM
              (coalesce(last.force_status, 'not_started'), coalesce(last.waiting_on, ''), last.submitted_at)
        ORDER BY f.id
        """,
    ),
    by_sql(
        "finding_was_closed_by_a_deed",
        "findings",
        "A finding is closed exactly when its last deed of that kind closed it, by whom, when and why.",
        """
        SELECT f.id FROM tracker_finding f
        LEFT JOIN LATERAL (
            SELECT e.* FROM tracker_auditevent e
            WHERE e.finding_id = f.id AND e.kind IN ('finding_closed', 'closure_voided')
            ORDER BY e.id DESC LIMIT 1
        ) deed ON true
        WHERE (f.closed_by_id, f.closed_at, f.closure_reason) IS DISTINCT FROM
              (CASE deed.kind WHEN 'finding_closed' THEN deed.actor_id END,
               CASE deed.kind WHEN 'finding_closed' THEN deed.at END,
               CASE deed.kind WHEN 'finding_closed' THEN deed.data ->> 'reason' ELSE '' END)
        ORDER BY f.id
        """,
    ),
    by_sql(
        "updates_are_numbered_from_1",
        "findings",
        "The updates of a finding are numbered 1, 2, 3 and so on: none is missing.",
        """
        SELECT finding_id FROM tracker_update GROUP BY finding_id
        HAVING min(number) <> 1 OR max(number) <> count(*) ORDER BY finding_id
        """,
    ),
    by_sql(
        "correction_is_of_an_earlier_update",
        "updates",
        "An update corrects an earlier one of the same finding.",
        """
        SELECT u.id FROM tracker_update u JOIN tracker_update was ON was.id = u.corrects_id
        WHERE was.finding_id <> u.finding_id OR was.number >= u.number ORDER BY u.id
        """,
    ),
    by_sql(
        "levels_are_signed_in_turn",
        "reviews",
        "The levels of an update are signed upwards, and nothing is signed after the final decision.",
        """
        SELECT r.id FROM tracker_review r
        WHERE EXISTS (SELECT 1 FROM tracker_review before WHERE before.update_id = r.update_id
                      AND before.id < r.id AND (before.is_final OR before.level >= r.level))
        ORDER BY r.id
        """,
    ),
    Rule(
        "decision_keeps_what_it_was_about",
        "reviews",
        "The state that a decision was about still has the SHA-256 that was taken of it.",
        _states_with_another_digest,
    ),
    by_sql(
        "target_dates_follow_one_another",
        "findings",
        "Each target date was moved from the one before, and the last one is the finding's.",
        f"""
        SELECT f.id FROM tracker_finding f
        CROSS JOIN LATERAL (VALUES (true, f.due_on), (false, f.force_due_on)) side (is_hmicfrs, due_on)
        LEFT JOIN LATERAL (
            SELECT d.due_on FROM tracker_targetdate d
            WHERE d.finding_id = f.id AND d.is_hmicfrs = side.is_hmicfrs ORDER BY d.id DESC LIMIT 1
        ) last ON true
        WHERE {NOTHING_MERGED} AND (last.due_on IS DISTINCT FROM side.due_on OR EXISTS (
            SELECT 1 FROM (
                SELECT d.moved_from, lag(d.due_on) OVER (ORDER BY d.id) AS before FROM tracker_targetdate d
                WHERE d.finding_id = f.id AND d.is_hmicfrs = side.is_hmicfrs
            ) moves WHERE moves.moved_from IS DISTINCT FROM moves.before))
        GROUP BY f.id ORDER BY f.id
        """,
    ),
    by_sql(
        "draft_is_one_per_person_and_finding",
        "drafts",
        "A person has one draft of an update of a finding.",
        """
        SELECT d.id FROM tracker_updatedraft d
        WHERE EXISTS (SELECT 1 FROM tracker_updatedraft other WHERE other.finding_id = d.finding_id
                      AND other.user_id = d.user_id AND other.id <> d.id)
        ORDER BY d.id
        """,
    ),
    by_sql(
        "draft_holds_evidence_of_its_force",
        "drafts",
        "A draft holds evidence of its own force that was neither withdrawn nor rejected.",
        """
        SELECT DISTINCT d.id FROM tracker_updatedraft d
        JOIN tracker_updatedraft_evidence held ON held.updatedraft_id = d.id
        JOIN tracker_evidence e ON e.id = held.evidence_id
        JOIN tracker_finding f ON f.id = d.finding_id
        WHERE e.force_id <> f.force_id OR e.withdrawn_at IS NOT NULL OR e.state = 'rejected' ORDER BY d.id
        """,
    ),
    by_sql(
        "evidence_is_used_by_its_own_force",
        "uses of evidence",
        "Evidence is used for findings of its own force, and came with an update of that finding.",
        """
        SELECT used.id FROM tracker_evidenceuse used
        JOIN tracker_evidence e ON e.id = used.evidence_id
        JOIN tracker_finding f ON f.id = used.finding_id
        LEFT JOIN tracker_update u ON u.id = used.update_id
        WHERE e.force_id <> f.force_id OR used.force_id <> f.force_id OR u.finding_id <> used.finding_id
        ORDER BY used.id
        """,
    ),
    by_sql(
        "evidence_shows_something_of_a_finding",
        "evidence",
        "Every piece of evidence is used for a finding.",
        """
        SELECT e.id FROM tracker_evidence e
        WHERE NOT EXISTS (SELECT 1 FROM tracker_evidenceuse used WHERE used.evidence_id = e.id) ORDER BY e.id
        """,
    ),
    by_sql(
        "evidence_is_replaced_by_its_next_version",
        "evidence",
        "What replaces evidence is the next version, of the same force; so no ring can form.",
        """
        SELECT e.id FROM tracker_evidence e JOIN tracker_evidence newer ON newer.id = e.replaced_by_id
        WHERE newer.version <> e.version + 1 OR newer.force_id <> e.force_id ORDER BY e.id
        """,
    ),
    by_sql(
        "clean_evidence_was_scanned",
        "evidence",
        "Evidence is clean only where it is known what scanned it, and when.",
        """
        SELECT id FROM tracker_evidence WHERE state = 'clean' AND (scanned_at IS NULL OR scanner = '')
        ORDER BY id
        """,
    ),
    by_sql(
        "question_waits_for_who_did_not_write_last",
        "questions",
        "An open question waits for the force when HMICFRS wrote last, by the day given then.",
        """
        SELECT q.id FROM tracker_enquiry q LEFT JOIN LATERAL (
            SELECT m.side FROM tracker_enquirymessage m WHERE m.enquiry_id = q.id ORDER BY m.id DESC LIMIT 1
        ) last ON true LEFT JOIN LATERAL (
            SELECT m.answer_by FROM tracker_enquirymessage m
            WHERE m.enquiry_id = q.id AND m.side = 'hmicfrs' ORDER BY m.id DESC LIMIT 1
        ) asked ON true
        WHERE asked.answer_by IS DISTINCT FROM q.answer_by OR q.state NOT IN
              ('closed', CASE last.side WHEN 'hmicfrs' THEN 'waiting' WHEN 'force' THEN 'answered' END)
           OR last.side IS NULL
        ORDER BY q.id
        """,
    ),
)
