"""Seals over the log. The application may add and read them, and nothing else."""

from typing import Any, ClassVar

from django.db import migrations, models

import zhike.platform.changes.models
from zhike.platform.changes.partitions import protect


def protect_seals(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        protect(cursor, "changes_seal")


class Migration(migrations.Migration):
    """Make `changes_seal`."""

    dependencies: ClassVar = [("changes", "0001_first")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("xact", zhike.platform.changes.models.TransactionIdField()),
                ("change", models.UUIDField()),
                ("ids", models.BinaryField()),
                ("digests", models.BinaryField()),
                ("mark", models.BinaryField()),
            ],
        ),
        migrations.RunPython(protect_seals, migrations.RunPython.noop),
    ]
