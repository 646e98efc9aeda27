"""How far the log was looked through, and who has seen its flags."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("identity", "0005_workspace_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeenFlags",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="identity.user",
                    ),
                ),
                ("last", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("last", models.UUIDField()),
            ],
        ),
    ]
