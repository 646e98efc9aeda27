"""Many records created and changed in one go: COPY for new ones, one UPDATE for known ones, one change row each.

For imports and others that bring rows which differ from one another (`bulk` sets the same values on many). The caller
gives canonical values; rights, locks, entries, changes, checks and effects are seen to here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

import orjson
from django.db import connection

from zhike.kit.clock import now
from zhike.kit.copy_text import copy_rows, escaped
from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.ids import new_id
from zhike.kit.sql import Sql, ident
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import entered_by, seen_by
from zhike.platform.records.actions.change import refusals_as_errors
from zhike.platform.records.actions.entries import entry_fields, entry_values, rewrite_entries
from zhike.platform.records.actions.insert_plan import InsertPlan, insert_plan
from zhike.platform.records.actions.numbers import numbers_for
from zhike.platform.records.actions.values import REQUIRED, assign_values
from zhike.platform.records.models import Record
from zhike.platform.records.query.linked import reached_ids

ENTRY_COLUMNS: Final = ("id", "object", "title", "sort_key", "search")
EMPTY: Final[tuple[object, ...]] = (None, "", [])
Merge = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]
Result = Literal["created", "updated", "unchanged", "refused"]


@dataclass(slots=True)
class RowWrite:
    """What one row wants: canonical values by field path, for the record `id` or for a new one where that is None.

    Afterwards `id` is the record's and `result` says what happened; `refused` when the actor may not edit it or it is gone.
    """

    values: dict[str, Any]
    id: UUID | None = None
    result: Result = "refused"


@dataclass(slots=True)
class Known:
    """A record as it is before the update."""

    values: dict[str, Any]
    owner: UUID | None
    custom: dict[str, Any]


@dataclass(slots=True)
class _Update:
    write: RowWrite
    known: Known
    after: dict[str, Any] = field(default_factory=dict)


def write_many(
    actor: Actor,
    object_key: str,
    writes: Sequence[RowWrite],
    *,
    system: bool = False,
    merge: Merge | None = None,
    reads: Sequence[str] = (),
) -> None:
    """Create and update in one transaction; each record may be named once. About 2,000 rows a call suit best.

    `merge` decides what a known record gets, from what its row wants and what the locked record holds in the fields
    any row names and in `reads`; without it the row's values are taken as they are. What it moves to a field of `reads` is
    written for the house, whatever the actor may change; what a row itself names never is.
    `system` lets the house fill read-only fields. What the actor sees but in part they may enter on a new record; a
    known one keeps what it has of it. Raises Forbidden, ValidationFailed, Duplicate; then nothing was written.
    """
    type_ = registry.get(object_key)
    creates = [write for write in writes if write.id is None]
    updates = [write for write in writes if write.id is not None]
    policy = policy_of(actor)
    if creates:
        policy.require(object_key, "create")
    _check_paths(type_, writes, type_.fields if system else entered_by(policy, object_key).writable)
    with refusals_as_errors(type_):
        if creates:
            _create(actor, type_, creates)
        if updates:
            touched = type_.fields if system else seen_by(policy, object_key).writable
            _update(actor, type_, updates, merge, reads, touched)


def _check_paths(type_: ObjectType, writes: Sequence[RowWrite], entered: Collection[str]) -> None:
    """Refuse fields that do not exist or may not be entered: a mistake of the caller, found before anything is written."""
    for path in {path for write in writes for path in write.values}:
        if type_.field(path).path not in entered:
            raise ValidationFailed(problems=[Problem((path,), "read-only", REQUIRED)])
    required = [path for path, found in type_.fields.items() if found.required]
    for number, write in enumerate(writes):
        for path in required:
            value = write.values.get(path, "" if write.id is None else "kept")
            if value in EMPTY:
                raise ValidationFailed(problems=[Problem((number, path), "required", REQUIRED)])


def _create(actor: Actor, type_: ObjectType, writes: Sequence[RowWrite]) -> None:
    for write, numbers in zip(writes, numbers_for(type_, len(writes)), strict=True):
        write.id = new_id()
        write.result = "created"
        write.values |= numbers
    _run_checks(actor, type_, writes)
    plan = insert_plan(type_)
    # Lines are made while they are sent, so that the database works on some while others are being made.
    with connection.cursor() as cursor:
        copy_rows(cursor, "records_entry", ENTRY_COLUMNS, _entry_lines(type_, writes))
        copy_rows(cursor, type_.spec.table, plan.columns, _record_lines(actor, type_, plan, writes))
    changes = [
        ChangeRow(type_.key, write.id, "create", {}, _first_values(actor, write))
        for write in writes
        if write.id
    ]
    write_changes(actor, changes)
    for effect in type_.spec.effects:
        effect(actor, "create", [change.record for change in changes])


def _first_values(actor: Actor, write: RowWrite) -> dict[str, Any]:
    """What a new record's change row tells: all it holds."""
    after = {path: value for path, value in write.values.items() if value or value in (0, False)}
    if actor.user_id:
        after.setdefault("owner", str(actor.user_id))
    return after


def _entry_lines(type_: ObjectType, writes: Sequence[RowWrite]) -> Iterator[str]:
    for write in writes:
        assert write.id is not None
        title, order, words = entry_values(type_, write.values)
        yield f"{write.id.hex}\t{type_.key}\t{escaped(title)}\t{escaped(order)}\t{words}"


def _record_lines(
    actor: Actor, type_: ObjectType, plan: InsertPlan, writes: Sequence[RowWrite]
) -> Iterator[str]:
    stamp, place = now().isoformat(), plan.positions
    base = list(plan.defaults)
    fixed = {"version": "1", "created_at": stamp, "updated_at": stamp, "custom": "{}"}
    if actor.user_id:
        fixed |= dict.fromkeys(("owner_id", "created_by_id", "updated_by_id"), str(actor.user_id))
    fixed |= type_.spec.fixed
    for name, text in fixed.items():
        base[place[name]] = text
    customs = {path: found.key for path, found in type_.fields.items() if found.custom}
    for write in writes:
        assert write.id is not None
        base[place["id"]] = write.id.hex
        if customs:
            own = {
                key: write.values[path]
                for path, key in customs.items()
                if write.values.get(path) is not None
            }
            base[place["custom"]] = escaped(orjson.dumps(own).decode())
        yield plan.line(base, write.values)


def _run_checks(
    actor: Actor,
    type_: ObjectType,
    writes: Sequence[RowWrite],
    known: Mapping[UUID, Known] | None = None,
) -> None:
    """The object's own checks, on an instance of each row. Objects without checks pay nothing."""
    if not type_.spec.checks:
        return
    for write in writes:
        record = type_.spec.new(pk=write.id)
        assert isinstance(record, Record)
        record._state.adding = known is None
        before = known[write.id].values if known and write.id else {}
        assign_values(type_, record, {**before, **write.values})
        for check in type_.spec.checks:
            check(actor, record, frozenset(write.values))


def _update(
    actor: Actor,
    type_: ObjectType,
    writes: Sequence[RowWrite],
    merge: Merge | None,
    reads: Sequence[str],
    touched: Collection[str],
) -> None:
    policy = policy_of(actor)
    scope = policy.rows(type_.key, "edit")
    paths = list(
        dict.fromkeys(
            [*(path for write in writes for path in write.values), *reads, *entry_fields(type_)]
        )
    )
    known = locked_values(type_, [write.id for write in writes if write.id], paths)
    reached = {id_ for id_, record in known.items() if scope.covers(record.owner)}
    if scope.widened and (unsure := list(known.keys() - reached)):
        reached |= reached_ids(policy, type_, unsure, "edit")
    updates: list[_Update] = []
    for write in writes:
        assert write.id is not None
        record = known.get(write.id)
        if record is None or write.id not in reached:
            write.result = "refused"
            continue
        write.values = {path: value for path, value in write.values.items() if path in touched}
        if merge:
            write.values = dict(merge(write.values, record.values))
        after = {
            path: value
            for path, value in write.values.items()
            if (path in touched or path in reads)
            and value != (before := record.values[path])
            and not (value in EMPTY and before in EMPTY)
        }
        write.result = "updated" if after else "unchanged"
        if after:
            updates.append(_Update(write, record, after))
    if not updates:
        return
    _run_checks(actor, type_, [update.write for update in updates], known)
    _write_updates(actor, type_, updates)
    names = entry_fields(type_)
    rewrite_entries(
        [
            (update.write.id, *entry_values(type_, {**update.known.values, **update.after}))
            for update in updates
            if update.write.id is not None and not update.after.keys().isdisjoint(names)
        ]
    )
    changes = [
        ChangeRow(
            type_.key,
            update.write.id,
            "update",
            {path: update.known.values[path] for path in update.after},
            update.after,
        )
        for update in updates
        if update.write.id
    ]
    write_changes(actor, changes)
    for effect in type_.spec.effects:
        effect(actor, "update", [change.record for change in changes])


def locked_values(type_: ObjectType, ids: list[UUID], paths: Sequence[str]) -> dict[UUID, Known]:
    """The records of `ids` that are not in the trash, locked in the order of their ids, with the values of `paths`."""
    standard = [(path, type_.fields[path]) for path in paths if not type_.fields[path].custom]
    names = [name for _, found in standard for name in found.columns]
    columns = Sql.join("", [Sql(", t.") + ident(name) for name in names]).text
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, t.owner_id, t.custom::text{columns} FROM {ident(type_.spec.table).text} t"
            f" WHERE {type_.spec.holds('t')} AND t.id = ANY(%s) AND t.deleted_at IS NULL ORDER BY t.id FOR UPDATE",
            [ids],
        )
        rows = cursor.fetchall()
    jsons = {
        column.attname
        for column in type_.spec.model._meta.concrete_fields
        if column.get_internal_type() == "JSONField"
    }
    known: dict[UUID, Known] = {}
    for row in rows:
        custom = orjson.loads(row[2])
        stored = {
            name: orjson.loads(value) if name in jsons and isinstance(value, str) else value
            for name, value in zip(names, row[3:], strict=True)
        }
        values = {
            path: found.kind.load([stored[name] for name in found.columns])
            for path, found in standard
        }
        values |= {
            path: custom.get(type_.fields[path].key) for path in paths if type_.fields[path].custom
        }
        known[row[0]] = Known(values, row[1], custom)
    return known


def _write_updates(actor: Actor, type_: ObjectType, updates: Sequence[_Update]) -> None:
    """One UPDATE for all: columns that any row changes, with the present value where a row does not change them."""
    touched = list(dict.fromkeys(path for update in updates for path in update.after))
    standard = [(path, type_.fields[path]) for path in touched if not type_.fields[path].custom]
    has_custom = len(standard) < len(touched)
    rows = []
    for update in updates:
        row: dict[str, Any] = {"id": str(update.write.id)}
        for path, found in standard:
            value = update.after.get(path, update.known.values[path])
            row |= zip(found.columns, found.kind.store(value), strict=True)
        if has_custom:
            row["custom"] = _merged_custom(type_, update)
        rows.append(row)
    fields = {column.attname: column for column in type_.spec.model._meta.concrete_fields}
    names = [name for _, found in standard for name in found.columns] + (
        ["custom"] if has_custom else []
    )
    kinds = Sql.join(
        "",
        [Sql(", ") + ident(name) + Sql(f" {fields[name].db_type(connection)}") for name in names],
    ).text
    sets = "".join(f"{ident(name).text} = {_value_or_default(fields[name])}, " for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ident(type_.spec.table).text} t SET {sets}version = t.version + 1, updated_at = %s, updated_by_id = %s"
            f" FROM jsonb_to_recordset(%s::jsonb) AS n(id uuid{kinds}) WHERE t.id = n.id AND {type_.spec.holds('t')}",
            [now(), actor.user_id, orjson.dumps(rows, default=str).decode()],
        )


def _value_or_default(column: Any) -> str:
    """The new value; texts that may not be NULL are emptied instead."""
    name = f"n.{ident(column.attname).text}"
    return (
        name
        if column.null
        else f"coalesce({name}, '')"
        if column.get_internal_type() in {"CharField", "TextField"}
        else name
    )


def _merged_custom(type_: ObjectType, update: _Update) -> dict[str, Any]:
    custom = dict(update.known.custom)
    for path, value in update.after.items():
        found = type_.fields[path]
        if found.custom:
            custom.pop(found.key, None)
            if value is not None:
                custom[found.key] = value
    return custom
