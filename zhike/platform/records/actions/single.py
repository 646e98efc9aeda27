"""Create, update, delete to the trash, and restore one record of any object."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from zhike.kit.clock import now
from zhike.kit.errors import StaleVersion
from zhike.kit.ids import new_id
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.actions.change import action, locked_record, refusals_as_errors
from zhike.platform.records.actions.entries import entry_fields, entry_values
from zhike.platform.records.actions.numbers import numbers_for
from zhike.platform.records.actions.values import assign_values, clean_values, read_values
from zhike.platform.records.models import Record


def create_record(
    actor: Actor, object_key: str, values: Mapping[str, Any], *, system: bool = False
) -> UUID:
    """Create a record and return its id; the actor owns it unless `owner` is given.

    `system` lets a verb of the house fill read-only fields. Raises Forbidden, ValidationFailed, Duplicate.
    """
    type_ = registry.get(object_key)
    policy_of(actor).require(object_key, "create")
    with refusals_as_errors(type_):
        if "owner" not in values and actor.user_id is not None:
            values = {**values, "owner": str(actor.user_id)}
        cleaned = clean_values(actor, type_, values, create=True, system=system)
        cleaned |= numbers_for(type_, 1)[0]
        moment = now()
        record = type_.spec.new(
            pk=new_id(),
            created_at=moment,
            updated_at=moment,
            created_by_id=actor.user_id,
            updated_by_id=actor.user_id,
        )
        assert isinstance(record, Record)
        assign_values(type_, record, cleaned)
        for check in type_.spec.checks:
            check(actor, record, frozenset(cleaned))
        insert_entry(type_, record)
        record.save(force_insert=True)
        written = {path: value for path, value in cleaned.items() if value not in (None, [])}
        write_changes(actor, [ChangeRow(object_key, record.pk, "create", {}, written)])
        for effect in type_.spec.effects:
            effect(actor, "create", [record.pk])
    return record.pk  # type: ignore[no-any-return]  # the primary key is a one-to-one field


def insert_entry(type_: ObjectType, record: Record) -> None:
    """The entry of a new record, in one statement."""
    title, order, words = entry_values(type_, read_values(type_, record, entry_fields(type_)))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_entry (id, object, title, sort_key, search) VALUES (%s, %s, %s, %s, %s::tsvector)",
            [record.pk, type_.key, title, order, words],
        )


def update_record(
    actor: Actor,
    object_key: str,
    record_id: UUID,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
) -> None:
    """Change fields of a record. Raises NotFound, Forbidden, StaleVersion, ValidationFailed, Duplicate."""
    with action(actor, "edit", (object_key, record_id), version=version) as change:
        change.set(**values)


def delete_record(
    actor: Actor, object_key: str, record_id: UUID, *, version: int | None = None
) -> None:
    """Put a record into the trash. Raises NotFound, Forbidden, StaleVersion."""
    _move(actor, object_key, record_id, "delete", version)


def restore_record(actor: Actor, object_key: str, record_id: UUID) -> None:
    """Take a record out of the trash. Raises NotFound, Forbidden."""
    _move(actor, object_key, record_id, "restore", None)


def restore_records(actor: Actor, object_key: str, ids: Sequence[UUID]) -> None:
    """Take several records out of the trash, all or none. Raises NotFound, Forbidden."""
    with transaction.atomic():
        for record_id in dict.fromkeys(ids):
            restore_record(actor, object_key, record_id)


def _move(actor: Actor, object_key: str, record_id: UUID, verb: str, version: int | None) -> None:
    type_ = registry.get(object_key)
    deleting = verb == "delete"
    with refusals_as_errors(type_):
        record = locked_record(actor, type_, record_id, "delete", trashed=not deleting)
        if version is not None and version != record.version:
            raise StaleVersion(current=record.version)
        moment = now()
        record.deleted_at = moment if deleting else None
        record.version += 1
        record.updated_at, record.updated_by_id = moment, actor.user_id
        record.save(update_fields=["deleted_at", "version", "updated_at", "updated_by"])
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE records_entry SET deleted_at = %s WHERE id = %s",
                [record.deleted_at, record_id],
            )
        write_changes(actor, [ChangeRow(object_key, record_id, verb)])
        for effect in type_.spec.effects:
            effect(actor, verb, [record_id])
