"""Tables filled by COPY: the one place that writes records without actions, because a million must be there in minutes.

Rows go through no permission, no validation and no change log, so nothing of the product may import this.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Self

import orjson
import psycopg
from psycopg import sql

_FLUSH = 1 << 20
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def text(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return orjson.dumps(value).decode().translate(_ESCAPES)
    if isinstance(value, list):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    return str(value)


class Table:
    """One table being filled, on a connection of its own so that several fill at once."""

    def __init__(self, dsn: str, name: str, columns: Sequence[str]) -> None:
        self._connection = psycopg.connect(dsn)
        self._cursor = self._connection.cursor()
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        self._context = self._cursor.copy(statement)
        self._copy = self._context.__enter__()
        self._lines: list[str] = []
        self._size = 0

    def add(self, values: Iterable[Any]) -> None:
        """One row."""
        line = "\t".join([text(value) for value in values])
        self._lines.append(line)
        self._size += len(line)
        if self._size > _FLUSH:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            self._copy.write("\n".join(self._lines) + "\n")
            self._lines.clear()
            self._size = 0

    def close(self) -> None:
        """Send what is left and commit."""
        self._flush()
        self._context.__exit__(None, None, None)
        self._connection.commit()
        self._connection.close()


class Bare:
    """Tables without secondary indexes and foreign keys while they are filled; both come back at the end."""

    def __init__(self, dsn: str, tables: Sequence[str]) -> None:
        self._dsn, self._tables = dsn, list(tables)
        self._again: list[str] = []

    def __enter__(self) -> Self:
        with psycopg.connect(self._dsn) as connection:
            keys = connection.execute(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
                [self._tables],
            ).fetchall()
            indexes = connection.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
                " (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u', 'x'))",
                [self._tables],
            ).fetchall()
            for table, name, definition in keys:
                connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                self._again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
            for name, definition in indexes:
                connection.execute(f'DROP INDEX "{name}"')
                self._again.append(definition)
        return self

    def __exit__(self, *_: object) -> None:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '512MB'")
            for statement in reversed(self._again):
                connection.execute(statement)
            for table in self._tables:
                connection.execute(f"VACUUM (ANALYZE) {table}")
