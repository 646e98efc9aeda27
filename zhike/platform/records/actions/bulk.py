"""The same change to many records: set-based, one change row each, in batches of bounded size."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import F

from zhike.kit.clock import now
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.actions.change import refusals_as_errors
from zhike.platform.records.actions.entries import entry_fields, entry_values, rewrite_entries
from zhike.platform.records.actions.values import assign_values, clean_values, read_values
from zhike.platform.records.errors import TooManyRecords
from zhike.platform.records.models import Record
from zhike.platform.records.query.filters import Node
from zhike.platform.records.query.page import count_rows, matching_ids

BULK_LIMIT: Final = 50_000
BATCH: Final = 1_000


def bulk_targets(actor: Actor, object_key: str, node: Node, action: str) -> list[UUID]:
    """The records of a filter that the actor reaches with `action`. Raises TooManyRecords over 50,000."""
    ids = matching_ids(actor, object_key, node, action=action, limit=BULK_LIMIT + 1)
    if len(ids) > BULK_LIMIT:
        raise TooManyRecords(limit=BULK_LIMIT)
    return ids


def bulk_preview(actor: Actor, object_key: str, node: Node) -> dict[str, dict[str, object]]:
    """How many records of a filter the actor may edit, and how many they may delete. Raises Forbidden."""
    policy_of(actor).require(object_key, "bulk")
    return {
        action: count_rows(actor, object_key, node, action=action, cap=BULK_LIMIT)
        for action in ("edit", "delete")
    }


def bulk_update(actor: Actor, object_key: str, node: Node, values: Mapping[str, Any]) -> int:
    """Set `values` on every record of the filter that the actor may edit; returns how many changed.

    All or nothing, in one transaction. Raises Forbidden, ValidationFailed, TooManyRecords, Duplicate.
    """
    type_ = registry.get(object_key)
    policy_of(actor).require(object_key, "bulk")
    changed = 0
    with refusals_as_errors(type_):
        cleaned = clean_values(actor, type_, values, create=False)
        ids = bulk_targets(actor, object_key, node, "edit")
        for start in range(0, len(ids), BATCH):
            changed += _update_batch(actor, type_, ids[start : start + BATCH], cleaned)
    return changed


def bulk_delete(actor: Actor, object_key: str, node: Node) -> int:
    """Put every record of the filter that the actor may delete into the trash; returns how many."""
    type_ = registry.get(object_key)
    policy_of(actor).require(object_key, "bulk")
    with refusals_as_errors(type_):
        ids = bulk_targets(actor, object_key, node, "delete")
        for start in range(0, len(ids), BATCH):
            move_many(actor, type_, ids[start : start + BATCH], "delete")
    return len(ids)


def move_many(
    actor: Actor, type_: ObjectType, ids: Sequence[UUID], verb: Literal["delete", "restore"]
) -> None:
    """Put records into the trash, or take them out of it; the caller saw to rights and to the transaction."""
    moment = now()
    deleted_at = moment if verb == "delete" else None
    type_.spec.records.filter(pk__in=ids).update(
        deleted_at=deleted_at,
        version=F("version") + 1,
        updated_at=moment,
        updated_by=actor.user_id,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE records_entry SET deleted_at = %s WHERE id = ANY(%s)", [deleted_at, list(ids)]
        )
    write_changes(actor, [ChangeRow(type_.key, record_id, verb) for record_id in ids])
    for effect in type_.spec.effects:
        effect(actor, verb, ids)


def _update_batch(actor: Actor, type_: ObjectType, ids: list[UUID], cleaned: dict[str, Any]) -> int:
    rows: list[ChangeRow] = []
    entries: list[tuple[UUID, str, str, str]] = []
    touched: set[str] = set()
    renamed = not set(entry_fields(type_)).isdisjoint(cleaned)
    records = type_.spec.records
    locked = list(
        records.select_for_update(of=("self",))
        .filter(pk__in=ids, deleted_at__isnull=True)
        .order_by("pk")
    )
    writes: dict[str, Any] = {}
    for record in locked:
        assert isinstance(record, Record)
        before = read_values(type_, record, list(cleaned))
        after = {path: value for path, value in cleaned.items() if value != before[path]}
        if not after:
            continue
        touched = assign_values(type_, record, cleaned)
        for check in type_.spec.checks:
            check(actor, record, frozenset(after))
        rows.append(
            ChangeRow(type_.key, record.pk, "update", {path: before[path] for path in after}, after)
        )
        if renamed:
            entries.append(
                (record.pk, *entry_values(type_, read_values(type_, record, entry_fields(type_))))
            )
        writes = {name: getattr(record, name) for name in touched if name != "custom"}
    changed_ids = [row.record for row in rows]
    if changed_ids:
        target = records.filter(pk__in=changed_ids)
        target.update(
            **writes, version=F("version") + 1, updated_at=now(), updated_by=actor.user_id
        )
        if "custom" in touched:
            _merge_custom(type_, changed_ids, cleaned)
        rewrite_entries(entries)
        write_changes(actor, rows)
        for effect in type_.spec.effects:
            effect(actor, "update", changed_ids)
    return len(changed_ids)


def _merge_custom(type_: ObjectType, ids: list[UUID], cleaned: dict[str, Any]) -> None:
    customs = {
        type_.fields[path].key: value
        for path, value in cleaned.items()
        if type_.fields[path].custom
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {type_.spec.table} t SET custom = jsonb_strip_nulls(t.custom || %s::jsonb)"
            f" WHERE t.id = ANY(%s) AND {type_.spec.holds('t')}",
            [orjson.dumps(customs).decode(), ids],
        )
