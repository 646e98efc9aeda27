"""What a field that was taken away left in the records, and whether another field can live with it."""

from typing import Final

from django.db import connection

from zhike.platform.metadata.spec import ObjectSpec

_ID: Final = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def holds_values(spec: ObjectSpec, key: str) -> bool:
    """Whether a record, in the trash or not, holds anything under the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {spec.rows} r WHERE jsonb_typeof(r.custom->%s) <> 'null')",
            [key],
        )
        return bool(cursor.fetchone()[0])


def holds_no_ids(spec: ObjectSpec, key: str) -> bool:
    """Whether a record, in the trash or not, holds something under the key that is the id of nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {spec.rows} r WHERE r.custom ? %s AND r.custom->>%s !~ %s)",
            [key, key, _ID],
        )
        return bool(cursor.fetchone()[0])
