"""Each decision on a link is kept in a row of its own; what was decided before is each link's first one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A reason was not asked for then, and none is made up.
SAY_THAT_IT_IS_NOT_KNOWN = """
UPDATE tracker_findinglink SET note = 'No reason was recorded.'
WHERE note = '' AND (status = 'rejected'
    OR (status = 'confirmed' AND relation = 'continues_in_part' AND statement_id IS NULL))
"""
KEEP_WHAT_WAS_DECIDED = """
INSERT INTO tracker_linkdecision (link_id, number, status, relation, note, decided_by_id, decided_at)
SELECT id, 1, status, relation, note, decided_by_id, decided_at FROM tracker_findinglink
WHERE status <> 'proposed'
"""
APPEND_ONLY = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tracker_linkdecision "
    "FOR EACH ROW EXECUTE FUNCTION tracker_refuse_change()"
)
RELATIONS = [
    ("continues", "Continues"),
    ("continues_in_part", "Continues in part"),
    ("related", "Related"),
]
DECISIONS = [
    ("proposed", "Proposed"),
    ("confirmed", "Confirmed"),
    ("rejected", "Rejected"),
    ("replaced", "Replaced"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0016_corrected_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(SAY_THAT_IT_IS_NOT_KNOWN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="findinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "proposed"),
                    models.Q(
                        ("status", "confirmed"), models.Q(("relation", "continues_in_part"), _negated=True)
                    ),
                    models.Q(("note", ""), _negated=True),
                    models.Q(("statement__isnull", False), ("status", "confirmed")),
                    _connector="OR",
                ),
                name="finding_link_says_which_part_or_why_not",
            ),
        ),
        migrations.CreateModel(
            name="LinkDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(help_text="From 1 in each link.")),
                ("status", models.CharField(choices=DECISIONS, max_length=20)),
                ("relation", models.CharField(choices=RELATIONS, max_length=20)),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="tracker.findinglink",
                    ),
                ),
            ],
            options={"ordering": ["link", "number"]},
        ),
        migrations.AddConstraint(
            model_name="linkdecision",
            constraint=models.UniqueConstraint(
                fields=("link", "number"), name="link_decision_number_once_per_link"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "proposed"), _negated=True),
                name="link_decision_confirms_or_rejects",
            ),
        ),
        migrations.RunSQL(KEEP_WHAT_WAS_DECIDED, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER append_only ON tracker_linkdecision"),
    ]
