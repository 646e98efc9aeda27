"""How long the log is kept and what its daily verification found; seals that say a month was dropped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("changes", "0003_audit_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Keeping",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("months", models.PositiveSmallIntegerField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("rows", models.BigIntegerField(default=0)),
                ("seals", models.BigIntegerField(default=0)),
                ("finding", models.CharField(blank=True, max_length=20)),
                ("seal", models.BigIntegerField(default=0)),
                ("row", models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="seal",
            name="dropped",
            field=models.JSONField(null=True),
        ),
    ]
