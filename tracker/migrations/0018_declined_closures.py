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
                    ("fact_check_invited", "Force invited to the factual check"),
                    ("fact_check_moved", "Last day of the factual check changed"),
                    ("fact_check_withdrawn", "Invitation to the factual check withdrawn"),
                    ("fact_remark_made", "Remark at the factual check"),
                    ("fact_remark_answered", "Remark at the factual check answered"),
                    ("edition_marked", "Report marked as a corrected edition"),
                    ("edition_difference_decided", "Difference of a corrected edition decided"),
                    ("proposal_confirmed", "Proposal confirmed"),
                    ("proposal_rejected", "Proposal rejected"),
                    ("proposal_added", "Item added by hand"),
                    ("proposals_replaced", "Proposals split or merged"),
                    ("reread_asked", "Second reading asked for"),
                    ("reread_ended", "Report read a second time"),
                    ("reread_taken", "New items of a second reading taken over"),
                    ("finding_raised", "Finding raised"),
                    ("finding_corrected", "Finding corrected"),
                    ("statement_corrected", "Statement corrected"),
                    ("judgment_corrected", "Judgment corrected"),
                    ("item_withdrawn", "Confirmed item withdrawn"),
                    ("verdict_recorded", "Verdict recorded"),
                    ("finding_linked", "Finding linked to an earlier one"),
                    ("link_decided", "Proposed link decided"),
                    ("finding_merged", "Finding as reported merged into the real one"),
                    ("merge_rejected", "Found not to be the same finding"),
                    ("merge_undone", "Merge undone"),
                    ("theme_decided", "Theme of a finding decided"),
                    ("update_submitted", "Update sent by the force"),
                    ("evidence_added", "Evidence added"),
                    ("evidence_withdrawn", "Evidence withdrawn"),
                    ("evidence_reused", "Evidence used for another finding"),
                    ("evidence_replaced", "Evidence replaced by a new version"),
                    ("evidence_assessed", "Evidence assessed by HMICFRS"),
                    ("evidence_rejected", "Evidence rejected by the virus scan"),
                    ("evidence_rescanned", "Evidence sent to be scanned again"),
                    ("evidence_downloaded", "Evidence downloaded"),
                    ("update_accepted", "Update accepted"),
                    ("update_returned", "More evidence asked for"),
                    ("finding_closed", "Finding closed"),
                    ("closure_declined", "Offered closure declined"),
                    ("closure_voided", "Closure voided"),
                    ("national_addressed", "National recommendation addressed to forces"),
                    ("force_renamed", "Force renamed"),
                    ("force_succeeded", "Force took over from another"),
                    ("force_succession_removed", "Takeover removed"),
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
