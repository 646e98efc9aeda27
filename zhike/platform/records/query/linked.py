"""Records tied to a record, as far as the reader may see them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from zhike.kit.sql import Sql
from zhike.platform.access.policy import Policy
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.records.query.columns import entry_title
from zhike.platform.records.query.reach import around_rows, reached_rows, visible_entries


def visible_references(policy: Policy, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """`{"id", "title", "object"}` of the entries among `ids` that the reader may view; no statement for none."""
    if not ids:
        return []
    statement = (
        Sql("SELECT e.id, ")
        + entry_title(policy, "e")
        + Sql(", e.object FROM records_entry e WHERE e.id = ANY(%s) AND ", (list(ids),))
        + visible_entries(policy, "e")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [dict(zip(("id", "title", "object"), row, strict=True)) for row in cursor.fetchall()]


def is_visible(policy: Policy, type_: ObjectType, record_id: UUID) -> bool:
    """Whether the record is there and the reader may view it."""
    return reaches(policy, type_, record_id, "view", trashed=False)


def within_reach(
    policy: Policy,
    type_: ObjectType,
    record_id: UUID,
    owner_id: UUID | None,
    action: str,
    *,
    trashed: bool = False,
) -> bool:
    """Whether `action` reaches a record whose owner is known; asks the database only where the owner does not decide."""
    scope = policy.rows(type_.key, action)
    return scope.covers(owner_id) or (
        scope.widened and reaches(policy, type_, record_id, action, trashed=trashed)
    )


def reaches(
    policy: Policy, type_: ObjectType, record_id: UUID, action: str, *, trashed: bool
) -> bool:
    """Whether the record is there (or in the trash), visible, and within what `action` reaches."""
    parts = [Sql(f"o.deleted_at IS {'NOT ' if trashed else ''}NULL")]
    parts += [reached_rows(type_, policy, "o", name) for name in dict.fromkeys(("view", action))]
    if not trashed:
        parts += around_rows(type_, policy, "o")
    statement = Sql(
        f"SELECT 1 FROM {type_.spec.rows} o WHERE o.id = %s AND ", (record_id,)
    ) + Sql.join(" AND ", parts)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return cursor.fetchone() is not None


def reached_ids(
    policy: Policy, type_: ObjectType, records: Sequence[UUID], action: str
) -> set[UUID]:
    """Those of the records that `action` reaches and that are about nothing hidden, in the trash or not."""
    conditions = [reached_rows(type_, policy, "o", action), *around_rows(type_, policy, "o")]
    statement = Sql(
        f"SELECT o.id FROM {type_.spec.rows} o WHERE o.id = ANY(%s) AND ",
        (list(records),),
    ) + Sql.join(" AND ", conditions)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return {row[0] for row in cursor.fetchall()}


def linked_records(policy: Policy, record_id: UUID) -> list[dict[str, Any]]:
    """`{"id", "object", "title", "kind", "outgoing"}` of every record tied to this one, either way, newest tie first."""
    statement = (
        Sql("SELECT e.id, e.object, ")
        + entry_title(policy, "e")
        + Sql(
            ", l.kind, l.outgoing FROM ("
            " SELECT target_id AS other, kind, id, true AS outgoing FROM records_link WHERE source_id = %s"
            " UNION ALL SELECT source_id, kind, id, false FROM records_link WHERE target_id = %s"
            ") l JOIN records_entry e ON e.id = l.other WHERE ",
            (record_id, record_id),
        )
        + visible_entries(policy, "e")
        + Sql(" ORDER BY l.id DESC LIMIT 200")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        names = ("id", "object", "title", "kind", "outgoing")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
