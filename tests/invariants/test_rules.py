"""Each rule notices what breaks it, and all hold in the demo and in a story told through the services.

Rows are broken past every service, trigger and constraint, as a wrong script or a lost process might.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.invariants import story
from tracker.models import AuditEvent
from tracker.selectors.invariants import RULES, Rule

pytestmark = pytest.mark.django_db

COLUMNS = ", ".join(field.column for field in AuditEvent._meta.concrete_fields if not field.primary_key)
DOUBLE_EVENT = f"""
    INSERT INTO tracker_auditevent ({COLUMNS})
    SELECT {COLUMNS} FROM tracker_auditevent WHERE kind = '{{}}' LIMIT 1
"""  # noqa: S608
# The name of a rule, and what breaks it. Most are one row changed; some of the rules forbid even that.
BREAKS = {
    "finding_status_follows_the_last_decision": """
        UPDATE tracker_finding SET inspectorate_status = 'under_review' WHERE id = (
            SELECT min(id) FROM tracker_finding WHERE inspectorate_status = 'open')""",
    "finding_says_what_its_last_update_said": """
        UPDATE tracker_finding SET force_status = 'off_track' WHERE last_update_at IS NOT NULL""",
    "finding_was_closed_by_a_deed": """
        UPDATE tracker_finding SET closure_reason = 'no_further_action'
        WHERE inspectorate_status = 'closed'""",
    "updates_are_numbered_from_1": """
        ALTER TABLE tracker_update DISABLE TRIGGER USER;
        UPDATE tracker_update SET number = 3 WHERE id = (SELECT min(id) FROM tracker_update)""",
    "correction_is_of_an_earlier_update": """
        ALTER TABLE tracker_update DISABLE TRIGGER USER;
        UPDATE tracker_update SET corrects_id = (SELECT max(id) FROM tracker_update)
        WHERE id = (SELECT min(id) FROM tracker_update)""",
    "levels_are_signed_in_turn": """
        ALTER TABLE tracker_review DISABLE TRIGGER USER;
        UPDATE tracker_review SET level = 9 WHERE NOT is_final""",
    "decision_keeps_what_it_was_about": """
        ALTER TABLE tracker_review DISABLE TRIGGER USER;
        UPDATE tracker_review SET state = jsonb_set(state, '{finding,text}', '"Other words"')""",
    "target_dates_follow_one_another": """
        UPDATE tracker_finding SET due_on = due_on + 1 WHERE due_on IS NOT NULL""",
    "draft_is_one_per_person_and_finding": """
        ALTER TABLE tracker_updatedraft DROP CONSTRAINT update_draft_one_per_person;
        INSERT INTO tracker_updatedraft (finding_id, user_id, answers, finding_version, saved_at)
        SELECT finding_id, user_id, answers, finding_version, saved_at FROM tracker_updatedraft""",
    "draft_holds_evidence_of_its_force": """
        UPDATE tracker_evidence SET withdrawn_at = now(), withdrawn_by_id = added_by_id
        WHERE id IN (SELECT evidence_id FROM tracker_updatedraft_evidence)""",
    "evidence_is_used_by_its_own_force": """
        UPDATE tracker_evidenceuse used SET update_id = (
            SELECT max(id) FROM tracker_update other WHERE other.finding_id <> used.finding_id)
        WHERE update_id IS NOT NULL""",
    "evidence_shows_something_of_a_finding": "DELETE FROM tracker_evidenceuse",
    "evidence_is_replaced_by_its_next_version": """
        UPDATE tracker_evidence SET version = 5 WHERE replaced_by_id IS NOT NULL""",
    "clean_evidence_was_scanned": """
        UPDATE tracker_evidence SET state = 'clean' WHERE state = 'not_scanned'""",
    "question_waits_for_who_did_not_write_last": """
        UPDATE tracker_enquiry SET state = 'answered' WHERE state = 'waiting'""",
    "link_leads_to_a_later_year": """
        ALTER TABLE tracker_findinglink DISABLE TRIGGER USER;
        UPDATE tracker_findinglink SET predecessor_id = successor_id, successor_id = predecessor_id""",
    "link_stays_within_one_force": """
        ALTER TABLE tracker_findinglink DISABLE TRIGGER USER;
        UPDATE tracker_findinglink link SET successor_id = (
            SELECT max(f.id) FROM tracker_finding f JOIN tracker_finding was ON was.id = link.predecessor_id
            WHERE f.force_id <> was.force_id AND f.year = 2017)""",
    "chain_has_no_ring": """
        ALTER TABLE tracker_findinglink DISABLE TRIGGER USER;
        INSERT INTO tracker_findinglink
            (predecessor_id, successor_id, relation, status, reasons, note, created_at)
        SELECT successor_id, predecessor_id, relation, 'proposed', '[]', '', now()
        FROM tracker_findinglink""",
    "link_stands_as_it_was_last_decided": """
        UPDATE tracker_findinglink SET relation = 'related' WHERE status = 'confirmed'""",
    "superseded_finding_has_its_successor": """
        UPDATE tracker_findinglink SET status = 'rejected', note = 'No'""",
    "merged_finding_was_merged_by_a_person": """
        ALTER TABLE tracker_finding DISABLE TRIGGER USER;
        UPDATE tracker_finding SET merged_into_id = (
            SELECT max(id) FROM tracker_finding WHERE wording = 'published') WHERE wording = 'as_reported'""",
    "recommendation_is_of_a_cause_of_concern": """
        UPDATE tracker_finding SET parent_id = (
            SELECT max(id) FROM tracker_finding WHERE kind = 'area_for_improvement')
        WHERE kind = 'recommendation'""",
    "verdict_is_that_of_the_last_statement": """
        UPDATE tracker_finding SET verdict = 'worse' WHERE verdict <> ''""",
    "verdict_counts_from_publication": "UPDATE tracker_statement SET public_from = NULL",
    "statement_is_public_with_its_report": "UPDATE tracker_statement SET public_from = public_from + 1",
    "finding_is_public_with_its_report": "UPDATE tracker_finding SET public_from = public_from + 1",
    "inspection_is_public_with_its_first_report": """
        UPDATE tracker_inspection SET public_from = public_from + 1""",
    "inspection_counts_its_findings": "UPDATE tracker_inspection SET last_number = 0",
    "report_is_decided_when_all_of_it_is": """
        UPDATE tracker_proposal SET status = 'proposed', decided_at = NULL, decided_by_id = NULL
        WHERE status = 'confirmed'""",
    "report_is_read_once_each_time_it_is_sent": DOUBLE_EVENT.format("report_read"),
    "corrected_edition_is_of_the_same_inspection": """
        UPDATE tracker_report SET replaces_id = (SELECT min(id) FROM tracker_report)
        WHERE id = (SELECT max(id) FROM tracker_report)""",
    "editions_have_no_ring": """
        UPDATE tracker_report r SET replaces_id = CASE r.id WHEN edge.low THEN edge.high ELSE edge.low END
        FROM (SELECT min(id) AS low, max(id) AS high FROM tracker_report) edge
        WHERE r.id IN (edge.low, edge.high)""",
    "factual_check_is_with_the_force_inspected": """
        UPDATE tracker_factualcheck c SET force_id = (
            SELECT max(id) FROM tracker_force other WHERE other.id <> c.force_id)""",
    "lease_is_no_longer_than_leases_are": """
        UPDATE tracker_notification SET lease_until = now() + interval '1 day'""",
    "update_sent_is_in_the_trail_once": DOUBLE_EVENT.format("update_submitted"),
    "decision_on_an_update_is_in_the_trail_once": DOUBLE_EVENT.format("update_accepted"),
    "piece_of_evidence_is_in_the_trail_once": DOUBLE_EVENT.format("evidence_added"),
    "withdrawal_of_evidence_is_in_the_trail_once": DOUBLE_EVENT.format("evidence_withdrawn"),
    "file_rejected_is_in_the_trail_once": """
        UPDATE tracker_evidence SET state = 'rejected', rejected_because = 'A virus'
        WHERE state = 'not_scanned'""",
    "message_of_a_question_is_in_the_trail_once": DOUBLE_EVENT.format("enquiry_asked"),
    "question_closed_is_in_the_trail_once": DOUBLE_EVENT.format("enquiry_closed"),
    "finding_raised_is_in_the_trail_once": DOUBLE_EVENT.format("finding_raised"),
    "report_uploaded_is_in_the_trail_once": DOUBLE_EVENT.format("report_uploaded"),
    "export_asked_for_is_in_the_trail_once": DOUBLE_EVENT.format("export_asked"),
    "update_round_is_in_the_trail_once": DOUBLE_EVENT.format("round_opened"),
    "factual_check_is_in_the_trail_once": DOUBLE_EVENT.format("fact_check_invited"),
    "event_is_of_the_force_of_its_finding": """
        ALTER TABLE tracker_auditevent DISABLE TRIGGER USER;
        UPDATE tracker_auditevent SET force_id = NULL WHERE finding_id IS NOT NULL""",
    "nobody_is_told_of_their_own_deed": """
        UPDATE tracker_notification n SET recipient_id = e.actor_id
        FROM tracker_auditevent e WHERE e.id = n.event_id AND n.id = (
            SELECT min(n.id) FROM tracker_notification n JOIN tracker_auditevent e ON e.id = n.event_id
            WHERE e.actor_id IS NOT NULL)""",
    "person_is_told_of_an_event_once": """
        ALTER TABLE tracker_notification DROP CONSTRAINT notification_once_per_event_and_person;
        INSERT INTO tracker_notification (event_id, recipient_id, created_at, mail_state, attempts)
        SELECT event_id, recipient_id, created_at, 'unsent', 0 FROM tracker_notification""",
    "mail_is_held_only_while_it_waits": """
        UPDATE tracker_notification SET mail_state = 'failed', attempts = 5, lease_until = now()""",
    "reminder_is_written_once": """
        ALTER TABLE tracker_reminder DROP CONSTRAINT reminder_once_per_rule_thing_day_and_person;
        INSERT INTO tracker_reminder (rule, person_id, day, force_id, finding_id, factual_check_id,
                                      update_round_id, enquiry_id, created_at)
        SELECT rule, person_id, day, force_id, finding_id, factual_check_id, update_round_id, enquiry_id,
               created_at FROM tracker_reminder""",
    "reminder_is_of_its_force_and_person": """
        UPDATE tracker_reminder r SET force_id = (
            SELECT max(id) FROM tracker_force other WHERE other.id <> r.force_id)""",
    "digest_tells_of_something": "UPDATE tracker_reminder SET digest_id = NULL",
    "append_only_tables_refuse_changes": "ALTER TABLE tracker_update DISABLE TRIGGER append_only",
    "rules_of_the_database_are_in_force": """
        ALTER TABLE tracker_finding ADD CONSTRAINT hoped_for CHECK (id > 0) NOT VALID""",
}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo and the story, told once for all rules; the folder of their files."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("media")
        patched.setattr("django.conf.settings.MEDIA_ROOT", folder)
        patched.setattr("django.conf.settings.DEMO", True)
        story.load_demo()
        assert broken() == []
        story.tell()
        with connection.cursor() as cursor:
            # What foreign keys still have to say would stand in the way of changes to tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield folder


def broken() -> list[str]:
    now = timezone.now()
    return [rule.name for rule in RULES if rule.broken(now)]


def test_all_holds_in_the_demo_and_the_story(told: Path) -> None:
    assert broken() == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_breaks_the_rule_is_told_with_its_ids(told: Path, rule: Rule) -> None:
    with undone():
        with connection.cursor() as cursor:
            cursor.execute(BREAKS[rule.name])
            assert cursor.rowcount != 0, "nothing was broken"
        assert rule.broken(timezone.now())
    assert not rule.broken(timezone.now())
