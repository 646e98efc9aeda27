"""Indexes of the lookups administrators made, built by the owner of the tables while everybody works on.

An object of a few thousand records needs none: they are read faster than an index is chosen, and each index costs every statement
about the table some planning. So one comes when there is enough to look through, and goes with its field.
"""

import logging
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connections

from zhike.kit.sql import Sql, ident, literal
from zhike.platform.metadata.models import CustomField
from zhike.platform.metadata.registry import registry

log = logging.getLogger(__name__)

ENOUGH: Final = 5_000
"""Records of an object from which on its lookups are indexed."""
PREFIX: Final = "records_lookup_"


@dataclass(frozen=True, slots=True)
class LookupIndex:
    """An index of one lookup: its name, from the id of the field, and what it is on."""

    name: str
    definition: Sql


def settle_indexes(*, using: str = "owner") -> tuple[list[str], list[str]]:
    """Build what is missing and drop what nobody needs; returns the names of both. Safe to end and to begin again.

    `using` is a connection that owns the tables and is in no transaction: an index is built concurrently.
    """
    wanted = {index.name: index for index in _wanted(using)}
    present = _present(using)
    known = {f"{PREFIX}{row.id.hex}" for row in CustomField.objects.filter(kind="lookup")}
    dropped = [name for name, valid in present.items() if name not in known or not valid]
    for name in dropped:
        _do(Sql("DROP INDEX CONCURRENTLY IF EXISTS ") + ident(name), using)
    built = []
    for name, index in wanted.items():
        if not present.get(name):
            try:
                _do(index.definition, using)
                built.append(name)
            except DatabaseError as error:
                log.warning("the index %s could not be built: %s", name, error)
    return built, dropped


def _wanted(using: str) -> list[LookupIndex]:
    counts: dict[str, bool] = {}
    found = []
    for row in CustomField.objects.filter(kind="lookup"):
        if row.object not in registry.specs:
            continue
        if row.object not in counts:
            counts[row.object] = _has_enough(row.object, using)
        if counts[row.object]:
            found.append(_index_of(row))
    return found


def _has_enough(object_key: str, using: str) -> bool:
    rows = registry.get(object_key).spec.rows
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {rows} r LIMIT {ENOUGH:d}) c")
        return int(cursor.fetchone()[0]) >= ENOUGH


def _index_of(row: CustomField) -> LookupIndex:
    """Newest first behind each record, as related lists are read."""
    spec = registry.get(row.object).spec
    name = f"{PREFIX}{row.id.hex}"
    owned = Sql(" AND object_key = ") + literal(spec.key) if spec.shared else Sql("")
    definition = (
        Sql("CREATE INDEX CONCURRENTLY IF NOT EXISTS ")
        + ident(name)
        + Sql(" ON ")
        + ident(spec.table)
        + Sql(" (((custom->>")
        + literal(row.key)
        + Sql(")::uuid), updated_at DESC, id DESC) WHERE deleted_at IS NULL")
        + owned
    )
    return LookupIndex(name, definition)


def _present(using: str) -> dict[str, bool]:
    """The indexes there are, and whether each was built to its end."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE c.relname LIKE %s AND c.relnamespace = 'public'::regnamespace",
            [PREFIX.replace("_", "\\_") + "%"],
        )
        return dict(cursor.fetchall())


def _do(statement: Sql, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(statement.text, statement.params or None)
