"""Roles and sharing rules as data, and the stamp that names their state."""

import django.db.models.deletion
import zhike.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_first"), ("identity", "0002_departments")]

    operations = [
        migrations.CreateModel(
            name="StoredRole",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("label_en", models.CharField(max_length=100)),
                ("label_zh", models.CharField(max_length=100)),
                ("base", models.CharField(blank=True, max_length=40)),
                ("objects_set", models.JSONField(default=dict)),
                ("fields_set", models.JSONField(default=dict)),
                ("classes_set", models.JSONField(default=dict)),
                ("follows_set", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="SharingRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhike.kit.ids.new_id, primary_key=True, serialize=False
                    ),
                ),
                ("object", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=100)),
                ("filter", models.JSONField(default=dict)),
                ("role", models.CharField(blank=True, max_length=40)),
                ("access", models.CharField(default="view", max_length=10)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identity.team",
                    ),
                ),
            ],
            options={"ordering": ["object", "name", "id"]},
        ),
        migrations.AddConstraint(
            model_name="sharingrule",
            constraint=models.CheckConstraint(
                name="access_sharingrule_access",
                condition=models.Q(("access__in", ["view", "edit"])),
            ),
        ),
        migrations.CreateModel(
            name="RightsStamp",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("stamp", models.UUIDField(default=zhike.kit.ids.new_id)),
            ],
        ),
        migrations.AddConstraint(
            model_name="rightsstamp",
            constraint=models.CheckConstraint(
                name="access_rightsstamp_single_row", condition=models.Q(("id", 1))
            ),
        ),
        migrations.RunSQL(
            "INSERT INTO access_rightsstamp (id, stamp) VALUES (1, '00000000-0000-0000-0000-000000000001')",
            migrations.RunSQL.noop,
        ),
    ]
