"""Monthly partitions of the log, made ahead of time by the owner of the tables.

Rows of a month without a partition land in the default one, so a missed run loses nothing; the next run moves them
to where they belong. The application's role may add and read rows and do nothing else to them.
"""

from datetime import UTC, date, datetime
from itertools import pairwise

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from zhike.kit.clock import now


def month_starts(first: date, count: int) -> list[date]:
    """The first days of `count` months from the month of `first` on."""
    months = [first.year * 12 + first.month - 1 + step for step in range(count)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def make_partitions(*, months_ahead: int = 3, using: str = "owner") -> list[str]:
    """Make the partitions of this month and the coming ones; returns the names of the new ones.

    `using` is a connection that owns the table. Safe to run at any time and by two processes at once.
    """
    made = []
    starts = month_starts(now().date(), months_ahead + 2)
    for start, end in pairwise(starts):
        name = f"changes_change_{start:%Y_%m}"
        if _make_partition(name, _midnight(start), _midnight(end), using):
            made.append(name)
    return made


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _make_partition(name: str, start: datetime, end: datetime, using: str) -> bool:
    part = sql.Identifier(name)
    limits = {"part": part, "start": sql.Literal(start), "end": sql.Literal(end)}
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('changes.partitions'))")
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone() != (None,):
            return False
        cursor.execute(
            sql.SQL("CREATE TABLE {part} (LIKE changes_change INCLUDING DEFAULTS)").format(
                part=part
            )
        )
        cursor.execute(
            sql.SQL(
                "WITH strays AS (DELETE FROM changes_change_default"
                " WHERE at >= {start} AND at < {end} RETURNING *)"
                " INSERT INTO {part} SELECT * FROM strays"
            ).format(**limits)
        )
        cursor.execute(
            sql.SQL(
                "ALTER TABLE changes_change ATTACH PARTITION {part}"
                " FOR VALUES FROM ({start}) TO ({end})"
            ).format(**limits)
        )
        protect(cursor, name)
    return True


def protect(cursor: CursorWrapper, table: str) -> None:
    """Leave every role but the owner of `table` nothing except INSERT and SELECT."""
    cursor.execute(
        "SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl)"
        " WHERE oid = %s::regclass AND grantee NOT IN (relowner, 0)"
        " AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')",
        [table],
    )
    for (role,) in cursor.fetchall():
        cursor.execute(
            sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                sql.Identifier(table), sql.SQL(role)
            )
        )
