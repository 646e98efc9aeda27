"""What went wrong is kept in both languages; what was kept in one is the text of both."""

from django.db import migrations, models

FORTH = """
SET LOCAL lock_timeout = '5s';
ALTER TABLE jobs_progress ALTER COLUMN error DROP NOT NULL, ALTER COLUMN error TYPE jsonb
    USING CASE WHEN error = '' THEN NULL ELSE jsonb_build_object('en', error, 'zh', error) END;
"""
BACK = """
ALTER TABLE jobs_progress ALTER COLUMN error TYPE text USING coalesce(error->>'zh', ''), ALTER COLUMN error SET NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_first")]

    operations = [
        migrations.RunSQL(
            FORTH,
            BACK,
            state_operations=[
                migrations.AlterField("progress", "error", models.JSONField(null=True))
            ],
        ),
    ]
