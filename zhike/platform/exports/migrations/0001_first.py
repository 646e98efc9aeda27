"""The exports people asked for."""

import django.db.models.deletion
import zhike.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0004_language_not_chosen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhike.kit.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("object", models.CharField(max_length=60)),
                ("via", models.CharField(max_length=10)),
                ("request", models.UUIDField(null=True)),
                ("filter", models.JSONField(null=True)),
                ("ids", models.JSONField(null=True)),
                ("sort", models.CharField(blank=True, max_length=500)),
                ("fields", models.JSONField(default=list)),
                ("format", models.CharField(max_length=4)),
                ("encoding", models.CharField(max_length=10)),
                ("language", models.CharField(max_length=5)),
                ("time_zone", models.CharField(max_length=64)),
                ("file_name", models.CharField(max_length=255)),
                ("state", models.CharField(default="queued", max_length=10)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("rows", models.BigIntegerField(default=0)),
                ("file_size", models.BigIntegerField(default=0)),
                ("progress", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.user",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-created_at"], name="exports_export_mine")
                ],
            },
        ),
    ]
