"""The crosswalk says how sure it is, and a programme whether its grades may be compared with earlier ones."""

from django.db import migrations, models

# What the reference data now says of programmes that are here already; see tracker/reference/programmes.toml.
UNVERIFIED = ["peel-2023-25", "peel-2025-27"]
CAUTIONS = {
    "peel-2021-22": (
        "HMICFRS went from four grades to five in 2021/22, and says that its grades cannot be compared directly with "
        "those of earlier PEEL inspections: a lower grade, good to adequate above all, need not mean that a force "
        "does worse, unless its report says so.",
        "https://www.justiceinspectorates.gov.uk/hmicfrs/peel-assessments/what-is-peel/",
    ),
    "peel-2023-25": (
        "HMICFRS changed what it assesses for 2023–25, so grades of this cycle cannot be compared directly with those "
        "of earlier ones, though the scale is the same.",
        "https://hmicfrs.justiceinspectorates.gov.uk/peel-assessments/what-is-peel/peel-assessments-2023-2025/",
    ),
}

CHECK_CROSSWALK = """
CREATE FUNCTION tracker_check_crosswalk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT p.first_year FROM tracker_question q JOIN tracker_programme p ON p.id = q.programme_id
        WHERE q.id = NEW.earlier_id)
       >= (SELECT p.first_year FROM tracker_question q JOIN tracker_programme p ON p.id = q.programme_id
           WHERE q.id = NEW.later_id) THEN
        RAISE EXCEPTION 'the earlier question must be of a programme that began before'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'question_crosswalk_earlier_programme_first';
    END IF;
    RETURN NEW;
END $$;
"""


def tell_what_is_known(apps, schema_editor):
    programmes = apps.get_model("tracker", "Programme").objects
    programmes.filter(slug__in=UNVERIFIED).update(is_verified=False)
    for slug, (caution, source) in CAUTIONS.items():
        programmes.filter(slug=slug).update(is_comparable=False, caution=caution, caution_source=source)


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0006_report_compared_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="caution",
            field=models.TextField(
                blank=True,
                help_text="What HMICFRS says of comparing its grades; shown beside a force’s grades.",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="caution_source",
            field=models.URLField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="programme",
            name="is_comparable",
            field=models.BooleanField(
                default=True,
                help_text="HMICFRS lets its grades be compared with those of the programme before.",
                verbose_name="comparable with the programme before",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="is_verified",
            field=models.BooleanField(
                default=True,
                help_text="Its questions have been checked against what HMICFRS published.",
                verbose_name="verified",
            ),
        ),
        migrations.AddField(
            model_name="questioncrosswalk",
            name="confidence",
            field=models.CharField(
                choices=[
                    ("high", "High: the same question, at most reworded"),
                    ("medium", "Medium: the same subject, asked more widely or more narrowly"),
                    ("low", "Low: they overlap in part"),
                ],
                default="medium",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="questioncrosswalk",
            name="source",
            field=models.CharField(blank=True, help_text="Where one can read that it is so.", max_length=300),
        ),
        migrations.AlterField(
            model_name="questioncrosswalk",
            name="note",
            field=models.CharField(blank=True, max_length=200, verbose_name="why"),
        ),
        migrations.RunPython(tell_what_is_known, migrations.RunPython.noop),
        migrations.RunSQL(CHECK_CROSSWALK, "DROP FUNCTION tracker_check_crosswalk()"),
        migrations.RunSQL(
            "CREATE TRIGGER crosswalk_rules BEFORE INSERT OR UPDATE OF earlier_id, later_id "
            "ON tracker_questioncrosswalk FOR EACH ROW EXECUTE FUNCTION tracker_check_crosswalk()",
            "DROP TRIGGER crosswalk_rules ON tracker_questioncrosswalk",
        ),
    ]
