"""The history of a record as a source of its timeline: what changed, with the names of people and records in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from zhike.kit.language import Language, say
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.changes.models import Change
from zhike.platform.changes.through import in_words
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import User
from zhike.platform.metadata.kinds.masked import shown_value
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.linked import visible_references
from zhike.platform.records.timeline import Item

HIDDEN: Final[Mapping[str, Any]] = {"hidden": True}
"""Stands for a record the reader may not view, or no longer can: neither its name nor its id."""

Names = Mapping[str, Mapping[str, Any]]
"""What is shown for an id in the log: `{"id", "title"}` of a person, with `"object"` of a record."""


def change_items(
    actor: Actor, type_: ObjectType, record_id: UUID, before: datetime | None, limit: int
) -> list[Item]:
    """The record's own history; fields that no longer exist, or that the actor may not see, are left out."""
    type_ = seen_by(policy_of(actor), type_.key)
    changes = Change.objects.filter(object=type_.key, record=record_id)
    if before is not None:
        changes = changes.filter(at__lt=before)
    rows = list(changes.order_by("-at")[:limit])
    people = _people([*(row.actor_id for row in rows), *_ids(type_, rows, "person")])
    records = _records(policy_of(actor), _ids(type_, rows, "lookup"))
    return [_item(type_, row, people, records, actor.language) for row in rows]


def changed_fields(
    policy: Policy, type_: ObjectType, rows: Sequence[Change]
) -> list[list[dict[str, Any]]]:
    """For each change its fields as they were and are, with names for ids; `type_` is the object as the reader sees it."""
    people = _people(_ids(type_, rows, "person"))
    records = _records(policy, _ids(type_, rows, "lookup"))
    return [_fields(type_, row, people, records) for row in rows]


def _fields(type_: ObjectType, row: Change, people: Names, records: Names) -> list[dict[str, Any]]:
    def shown(path: str, value: Any) -> Any:
        names = {"person": people, "lookup": records}.get(type_.fields[path].kind.name)
        if names is None or value is None:
            return shown_value(type_.fields[path].kind, value)
        return names.get(str(value), HIDDEN)

    return [
        {"field": path, "before": shown(path, row.before.get(path)), "after": shown(path, value)}
        for path, value in row.after.items()
        if path in type_.fields
    ]


def _item(
    type_: ObjectType, row: Change, people: Names, records: Names, language: Language
) -> Item:
    through = in_words(row.through)
    data: dict[str, Any] = {
        "via": row.via,
        "through": None if through is None else say(through, language),
        "verb": row.verb,
        "request": row.request,
        "fields": _fields(type_, row, people, records),
    }
    if link := _link(row):
        data["link"] = {**records.get(str(link["id"]), HIDDEN), "kind": link.get("kind", "")}
    if row.verb in {"share", "unshare"}:
        data["share"] = (row.after or row.before).get("share")
    if row.verb == "reveal":
        told = row.after["reveal"]
        fields = [path for path in told["fields"] if path in type_.fields]
        data["reveal"] = {"fields": fields, "reason": told["reason"]}
    return Item(
        id=str(row.id),
        kind="created" if row.verb == "create" else "change",
        at=row.at,
        title=row.verb,
        actor=people.get(str(row.actor_id), {"id": row.actor_id, "title": ""})
        if row.actor_id
        else None,
        object=type_.key,
        record=row.record,
        data=data,
    )


def _link(row: Change) -> Mapping[str, Any] | None:
    """The other end of a tie that was made or undone."""
    if row.verb not in {"link", "unlink"}:
        return None
    found: Mapping[str, Any] | None = (row.after or row.before).get("link")
    return found


def _ids(type_: ObjectType, rows: Iterable[Change], kind: str) -> Iterator[UUID]:
    """The people or records that the changes speak of."""
    for row in rows:
        for values in (row.before, row.after):
            for path, value in values.items():
                field = type_.fields.get(path)
                if value is not None and field is not None and field.kind.name == kind:
                    yield UUID(value)
        if kind == "lookup" and (link := _link(row)):
            yield UUID(link["id"])


def _people(ids: Iterable[UUID | None]) -> Names:
    known = User.objects.filter(id__in={one for one in ids if one is not None})
    return {str(one): {"id": one, "title": name} for one, name in known.values_list("id", "name")}


def _records(policy: Policy, ids: Iterable[UUID]) -> Names:
    return {str(found["id"]): found for found in visible_references(policy, set(ids))}
