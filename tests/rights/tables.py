"""Whether anything in the database changed: checksums of all tables, taken only where something was written at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

UPKEEP = {
    "identity_session": "when a session was last seen",
    "identity_attempt": "the throttle counts refusals",
    "records_idempotentanswer": "answers kept for a repeated request",
}
"""Tables that may change though nothing was done, and why."""


class Tables:
    """Remembers how all tables are now."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                " AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
            )
            self._names = [name for (name,) in cursor.fetchall() if name not in UPKEEP]
        self._begun = self._sums()
        self._written = self._writes()

    def begin(self) -> None:
        """Look at nothing written so far: it was taken back."""
        self._written = self._writes()

    def changed(self) -> list[str]:
        """The tables that are not as they were at the beginning."""
        written = self._writes()
        if written == self._written:
            return []
        # Writes that were taken back count, too, so what was written says only where to look.
        self._written = written
        now = self._sums()
        return [name for name in self._names if now[name] != self._begun[name]]

    def _writes(self) -> tuple[int, ...]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del) FROM pg_stat_xact_user_tables"
            )
            return tuple(int(count or 0) for count in cursor.fetchone())

    def _sums(self) -> dict[str, str]:
        pieces = " UNION ALL ".join(
            f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{name}\" t"
            for name in self._names
        )
        with connection.cursor() as cursor:
            cursor.execute(pieces)
            return dict(cursor.fetchall())


@contextmanager
def unchanged() -> Iterator[None]:
    """What is done inside changes no table."""
    tables = Tables()
    yield
    changed = tables.changed()
    assert changed == [], changed
