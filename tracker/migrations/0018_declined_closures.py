"""Offered closures that an inspector declined, with why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0017_link_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeclinedClosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("verified", "Verified"),
                            ("superseded", "Superseded"),
                            ("no_further_action", "No further action"),
                        ],
                        max_length=20,
                        verbose_name="offered as",
                    ),
                ),
                ("note", models.TextField(help_text="Why the finding stays open.")),
                ("declined_at", models.DateTimeField()),
                (
                    "declined_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declined_closures",
                        to="tracker.finding",
                    ),
                ),
            ],
            options={
                "ordering": ["-declined_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["finding", "reason", "declined_at"], name="declined_closure_of_finding"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="declined_closure_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["superseded", "verified"])),
                        name="declined_closure_was_offered",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tracker_declinedclosure "
            "FOR EACH ROW EXECUTE FUNCTION tracker_refuse_change()",
            "DROP TRIGGER append_only ON tracker_declinedclosure",
        ),
    ]
