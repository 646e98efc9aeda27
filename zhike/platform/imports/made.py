"""How many records an import made: rows may be lines of one record, and make others along the way. The change log knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry


def records_made(actor: Actor, began: datetime) -> dict[str, int]:
    """How many records of each object this transaction created since `began` for the actor's request."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object, count(*) FROM changes_change WHERE xact = pg_current_xact_id()"
            " AND at >= %s AND request = %s AND verb = 'create' GROUP BY object",
            [began, actor.request_id],
        )
        return dict(cursor.fetchall())


def described(made: Mapping[str, int]) -> list[dict[str, Any]]:
    """The counts with what the objects are called, most first."""
    return [
        {
            "object": key,
            "label": registry.get(key).spec.text("label" if count == 1 else "plural")._asdict(),
            "count": count,
        }
        for key, count in sorted(made.items(), key=lambda item: -item[1])
        if key in registry.specs
    ]
