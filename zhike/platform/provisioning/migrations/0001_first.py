"""What a directory calls people and teams, and what it may do."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0006_scoped_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProvisionedTeam",
            fields=[
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="provisioned",
                        serialize=False,
                        to="identity.team",
                    ),
                ),
                ("external_id", models.CharField(blank=True, db_index=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ProvisionedUser",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="provisioned",
                        serialize=False,
                        to="identity.user",
                    ),
                ),
                ("external_id", models.CharField(blank=True, db_index=True, max_length=200)),
                ("user_name", models.CharField(blank=True, max_length=254)),
                ("given_name", models.CharField(blank=True, max_length=100)),
                ("family_name", models.CharField(blank=True, max_length=100)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("user_name"),
                        condition=models.Q(("user_name", ""), _negated=True),
                        name="provisioning_user_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvisioningRules",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                (
                    "default_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("administrators", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="provisioning_rules_one"
                    )
                ],
            },
        ),
    ]
