"""Records that hold what somebody is about to enter: those of the same e-mail address, number or name."""

from collections.abc import Mapping
from typing import Any, Final

from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.fields import Field, clean_value
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.filters import AnyOf, Condition, Node
from zhike.platform.records.query.page import ListQuery, list_json

SHOWN: Final = 5
_NONE: Final = b'{"rows":[],"next":null,"count":null}'


def alike_json(actor: Actor, object_key: str, values: Mapping[str, Any]) -> bytes:
    """A page of records that share a match key (`ObjectSpec.match`) with the values, among those the actor may view.

    Nothing is found by a field the actor sees but in part: whether a guess is right would tell the rest.
    Raises UnknownObject, Forbidden.
    """
    policy = policy_of(actor)
    policy.require(object_key, "create")
    type_ = seen_by(policy, object_key)
    groups = [[path for path in group if type_.has_whole(path)] for group in type_.spec.match]
    parts = [part for group in groups for part in _conditions(type_, group, values)]
    if not parts:
        return _NONE
    keys = [path for group in groups for path in group]
    fields = dict.fromkeys([type_.spec.title, *keys, *type_.spec.subtitle])
    query = ListQuery(AnyOf(tuple(parts)), fields=tuple(type_.known(list(fields))), limit=SHOWN)
    return list_json(actor, object_key, query)


def _conditions(type_: ObjectType, group: list[str], values: Mapping[str, Any]) -> list[Node]:
    """Each value of the group's fields, held against each of these fields."""
    wanted = [
        item for path in group for item in _texts(type_.fields[path], values.get(path)) if item
    ]
    return [
        Condition(path, "has_any", wanted, (path,))
        if type_.fields[path].kind.name == "tags"
        else Condition(path, "in", wanted, (path,))
        for path in group
        if wanted
    ]


def _texts(field: Field, value: Any) -> list[str]:
    """The value as it would be stored; nothing for one that could not be."""
    try:
        cleaned = clean_value(field, value)
    except BadValue:
        return []
    return cleaned if isinstance(cleaned, list) else [cleaned] if isinstance(cleaned, str) else []
