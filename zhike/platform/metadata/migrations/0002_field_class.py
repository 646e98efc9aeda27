"""How delicate a custom field is, and how it is masked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metadata", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="customfield",
            name="field_class",
            field=models.CharField(default="internal", max_length=10),
        ),
        migrations.AddField(
            model_name="customfield",
            name="mask",
            field=models.CharField(blank=True, max_length=10, default=""),
            preserve_default=False,
        ),
    ]
