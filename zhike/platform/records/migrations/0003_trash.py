"""When what was in the trash went for good, and an index that lists the trash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_share"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="purged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False), ("purged_at__isnull", True)),
                fields=["-deleted_at", "-id"],
                name="records_entry_trash",
            ),
        ),
    ]
