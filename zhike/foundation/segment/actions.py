"""Counting the members of a segment and keeping the count. Derived upkeep: no change row, no version."""

import logging
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from zhike.foundation.segment.models import Segment
from zhike.foundation.segment.queries import count_matching, owner_of
from zhike.kit.clock import now, today
from zhike.kit.errors import Forbidden, NotFound
from zhike.platform.records.errors import InvalidFilter
from zhike.platform.records.query.filters import Named

log = logging.getLogger(__name__)

GIVEN_UP_MS: Final = 30_000


def mark_stale(objects: Sequence[str]) -> None:
    """Note that records of these objects changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE segment_segment SET stale = TRUE WHERE NOT stale AND reads && %s::varchar[]",
            [list(objects)],
        )


def _give_up_after(milliseconds: int) -> None:
    """Limit the statements of this transaction. Requests have a shorter limit, which stays; work in the background has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true)"
            " WHERE current_setting('statement_timeout') = '0'",
            [f"{milliseconds}ms"],
        )


def refresh_members(segment_id: UUID) -> tuple[int, int] | None:
    """Count the members its owner may view; `(count, milliseconds)`, or None where it cannot be counted any more.

    `stale` is taken away before counting: what changes meanwhile makes the segment stale again.
    """
    segment = Segment.objects.filter(pk=segment_id, deleted_at__isnull=True).first()
    if segment is None:
        return None
    Segment.objects.filter(pk=segment_id).update(stale=False)
    try:
        node = Named("segment", segment_id, ("segment",))
        with transaction.atomic():
            _give_up_after(GIVEN_UP_MS)
            count, took = count_matching(owner_of(segment), segment.target, node)
    except (InvalidFilter, Forbidden, NotFound):
        # A field it names is gone, or its owner is: the last count stays, with its date.
        Segment.objects.filter(pk=segment_id).update(refreshed_at=now())
        return None
    except DatabaseError:
        # Most likely it took too long: still to be counted, but not before it waited as if it had taken this long.
        log.exception("segment %s could not be counted", segment_id)
        Segment.objects.filter(pk=segment_id).update(
            stale=True, refreshed_at=now(), took_ms=GIVEN_UP_MS
        )
        return None
    moment = now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE segment_segment SET member_count = %s, refreshed_at = %s, took_ms = %s WHERE id = %s",
            [count, moment, took, segment_id],
        )
        cursor.execute(
            "INSERT INTO segment_segmentcount (segment_id, day, at, count) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (segment_id, day) DO UPDATE SET at = excluded.at, count = excluded.count",
            [segment_id, today(), moment, count],
        )
    return count, took
