"""Sharing rules for departments, attributes of people, and versions of roles and rules."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0002_rights"), ("identity", "0005_workspace_name")]

    operations = [
        migrations.CreateModel(
            name="PersonAttribute",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("label_en", models.CharField(max_length=100)),
                ("label_zh", models.CharField(max_length=100)),
                ("options", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="PersonValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=100)),
                (
                    "attribute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.personattribute",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="personvalue",
            constraint=models.UniqueConstraint(
                fields=("user", "attribute", "value"), name="access_personvalue_once"
            ),
        ),
        migrations.AddField(
            model_name="sharingrule",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.department",
            ),
        ),
        migrations.AddField("sharingrule", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("storedrole", "version", models.PositiveIntegerField(default=1)),
    ]
