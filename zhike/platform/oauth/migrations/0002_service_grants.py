"""An app's own grant is told from what the same person allowed it themselves, and there is only one."""

from django.conf import settings
from django.db import migrations, models

# Of several the newest is the app's own; the others end like any grant.
MARK = """
UPDATE oauth_appgrant SET is_service = true WHERE id IN (
SELECT DISTINCT ON (g.app_id) g.id FROM oauth_appgrant g JOIN oauth_oauthapp a ON a.id = g.app_id AND a.service_user_id = g.user_id
ORDER BY g.app_id, g.created_at DESC, g.id DESC)
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("oauth", "0001_first"),
    ]

    operations = [
        migrations.AddField("appgrant", "is_service", models.BooleanField(default=False)),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "appgrant",
            models.UniqueConstraint(
                fields=["app", "user"],
                condition=models.Q(is_service=True),
                name="oauth_grant_service_once",
            ),
        ),
    ]
