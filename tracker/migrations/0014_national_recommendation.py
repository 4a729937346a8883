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
