"""Reading progress rows: the job tray of one person, and single rows for live updates."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhike.kit.clock import now
from zhike.platform.jobs.models import Progress

MOST: Final = 30
KEPT_IN_SIGHT: Final = timedelta(days=1)

_ROW: Final = (
    "json_build_object('id', id, 'kind', kind, 'title', title, 'state', state, 'done', done,"
    " 'total', total, 'result', result, 'error', error, 'created_at', created_at,"
    " 'updated_at', updated_at)::text"
)


def tray_of(user_id: UUID) -> list[Progress]:
    """What a person waits for, and what ended since yesterday; newest first."""
    rows = Progress.objects.filter(user_id=user_id)
    recent = rows.filter(updated_at__gt=now() - KEPT_IN_SIGHT)
    open_ones = rows.filter(state__in=("queued", "running"))
    return list((recent | open_ones).order_by("-created_at")[:MOST])


def progress_json(ids: Sequence[UUID]) -> dict[UUID, str]:
    """JSON text of the rows, ready to be sent; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {_ROW} FROM jobs_progress WHERE id = ANY(%s)", [list(ids)])
        rows: list[Any] = cursor.fetchall()
    return dict(rows)
