"""Reading the log: each consumer has a cursor, is told every change once, and loses none.

A transaction gets its number when it first writes but commits at any later time, so "everything newer than the last
row seen" would skip rows that commit late. Only rows of transactions older than every running one are read
(`xact < pg_snapshot_xmin(...)`), in the order (transaction, id): nothing can appear behind the cursor any more.
The price is that one long transaction holds all consumers back until it ends. Numbers of transactions belong to one
cluster: a dump restored into another must get new ones, as that cluster counts from the beginning.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

import orjson
from django.db import connection, transaction

from zhike.platform.changes.models import Change

log = logging.getLogger(__name__)

LONGEST_PAUSE: Final = 300
_START: Final = UUID(int=0)

_COLUMNS: Final = [
    "id",
    "at",
    "actor_id",
    "via",
    "object",
    "record",
    "verb",
    "before",
    "after",
    "request",
    "xact",
]
_NEXT: Final = f"""
SELECT {", ".join(_COLUMNS)} FROM changes_change
WHERE (xact, id) > (%s::xid8, %s) AND xact < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY xact, id LIMIT %s
"""


class Consumer(Protocol):
    """Somebody who must be told of every change. `name` is the key of its cursor and never changes."""

    name: str

    def handle(self, changes: Sequence[Change]) -> None:
        """Take the next changes, oldest first, in the transaction that moves the cursor.

        What is raised here undoes everything done here and keeps the cursor where it was; the same changes come
        again after a pause that doubles up to `LONGEST_PAUSE` seconds.
        """


_consumers: dict[str, Consumer] = {}


def register_consumer(consumer: Consumer) -> None:
    """Have the worker tell this consumer of every change from the first one on."""
    _consumers[consumer.name] = consumer


def run_consumers(limit: int = 1000) -> int:
    """Tell every consumer of up to `limit` changes; returns how many changes were handled in all.

    A consumer that another worker is telling just now, or that pauses after a failure, is passed over.
    """
    return sum(run_consumer(consumer, limit) for consumer in list(_consumers.values()))


def run_consumer(consumer: Consumer, limit: int = 1000) -> int:
    """Tell one consumer of up to `limit` changes; returns how many. What it raises is logged and kept."""
    try:
        with transaction.atomic():
            return _deliver(consumer, limit)
    except Exception as error:
        log.exception("consumer %s failed and will be told again", consumer.name)
        _note_failure(consumer.name, error)
        return 0


def _deliver(consumer: Consumer, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO changes_cursor (name, xact, change, updated_at, failures, error)"
            " VALUES (%s, '0', %s, now(), 0, '') ON CONFLICT DO NOTHING",
            [consumer.name, _START],
        )
        cursor.execute(
            "SELECT xact::text, change FROM changes_cursor"
            " WHERE name = %s AND (retry_at IS NULL OR retry_at <= now())"
            " FOR UPDATE SKIP LOCKED",
            [consumer.name],
        )
        place = cursor.fetchone()
        if place is None:
            return 0
        cursor.execute(_NEXT, [*place, limit])
        changes = [_change(row) for row in cursor.fetchall()]
        if not changes:
            return 0
        consumer.handle(changes)
        cursor.execute(
            "UPDATE changes_cursor SET xact = %s::xid8, change = %s, updated_at = now(),"
            " failures = 0, retry_at = NULL, error = '' WHERE name = %s",
            [str(changes[-1].xact), changes[-1].id, consumer.name],
        )
        return len(changes)


def _change(row: tuple[Any, ...]) -> Change:
    values = dict(zip(_COLUMNS, row, strict=True))
    for key in ("before", "after"):
        values[key] = orjson.loads(values[key])
    values["xact"] = int(values["xact"])
    return Change(**values)


@dataclass(frozen=True, slots=True)
class Failing:
    """A consumer whose last try failed. `since` is when the oldest change it has not heard was written."""

    name: str
    error: str
    failures: int
    since: datetime | None


def failing_consumers() -> list[Failing]:
    """Consumers that are behind because they failed, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, error, failures, (SELECT at FROM changes_change AS waiting"
            " WHERE (waiting.xact, waiting.id) > (c.xact, c.change) ORDER BY xact, id LIMIT 1)"
            " FROM changes_cursor AS c WHERE failures > 0 ORDER BY name"
        )
        return [Failing(*row) for row in cursor.fetchall()]


def _note_failure(name: str, error: Exception) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO changes_cursor AS c"
            " (name, xact, change, updated_at, failures, error, retry_at)"
            " VALUES (%s, '0', %s, now(), 1, %s, now() + interval '1 second')"
            " ON CONFLICT (name) DO UPDATE SET failures = c.failures + 1, error = EXCLUDED.error,"
            " retry_at = now() + make_interval(secs => least(power(2, least(c.failures, 20)), %s))",
            [name, _START, f"{type(error).__name__}: {error}"[:2000], LONGEST_PAUSE],
        )
