"""Records opened to single people and teams."""

import django.db.models.deletion
import zhike.kit.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
        ("identity", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhike.kit.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("access", models.CharField(default="view", max_length=10)),
                ("part", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="records.entry",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identity.team",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "user"), name="records_share_user_once"
                    ),
                    models.UniqueConstraint(
                        fields=("entry", "team"), name="records_share_team_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", True), ("team__isnull", True), _connector="XOR"
                        ),
                        name="records_share_one_receiver",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("access__in", ["view", "edit"])),
                        name="records_share_access",
                    ),
                ]
            },
        ),
    ]
