"""Runs the statements of readers: values bound by the server, the text parsed once per connection.

The text of a list is the same on every request and only its values differ, so it is prepared; plans are made for the
values at hand (`plan_cache_mode` in settings), because a plan for any team or any filter is a bad one for most.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.pq import Format

from zhike.kit.sql import Sql

BINARY = Format.BINARY
Row = tuple[Any, ...]


def first_row(statement: Sql, *, binary: bool = False) -> Row | None:
    """The first row of the result, or None; `binary` brings `bytea` as the bytes they are."""
    with _cursor(binary=binary) as cursor:
        cursor.execute(statement.text, statement.params)
        row: Row | None = cursor.fetchone()
        return row


def all_rows(statement: Sql) -> list[Row]:
    """Every row of the result."""
    with _cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return list(cursor.fetchall())


def estimated_rows(statement: Sql) -> float:
    """How many rows the planner expects of a statement."""
    return float(_plan(statement)["Plan Rows"])


def estimated_cost(statement: Sql) -> float:
    """What the planner expects a statement to cost, in its units of about 4 us."""
    return float(_plan(statement)["Total Cost"])


def _plan(statement: Sql) -> dict[str, Any]:
    row = first_row(Sql("EXPLAIN (FORMAT JSON) ") + statement)
    assert row is not None  # a plan is one row
    plan: dict[str, Any] = row[0][0]["Plan"]
    return plan


def _cursor(*, binary: bool = False) -> Any:
    """A cursor of Django's, so that tests count what runs here, too; only the binding differs."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    raw: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]  # stubs miss the base class
    if binary:
        raw.format = BINARY
    return (
        connection.make_debug_cursor(raw)
        if connection.queries_logged
        else connection.make_cursor(raw)
    )
