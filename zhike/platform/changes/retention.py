"""How long the log is kept: whole months that are older are dropped, and the drop is sealed into the chain.

Dropping takes the owner of the tables; the application may not remove a row. Nothing is dropped unless everything before it is
as it was written, sealed and read by every consumer.
"""

import logging
import re
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from zhike.kit.clock import now
from zhike.platform.changes.models import Seal
from zhike.platform.changes.partitions import month_starts
from zhike.platform.changes.seals import DIGEST_SQL, MODULUS, append, row_hash, verify

log = logging.getLogger(__name__)

FEWEST_MONTHS: Final = 6
"""Laws ask for 180 days; six whole months are never fewer."""
MOST_MONTHS: Final = 240
_NAME: Final = re.compile(r"changes_change_(\d{4})_(\d{2})\Z")


def drop_old_months(months: int, *, using: str = "owner") -> list[str]:
    """Drop the partitions that ended `months` months ago or more; returns their names. Raises ValueError under six."""
    if months < FEWEST_MONTHS:
        raise ValueError(f"the log is kept for {FEWEST_MONTHS} months at least")
    old = _old_partitions(months, using)
    if not old:
        return []
    if (finding := verify().finding) is not None:
        log.error("the log is not as it was sealed (%s), so nothing of it is dropped", finding)
        return []
    return [name for name, start, end in old if _drop(name, start, end, using)]


def _old_partitions(months: int, using: str) -> list[tuple[str, datetime, datetime]]:
    """Name, start and end of each whole month that is old enough, oldest first."""
    today = now().date()
    month = today.year * 12 + today.month - 1 - months
    kept_from = datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'changes_change'::regclass ORDER BY 1"
        )
        names = [row[0] for row in cursor.fetchall()]
    found = []
    for name in names:
        if matched := _NAME.search(name):
            first, following = month_starts(date(int(matched[1]), int(matched[2]), 1), 2)
            start, end = (
                datetime(day.year, day.month, 1, tzinfo=UTC) for day in (first, following)
            )
            if end <= kept_from:
                found.append((name, start, end))
    return found


def _drop(name: str, start: datetime, end: datetime, using: str) -> bool:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        # The sealer holds this row while it writes, so no seal can come between.
        cursor.execute("SELECT 1 FROM changes_cursor WHERE name = 'seal' FOR UPDATE")
        last = Seal.objects.using(using).order_by("-number").first()
        if last is None or not _is_behind_all(cursor, name, last):
            return False
        rows, total = _sum(name, using)
        seal = Seal(
            at=now(),
            xact=last.xact,
            change=last.change,
            ids=b"",
            digests=b"",
            dropped={
                "start": start.isoformat(),
                "end": end.isoformat(),
                "rows": rows,
                "sum": f"{total:064x}",
            },
        )
        append(seal, last).save(force_insert=True, using=using)
        part = sql.Identifier(name)
        cursor.execute(sql.SQL("ALTER TABLE changes_change DETACH PARTITION {}").format(part))
        cursor.execute(sql.SQL("DROP TABLE {}").format(part))
    return True


def _is_behind_all(cursor: CursorWrapper, name: str, last: Seal) -> bool:
    """Whether every row of a partition is sealed and was read by every consumer."""
    cursor.execute(
        sql.SQL(
            "SELECT NOT EXISTS (SELECT 1 FROM {} p WHERE (p.xact, p.id) > (%s::xid8, %s)"
            " OR EXISTS (SELECT 1 FROM changes_cursor c WHERE (c.xact, c.change) < (p.xact, p.id)))"
        ).format(sql.Identifier(name)),
        [str(last.xact), last.change],
    )
    found: tuple[Any, ...] | None = cursor.fetchone()
    return bool(found and found[0])


def _sum(name: str, using: str) -> tuple[int, int]:
    """How many rows a partition has, and the sum of their hashes; read in constant memory."""
    statement = sql.SQL("SELECT id, {} FROM {}").format(sql.SQL(DIGEST_SQL), sql.Identifier(name))
    rows = total = 0
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(statement)
        while found := cursor.fetchmany(5_000):
            rows += len(found)
            total += sum(row_hash(UUID(str(one)), bytes(digest)) for one, digest in found)
    return rows, total % MODULUS
