"""A national recommendation says what it was published in, and each force has one finding of it.

No door made any before: the new columns are filled by nobody, and an installation that holds some all the same
stops here, with nothing lost.
"""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

ON = "nationalrecommendation"
USER = settings.AUTH_USER_MODEL


def required(name, make):
    """The column in two steps, as there is no value that could stand for one that is not known."""
    return [
        migrations.AddField(ON, name, make(null=True)),
        migrations.AlterField(ON, name, make()),
    ]


def to(target, related_name, **options):
    return models.ForeignKey(
        on_delete=models.deletion.PROTECT, related_name=related_name, to=target, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(USER),
        ("tracker", "0013_bodies_that_change"),
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
        migrations.AlterModelOptions(ON, {"ordering": ["-year", "-pk"]}),
        *required("title", lambda **options: models.CharField("report", max_length=200, **options)),
        *required(
            "programme", lambda **options: to("tracker.programme", "national_recommendations", **options)
        ),
        *required("year", lambda **options: models.PositiveSmallIntegerField("inspection year", **options)),
        *required("public_from", lambda **options: models.DateField("published on", **options)),
        *required("made_by", lambda **options: to(USER, "+", **options)),
        *required("made_at", lambda **options: models.DateTimeField(**options)),
        migrations.AddField(
            ON, "source_url", models.URLField(blank=True, default="", max_length=500), preserve_default=False
        ),
        migrations.AddConstraint(
            ON,
            models.CheckConstraint(
                condition=~models.Q(text=""), name="national_recommendation_text_not_empty"
            ),
        ),
        migrations.AddConstraint(
            ON,
            models.CheckConstraint(
                condition=models.Q(year__range=(1990, 2100)), name="national_recommendation_year_is_plausible"
            ),
        ),
        migrations.AddConstraint(
            ON,
            models.UniqueConstraint(
                models.F("programme"),
                models.F("year"),
                django.db.models.functions.text.MD5("text"),
                name="national_recommendation_once",
            ),
        ),
        migrations.AddConstraint(
            "finding",
            models.UniqueConstraint(
                fields=["national", "force"], name="finding_once_per_national_recommendation_and_force"
            ),
        ),
    ]
