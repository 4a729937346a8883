"""Every proposal that is held was read by the reader that its report names."""

from django.db import migrations

FILL = """
UPDATE tracker_proposal SET reader = tracker_report.reader
FROM tracker_report WHERE tracker_report.id = tracker_proposal.report_id
"""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0010_corrections_kept")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
