"""Tokens have scopes and a kind, and know where they were used from. Those there are may do all, as before."""

import django.contrib.postgres.fields
from django.db import migrations, models


def full():
    return ["full"]


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_workspace_name")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="kind",
            field=models.CharField(default="person", max_length=10),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100), default=full, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="apitoken",
            name="last_used_ip",
            field=models.GenericIPAddressField(null=True),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["person", "access", "refresh"])),
                name="identity_apitoken_kind",
            ),
        ),
    ]
