"""An import says how many records it made, not only what became of its rows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_scopes")]

    operations = [
        migrations.AddField("import", "made", models.JSONField(db_default={}, default=dict)),
    ]
