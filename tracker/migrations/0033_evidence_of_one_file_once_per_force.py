"""The same file is kept once per force. Where it came twice in the same moment before, both rows stay: the later
one is found by its own SHA-256 only, not by that of the bytes as they were sent."""

from django.db import migrations, models

LATER_DOUBLES = """
UPDATE tracker_evidence AS later SET sent_sha256 = ''
WHERE later.sent_sha256 <> '' AND later.withdrawn_at IS NULL AND later.replaced_by_id IS NULL
  AND later.state <> 'rejected' AND EXISTS (
    SELECT 1 FROM tracker_evidence AS earlier
    WHERE earlier.force_id = later.force_id AND earlier.sent_sha256 = later.sent_sha256 AND earlier.id < later.id
      AND earlier.withdrawn_at IS NULL AND earlier.replaced_by_id IS NULL AND earlier.state <> 'rejected'
  )
"""


class Migration(migrations.Migration):
    # Rows are written and then indexed: PostgreSQL refuses that within one transaction while checks wait.
    atomic = False

    dependencies = [("tracker", "0032_export_of_an_answer")]

    operations = [
        migrations.RunSQL(LATER_DOUBLES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("replaced_by__isnull", True),
                    ("withdrawn_at__isnull", True),
                    models.Q(("state", "rejected"), _negated=True),
                    models.Q(("sent_sha256", ""), _negated=True),
                ),
                fields=("force", "sent_sha256"),
                name="evidence_of_one_file_once_per_force",
            ),
        ),
    ]
