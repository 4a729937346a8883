from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0005_mail_tried_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="compared_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When its findings were held against the force's earlier ones.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("compared_at__isnull", True), ("status", "decided")),
                fields=["id"],
                name="report_not_compared",
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("report_uploaded", "Report uploaded"),
                    ("report_read", "Report read"),
                    ("report_failed", "Report could not be read"),
                    ("report_retried", "Report sent to be read again"),
                    ("report_decided", "Every proposal of a report decided"),
                    ("report_compared", "Report compared with earlier findings"),
                    ("report_published_on_set", "Publication day entered"),
                    ("proposal_confirmed", "Proposal confirmed"),
                    ("proposal_rejected", "Proposal rejected"),
                    ("finding_raised", "Finding raised"),
                    ("verdict_recorded", "Verdict recorded"),
                    ("finding_linked", "Finding linked to an earlier one"),
                    ("link_decided", "Proposed link decided"),
                    ("update_submitted", "Update sent by the force"),
                    ("evidence_added", "Evidence added"),
                    ("evidence_withdrawn", "Evidence withdrawn"),
                    ("evidence_downloaded", "Evidence downloaded"),
                    ("update_accepted", "Update accepted"),
                    ("update_returned", "More evidence asked for"),
                    ("finding_closed", "Finding closed"),
                    ("closure_voided", "Closure voided"),
                    ("role_given", "Role given"),
                    ("role_ended", "Role ended"),
                    ("token_created", "API token created"),
                    ("token_revoked", "API token revoked"),
                    ("mail_retried", "Mail sent to be tried again"),
                    ("signed_in", "Signed in"),
                    ("sign_in_failed", "Sign-in failed"),
                ],
                max_length=40,
            ),
        ),
    ]
