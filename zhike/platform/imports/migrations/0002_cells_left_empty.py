"""Rows that came in with a cell left empty are counted and kept with their problems."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_first")]

    operations = [
        migrations.AddField("import", "warned", models.BigIntegerField(default=0)),
        migrations.AddField(
            "rowproblem", "taken", models.BooleanField(db_default=False, default=False)
        ),
    ]
