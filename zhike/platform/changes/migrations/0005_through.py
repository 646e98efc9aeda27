"""By which token or app something was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("changes", "0004_keeping")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE changes_change ADD COLUMN through text",
            "ALTER TABLE changes_change DROP COLUMN through",
        ),
        migrations.AddField("change", "through", models.TextField(null=True)),
    ]
