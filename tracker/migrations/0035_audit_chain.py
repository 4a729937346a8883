"""Each event is sealed when its transaction commits: a link in the hash chain of the organisation that acted.

The trigger is deferred, so the chain is locked only for the moment of the commit, when every other lock is held
already: two deeds can't wait for each other. Its function runs as the owner of the tables; the application's
role needs no right to write seals, and is given none. Events from before are sealed in their order.
"""

from django.db import migrations

PAYLOAD = """
CREATE FUNCTION tracker_audit_payload(event tracker_auditevent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'id', event.id,
        'kind', event.kind,
        'at', to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor', event.actor_id,
        'acting_for', event.acting_for_id,
        'force', event.force_id,
        'finding', event.finding_id,
        'report', event.report_id,
        'evidence', event.evidence_id,
        'request_id', event.request_id,
        'data', event.data
    )::text
$$;
"""

SEAL = """
CREATE FUNCTION tracker_seal(event tracker_auditevent) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    its_chain text := coalesce('force-' || event.acting_for_id, 'hmicfrs');
    before record;
    its_nonce bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    its_digest bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('tracker_auditseal ' || its_chain, 0));
    SELECT sequence, hash INTO before FROM tracker_auditseal
        WHERE chain = its_chain ORDER BY sequence DESC LIMIT 1;
    its_digest := sha256(its_nonce || convert_to(tracker_audit_payload(event), 'UTF8'));
    INSERT INTO tracker_auditseal (event_id, chain, sequence, nonce, digest, hash) VALUES (
        event.id, its_chain, coalesce(before.sequence, 0) + 1, its_nonce, its_digest,
        sha256(coalesce(before.hash, ''::bytea) || its_digest)
    );
END $$;
REVOKE ALL ON FUNCTION tracker_seal(tracker_auditevent) FROM PUBLIC;
"""

TRIGGER = """
CREATE FUNCTION tracker_seal_new_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM tracker_seal(NEW);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON tracker_auditevent DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tracker_seal_new_event();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tracker_auditseal
    FOR EACH ROW EXECUTE FUNCTION tracker_refuse_change();
"""

# Who acted for a force before the column was there: its members.
EARLIER_EVENTS = """
ALTER TABLE tracker_auditevent DISABLE TRIGGER append_only;
UPDATE tracker_auditevent SET acting_for_id = member.force_id FROM (
    SELECT user_id, min(force_id) AS force_id FROM tracker_forcemembership
    WHERE force_id IS NOT NULL GROUP BY user_id
) AS member WHERE actor_id = member.user_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE tracker_auditevent ENABLE TRIGGER append_only;
DO $$
DECLARE earlier tracker_auditevent;
BEGIN
    FOR earlier IN SELECT * FROM tracker_auditevent ORDER BY id LOOP
        PERFORM tracker_seal(earlier);
    END LOOP;
END $$;
SET CONSTRAINTS ALL IMMEDIATE;
"""

UNDO = """
DROP TRIGGER append_only ON tracker_auditseal;
DROP TRIGGER seal ON tracker_auditevent;
DROP FUNCTION tracker_seal_new_event();
DROP FUNCTION tracker_seal(tracker_auditevent);
DROP FUNCTION tracker_audit_payload(tracker_auditevent);
"""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0034_audit_events_sealed")]

    operations = [
        migrations.RunSQL(PAYLOAD + SEAL + EARLIER_EVENTS + TRIGGER, UNDO),
    ]
