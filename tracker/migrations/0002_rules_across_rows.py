"""Rules that reach across rows, kept by PostgreSQL: composite foreign keys, and triggers for append-only
tables and for links between findings."""

from django.db import migrations

# A copied column can't drift from the row it was copied from.
COMPOSITE_KEYS = [
    ("tracker_finding", "finding_force_and_year_are_its_inspections", "(inspection_id, force_id, year)",
     "tracker_inspection (id, force_id, year)"),
    ("tracker_evidenceuse", "evidence_use_force_is_its_evidences", "(evidence_id, force_id)",
     "tracker_evidence (id, force_id)"),
    ("tracker_evidenceuse", "evidence_use_force_is_its_findings", "(finding_id, force_id)",
     "tracker_finding (id, force_id)"),
    ("tracker_review", "review_finding_and_submitter_are_its_updates", "(update_id, finding_id, submitted_by_id)",
     "tracker_update (id, finding_id, submitted_by_id)"),
]  # fmt: skip

APPEND_ONLY = ["tracker_auditevent", "tracker_update", "tracker_review", "tracker_targetdate"]

REFUSE_CHANGE = """
CREATE FUNCTION tracker_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation';
END $$;
"""

CHECK_LINK = """
CREATE FUNCTION tracker_check_finding_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    earlier record;
    later record;
BEGIN
    SELECT force_id, year INTO earlier FROM tracker_finding WHERE id = NEW.predecessor_id;
    SELECT force_id, year INTO later FROM tracker_finding WHERE id = NEW.successor_id;
    IF earlier.year >= later.year THEN
        RAISE EXCEPTION 'the predecessor must come from an earlier inspection year'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_link_earlier_inspection_first';
    END IF;
    IF earlier.force_id <> later.force_id AND NOT EXISTS (
        SELECT 1 FROM tracker_forcesuccession
        WHERE predecessor_id = earlier.force_id AND successor_id = later.force_id
    ) THEN
        RAISE EXCEPTION 'both findings must be of one force, or of the force it succeeded'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_link_within_one_force';
    END IF;
    RETURN NEW;
END $$;
"""


def composite_key(table, name, columns, target):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES {target} "
        "DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def append_only(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION tracker_refuse_change()",
        f"DROP TRIGGER append_only ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_the_whole_model")]

    operations = [
        *(composite_key(*key) for key in COMPOSITE_KEYS),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION tracker_refuse_change()"),
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(CHECK_LINK, "DROP FUNCTION tracker_check_finding_link()"),
        migrations.RunSQL(
            "CREATE TRIGGER finding_link_rules BEFORE INSERT OR UPDATE OF predecessor_id, successor_id "
            "ON tracker_findinglink FOR EACH ROW EXECUTE FUNCTION tracker_check_finding_link()",
            "DROP TRIGGER finding_link_rules ON tracker_findinglink",
        ),
    ]
