"""Adding to and taking from lists of many records at once: tags and choices of which a record has several."""

from collections.abc import Mapping
from typing import Any, Final

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.fields import clean_value
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.actions.bulk import BATCH, bulk_targets
from zhike.platform.records.actions.bulk_write import RowWrite, write_many
from zhike.platform.records.actions.change import refusals_as_errors
from zhike.platform.records.actions.values import Cleaned, clean_values
from zhike.platform.records.query.filters import Node

LIST_KINDS: Final = ("tags", "multi_choice")
NO_LIST: Final = Text(
    "{field} holds no list; set it instead.", "{field}不是可多选的字段，请直接设置。"
)


def bulk_amend(
    actor: Actor,
    object_key: str,
    node: Node,
    add: Mapping[str, Any],
    remove: Mapping[str, Any],
) -> int:
    """Add and remove elements of list fields on every record of the filter the actor may edit; returns how many changed.

    Elements keep their order, new ones come last. All or nothing. Raises Forbidden, ValidationFailed, TooManyRecords.
    """
    type_ = registry.get(object_key)
    policy_of(actor).require(object_key, "bulk")
    added = _lists(actor, type_, add)
    removed = _lists(actor, type_, remove)
    paths = [*added, *(path for path in removed if path not in added)]

    def merged(_: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
        return {path: _amended(type_, path, known, added, removed) for path in paths}

    changed = 0
    with refusals_as_errors(type_):
        ids = bulk_targets(actor, object_key, node, "edit")
        for start in range(0, len(ids), BATCH):
            writes = [RowWrite(dict.fromkeys(paths), one) for one in ids[start : start + BATCH]]
            write_many(actor, object_key, writes, merge=merged)
            changed += sum(write.result == "updated" for write in writes)
    return changed


def _lists(actor: Actor, type_: ObjectType, values: Mapping[str, Any]) -> Cleaned:
    cleaned = clean_values(actor, type_, values, create=False)
    problems = [
        Problem((path,), "not-a-list", NO_LIST, {"field": type_.fields[path].label})
        for path in cleaned
        if type_.fields[path].kind.name not in LIST_KINDS
    ]
    if problems:
        raise ValidationFailed(problems=problems)
    return cleaned


def _amended(
    type_: ObjectType, path: str, known: Mapping[str, Any], added: Cleaned, removed: Cleaned
) -> list[Any]:
    """Raises ValidationFailed when the list grows past what its field takes."""
    out = removed.get(path) or []
    kept = [one for one in known[path] or [] if one not in out]
    new = [one for one in added.get(path) or [] if one not in kept]
    if not new:
        return kept
    try:
        whole: list[Any] = clean_value(type_.fields[path], kept + new)
    except BadValue as error:
        raise ValidationFailed(
            problems=[Problem((path,), error.code, error.text, error.data)]
        ) from None
    return whole
