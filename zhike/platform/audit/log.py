"""Reading the log: what was asked for, newest first, page by page.

Ids grow with time, so the primary keys of the partitions give the order and a page costs what it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from zhike.kit.sql import TRUE, Sql

LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows; None is all."""

    person: UUID | None = None
    object: str | None = None
    verb: str | None = None
    via: str | None = None
    record: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log as it was written."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    via: str
    through: str | None
    object: str
    record: UUID
    verb: str
    before: dict[str, Any]
    after: dict[str, Any]


def log_page(asked: Asked, *, before: UUID | None, limit: int) -> list[LogRow]:
    """At most `limit` rows older than the row `before`, newest first. One statement."""
    condition = _condition(asked)
    if before is not None:
        condition += Sql(" AND c.id < %s", (before,))
    statement = (
        Sql(
            "SELECT c.id, c.at, c.actor_id, c.via, c.through, c.object, c.record, c.verb, c.before, c.after"
            " FROM changes_change c WHERE "
        )
        + condition
        + Sql(" ORDER BY c.id DESC LIMIT %s", (limit,))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [LogRow(*row[:8], *map(_json, row[8:])) for row in cursor.fetchall()]


def log_pages(asked: Asked, size: int) -> Iterator[list[LogRow]]:
    """All rows, in lists of at most `size`."""
    last: UUID | None = None
    while page := log_page(asked, before=last, limit=size):
        yield page
        last = page[-1].id


def log_count(asked: Asked) -> int:
    """How many rows there are."""
    statement = Sql("SELECT count(*) FROM changes_change c WHERE ") + _condition(asked)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return int(cursor.fetchone()[0])


def _json(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(value) if isinstance(value, str | bytes) else value
    return found


def _condition(asked: Asked) -> Sql:
    parts = [TRUE]
    for column, value in (
        ("actor_id", asked.person),
        ("object", asked.object),
        ("verb", asked.verb),
        ("via", asked.via),
        ("record", asked.record),
    ):
        if value is not None:
            parts.append(Sql(f"c.{column} = %s", (value,)))
    if asked.since is not None:
        parts.append(Sql("c.at >= %s", (asked.since,)))
    if asked.until is not None:
        parts.append(Sql("c.at < %s", (asked.until,)))
    return Sql.join(" AND ", parts)
