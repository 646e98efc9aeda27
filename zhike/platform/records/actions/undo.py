"""Taking back what one request did, or a part of it: the inverse of its changes, written through the same actions.

What somebody changed since stays as it is, and is told; so does what the person may no longer change.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

from django.db import transaction

from zhike.kit.errors import NotFound
from zhike.kit.ids import first_id_of, time_of
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.actions.bulk import move_many
from zhike.platform.records.actions.bulk_write import RowWrite, locked_values, write_many
from zhike.platform.records.actions.change import refusals_as_errors
from zhike.platform.records.errors import TooManyRecords
from zhike.platform.records.query.linked import is_visible, reached_ids

LIMIT: Final = 50_000
LONGEST_REQUEST: Final = timedelta(minutes=15)
_BATCH: Final = 2_000
_KEPT_TOLD: Final = 100
"""Records kept as they are that the answer names."""

Why = Literal["changed-since", "gone", "not-allowed", "cannot-be-undone"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that stays as it is, and why; `fields` are those that were changed since."""

    object: str
    record: UUID
    why: Why
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class _Deed:
    """What a request did to one record by one verb; `edits` counts its own edits of what it made."""

    record: UUID
    verb: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    edits: int = 0


@dataclass(slots=True)
class Undone:
    """How many records were put back, how many stay as they are, and the first of these."""

    undone: int = 0
    kept_count: int = 0
    kept: list[Kept] = field(default_factory=list)

    def keep(self, *kept: Kept) -> None:
        """Note records that stay as they are."""
        self.kept_count += len(kept)
        self.kept += kept[: max(0, _KEPT_TOLD - len(self.kept))]


@dataclass(frozen=True, slots=True)
class Part:
    """What a request did to one record; of an edit only these fields, unless there are none."""

    object: str
    record: UUID
    fields: tuple[str, ...] = ()


def undo(actor: Actor, request_id: UUID, part: Part | None = None) -> Undone:
    """Take back what the actor's own request did; an administrator may take back anybody's.

    Of one record's history whoever may edit the record may take back any edit. All that can be taken back is, in one
    transaction. Raises NotFound for a request that changed nothing, or is another's; UnknownField.
    """
    changes = _changes(request_id) if part is None else _changes_of(request_id, part)
    if not changes or not _may_take_back(actor, changes, part):
        raise NotFound
    if len(changes) > LIMIT:
        raise TooManyRecords(limit=LIMIT)
    fields = () if part is None else part.fields
    if part is not None:
        seen = seen_by(policy_of(actor), part.object)
        fields = tuple(seen.field(path).path for path in fields)
    found = Undone()
    by_object: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_object[change.object].append(change)
    with transaction.atomic():
        for key, rows in reversed(by_object.items()):
            if key in registry.specs:
                _undo_object(actor, registry.get(key), rows, fields, found)
            else:
                found.keep(*(Kept(key, row.record, "cannot-be-undone") for row in rows))
    return found


def _changes(request_id: UUID) -> list[Change]:
    """The changes of a request, oldest first. Its id and theirs carry the time, so the log is read in that stretch only."""
    began = time_of(request_id)
    if began is None:
        return []
    stretch = (began, began + LONGEST_REQUEST)
    rows = Change.objects.filter(
        id__gte=first_id_of(stretch[0]),
        id__lt=first_id_of(stretch[1]),
        at__gte=stretch[0] - timedelta(seconds=1),
        at__lt=stretch[1],
        request=request_id,
    )
    return list(rows.order_by("id")[: LIMIT + 1])


def _changes_of(request_id: UUID, part: Part) -> list[Change]:
    """What a request did to one record, found by the record: however long after the request it was done."""
    rows = Change.objects.filter(object=part.object, record=part.record, request=request_id)
    return list(rows.order_by("id"))


def _may_take_back(actor: Actor, changes: Sequence[Change], part: Part | None) -> bool:
    """Whether these changes are the actor's to take back; the rights of now are asked when they are."""
    if {change.actor_id for change in changes} == {actor.user_id}:
        return True
    policy = policy_of(actor)
    if policy.may("change", "admin"):
        return True
    edits = {change.verb for change in changes} == {"update"}
    return part is not None and edits and is_visible(policy, registry.get(part.object), part.record)


def _undo_object(
    actor: Actor,
    type_: ObjectType,
    rows: Sequence[Change],
    fields: tuple[str, ...],
    found: Undone,
) -> None:
    by_verb: dict[str, list[_Deed]] = defaultdict(list)
    for deed in _deeds(rows):
        by_verb[deed.verb].append(deed)
    with refusals_as_errors(type_):
        for verb, deeds in by_verb.items():
            for start in range(0, len(deeds), _BATCH):
                part = deeds[start : start + _BATCH]
                match verb:
                    case "update":
                        _put_back(actor, type_, part, fields, found)
                    case "create" | "restore":
                        _move(actor, type_, part, "delete", found)
                    case "delete":
                        _move(actor, type_, part, "restore", found)
                    case _:
                        found.keep(
                            *(Kept(type_.key, row.record, "cannot-be-undone") for row in part)
                        )


def _deeds(rows: Sequence[Change]) -> list[_Deed]:
    """The changes of an object by record and verb; edits of what the same request made go with its making.

    An import may come to a person twice: their values are those before its first change and after its last.
    """
    deeds: dict[tuple[UUID, str], _Deed] = {}
    for row in rows:
        made = deeds.get((row.record, "create"))
        if made is not None and row.verb == "update":
            made.edits += 1
            continue
        deed = deeds.setdefault((row.record, row.verb), _Deed(row.record, row.verb))
        for path in row.after:
            deed.before.setdefault(path, row.before.get(path))
        deed.after |= row.after
    return list(deeds.values())


def _put_back(
    actor: Actor,
    type_: ObjectType,
    rows: Sequence[_Deed],
    fields: tuple[str, ...],
    found: Undone,
) -> None:
    """Give fields the values they had, where they still hold what the request gave them."""
    seen = seen_by(policy_of(actor), type_.key)
    wanted = {row.record: (row.before, row.after) for row in rows}
    paths = [path for path in _paths(rows) if path in type_.fields]
    seen_ids = reached_ids(policy_of(actor), type_, list(wanted), "view")
    known = locked_values(type_, list(seen_ids), paths)
    writes = []
    for record, (before, after) in wanted.items():
        if record not in known:
            found.keep(Kept(type_.key, record, "gone"))
            continue
        present = known[record].values
        ours = [
            path
            for path in after
            if path in type_.fields
            and not type_.fields[path].readonly
            and (not fields or path in fields)
        ]
        barred = [path for path in ours if path not in seen.writable]
        # What may not be changed is not compared: whether it is as it was would be told.
        newer = () if barred else tuple(path for path in ours if present[path] != after[path])
        if newer or barred or not ours:
            why: Why = "not-allowed" if barred else "changed-since" if newer else "cannot-be-undone"
            found.keep(Kept(type_.key, record, why, newer))
            continue
        writes.append(RowWrite({path: before.get(path) for path in ours}, record))
    if not writes:
        return
    write_many(actor, type_.key, writes)
    found.undone += sum(write.result != "refused" for write in writes)
    found.keep(
        *(
            Kept(type_.key, write.id, "not-allowed")
            for write in writes
            if write.result == "refused" and write.id is not None
        )
    )


def _move(
    actor: Actor,
    type_: ObjectType,
    rows: Sequence[_Deed],
    verb: Literal["delete", "restore"],
    found: Undone,
) -> None:
    """Into the trash what nobody touched since it was made, and out of it what is still there."""
    policy = policy_of(actor)
    ids = [row.record for row in rows]
    there = dict(
        type_.spec.records.select_for_update(of=("self",))
        .filter(pk__in=ids, deleted_at__isnull=verb == "delete")
        .order_by("pk")
        .values_list("pk", "version")
    )
    made = {row.record: 1 + row.edits for row in rows if row.verb == "create"}
    reached = reached_ids(policy, type_, list(there), "delete") & reached_ids(
        policy, type_, list(there), "view"
    )
    going = []
    for record in ids:
        if record not in there:
            found.keep(Kept(type_.key, record, "gone"))
        elif record not in reached:
            found.keep(Kept(type_.key, record, "not-allowed"))
        elif there[record] > made.get(record, there[record]):
            found.keep(Kept(type_.key, record, "changed-since"))
        else:
            going.append(record)
    if going:
        move_many(actor, type_, going, verb)
        found.undone += len(going)


def _paths(rows: Iterable[_Deed]) -> Iterable[str]:
    paths: dict[str, Any] = {}
    for row in rows:
        paths |= dict.fromkeys(row.after)
    return paths
