"""The log, partitioned by month with a default partition, and the cursors of its readers."""

from typing import Any, ClassVar

from django.db import migrations, models

import zhike.platform.changes.models
from zhike.platform.changes.partitions import make_partitions, protect

LOG = """
CREATE TABLE changes_change (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    via text NOT NULL,
    object text NOT NULL,
    record uuid NOT NULL,
    verb text NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    request uuid,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX changes_change_record ON changes_change (record, at DESC);
CREATE INDEX changes_change_order ON changes_change (xact, id);
CREATE TABLE changes_change_default PARTITION OF changes_change DEFAULT;
"""


def protect_and_part(apps: Any, schema_editor: Any) -> None:
    """Take UPDATE and DELETE from the application, then make the first months."""
    with schema_editor.connection.cursor() as cursor:
        protect(cursor, "changes_change")
        protect(cursor, "changes_change_default")
    make_partitions(using=schema_editor.connection.alias)


class Migration(migrations.Migration):
    """Make `changes_change` and `changes_cursor`."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.RunSQL(LOG, "DROP TABLE changes_change"),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "id", "at", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(null=True)),
                ("via", models.CharField(max_length=10)),
                ("object", models.CharField(max_length=64)),
                ("record", models.UUIDField()),
                ("verb", models.CharField(max_length=64)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("request", models.UUIDField(null=True)),
                ("xact", zhike.platform.changes.models.TransactionIdField()),
            ],
            options={"db_table": "changes_change", "managed": False},
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("xact", zhike.platform.changes.models.TransactionIdField()),
                ("change", models.UUIDField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
            ],
        ),
        migrations.RunPython(protect_and_part, migrations.RunPython.noop),
    ]
