"""Bounced recipients, the mark of advertising, and problems kept in both languages."""

from django.db import migrations, models

FORTH = """
ALTER TABLE marketing_campaign ALTER COLUMN problem DROP NOT NULL, ALTER COLUMN problem TYPE jsonb
    USING CASE WHEN problem = '' THEN NULL ELSE jsonb_build_object('en', problem, 'zh', problem) END;
"""
BACK = """
ALTER TABLE marketing_campaign ALTER COLUMN problem TYPE varchar(500) USING left(coalesce(problem->>'zh', ''), 500),
    ALTER COLUMN problem SET NOT NULL;
"""
STATUSES = (
    "queued",
    "claimed",
    "handed",
    "failed",
    "bounced",
    "unknown",
    "skipped",
    "held_out",
)


class Migration(migrations.Migration):
    dependencies = [("marketing", "0002_lean_people")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            "campaign", "advert", models.CharField(blank=True, default="auto", max_length=60)
        ),
        migrations.RunSQL(
            FORTH,
            BACK,
            state_operations=[
                migrations.AlterField(
                    "campaign", "problem", models.JSONField(blank=True, null=True)
                )
            ],
        ),
        migrations.RemoveConstraint("recipient", "marketing_recipient_status"),
        migrations.AddConstraint(
            "recipient",
            models.CheckConstraint(
                condition=models.Q(("status__in", STATUSES)), name="marketing_recipient_status"
            ),
        ),
    ]
