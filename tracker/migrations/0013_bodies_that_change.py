"""Bodies that took over from others: which ones, by a function that triggers and queries share; and rules for the
dates of successions and names."""

from django.db import migrations, models

BODIES_BEFORE = """
CREATE FUNCTION tracker_bodies_before(force bigint, day date) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE earlier (id) AS (
        SELECT predecessor_id FROM tracker_forcesuccession WHERE successor_id = force AND "on" <= day
        UNION
        SELECT s.predecessor_id FROM earlier JOIN tracker_forcesuccession s ON s.successor_id = earlier.id
        WHERE s."on" <= day
    )
    SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM earlier
$$;
"""

CHECK_SUCCESSION = """
CREATE FUNCTION tracker_check_succession() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two at once could close a ring that neither sees.
    LOCK TABLE tracker_forcesuccession IN SHARE ROW EXCLUSIVE MODE;
    IF NEW.successor_id = NEW.predecessor_id THEN
        RETURN NEW;  -- force_succession_between_two_forces refuses it
    END IF;
    IF NEW.successor_id = ANY (tracker_bodies_before(NEW.predecessor_id, 'infinity')) THEN
        RAISE EXCEPTION 'a body cannot take over from one that took over from it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'force_succession_without_ring';
    END IF;
    IF EXISTS (SELECT 1 FROM tracker_forcesuccession s WHERE s.id <> NEW.id AND (
        (s.successor_id = NEW.predecessor_id AND s."on" >= NEW."on")
        OR (s.predecessor_id = NEW.successor_id AND s."on" <= NEW."on"))) THEN
        RAISE EXCEPTION 'successions of one body must follow one another in time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'force_succession_dates_in_order';
    END IF;
    RETURN NEW;
END $$;
"""

CHECK_NAME = """
CREATE FUNCTION tracker_check_force_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tracker_force WHERE id = NEW.force_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM tracker_forcename n WHERE n.force_id = NEW.force_id AND n.id <> NEW.id
        AND daterange(n.used_from, n.used_until) && daterange(NEW.used_from, NEW.used_until)) THEN
        RAISE EXCEPTION 'a force has one name at a time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'force_name_one_at_a_time';
    END IF;
    RETURN NEW;
END $$;
"""

CHECK_LINK = """
CREATE OR REPLACE FUNCTION tracker_check_finding_link() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF earlier.force_id <> later.force_id
       AND NOT earlier.force_id = ANY (tracker_bodies_before(later.force_id, 'infinity')) THEN
        RAISE EXCEPTION 'both findings must be of one force, or of a force it took over from'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'finding_link_within_one_force';
    END IF;
    RETURN NEW;
END $$;
"""


def trigger(name, table, columns, function):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OF {columns} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_evidence_scanned_assessed_replaced")]

    operations = [
        migrations.AlterField(
            model_name="forcename",
            name="used_until",
            field=models.DateField(help_text="The first day of the next name."),
        ),
        migrations.AlterField(
            model_name="forcesuccession",
            name="on",
            field=models.DateField(verbose_name="first day"),
        ),
        migrations.RunSQL(BODIES_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_SUCCESSION, "DROP FUNCTION tracker_check_succession()"),
        trigger(
            "succession_rules",
            "tracker_forcesuccession",
            'predecessor_id, successor_id, "on"',
            "tracker_check_succession",
        ),
        migrations.RunSQL(CHECK_NAME, "DROP FUNCTION tracker_check_force_name()"),
        trigger(
            "force_name_rules",
            "tracker_forcename",
            "force_id, used_from, used_until",
            "tracker_check_force_name",
        ),
        # Back again it stays: it allows what the one before it did.
        migrations.RunSQL(CHECK_LINK, migrations.RunSQL.noop),
    ]
