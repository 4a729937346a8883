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
    ]
