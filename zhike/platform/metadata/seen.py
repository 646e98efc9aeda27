"""An object as one reader sees it: without the fields hidden from them, and with the others as much as they may.

Whatever answers a reader takes the object from here, and `registry.get` only where the house works for itself. So a field
that is hidden is unknown everywhere at once, in lists, filters, forms, templates and error texts alike.
"""

from dataclasses import replace
from typing import cast

from zhike.platform.access.policy import Policy
from zhike.platform.metadata.fields import Field
from zhike.platform.metadata.kinds.base import FieldKind
from zhike.platform.metadata.kinds.masked import WHOLE_ONLY, MaskedKind
from zhike.platform.metadata.kinds.owners import OwnersKind
from zhike.platform.metadata.kinds.told import ToldKind
from zhike.platform.metadata.registry import ObjectType, registry


def seen_by(policy: Policy, object_key: str) -> ObjectType:
    """The object for this reader; the object itself where nothing is limited. Raises UnknownObject."""
    whole = registry.get(object_key)
    guarded = bool(whole.spec.owners_view) and not sees_everything(policy)
    if not policy.limits_fields and not guarded:
        return whole
    kept = policy.kept.get(("seen", object_key))
    if isinstance(kept, tuple) and kept[0] is whole:
        return cast("ObjectType", kept[1])
    fields = {}
    for path, found in whole.fields.items():
        shown = _field(policy, object_key, found)
        if shown is not None:
            if path in whole.spec.owners_view:
                shown = replace(shown, kind=cast("FieldKind", OwnersKind(shown.kind, policy.me)))
            if policy.limits_fields and path in whole.spec.filters:
                told = ToldKind(shown.kind, policy.me, _unseen(policy))
                shown = replace(shown, kind=cast("FieldKind", told))
            fields[path] = shown
    relations = {
        key: relation
        for key, relation in whole.relations.items()
        if _field(policy, relation.object, registry.get(relation.object).fields[relation.field])
    }
    seen = ObjectType(whole.spec, fields, relations)
    policy.kept["seen", object_key] = (whole, seen)
    return seen


def sees_everything(policy: Policy) -> bool:
    """Whether this reader sees every field of every record: then nothing worked out with anybody's rights tells more."""
    return not policy.limits_fields and all(
        policy.rows(type_.key, "view").owners is None for type_ in registry
    )


def entered_by(policy: Policy, object_key: str) -> ObjectType:
    """The object for this person when they make a new record: what they would see in part, they may enter whole."""
    seen = seen_by(policy, object_key)
    whole = registry.get(object_key)
    if seen is whole:
        return whole
    fields = {
        path: whole.fields[path] if found.masked else found for path, found in seen.fields.items()
    }
    return ObjectType(whole.spec, fields, seen.relations)


def all_seen(policy: Policy) -> list[ObjectType]:
    """Every object, as this reader sees it."""
    return [seen_by(policy, type_.key) for type_ in registry]


def _unseen(policy: Policy) -> frozenset[str]:
    """Keys of fields, and of the relations through them, that the reader does not see whole, of any object."""
    keys: set[str] = set()
    for type_ in registry:
        seen = {path: _field(policy, type_.key, found) for path, found in type_.fields.items()}
        keys |= {path for path, found in seen.items() if found is None or found.masked}
        for key, relation in type_.relations.items():
            there = registry.get(relation.object).fields[relation.field]
            if _field(policy, relation.object, there) is None:
                keys.add(key)
    return frozenset(keys)


def sees_whole(policy: Policy, object_key: str, path: str) -> bool:
    """Whether this reader may view an object and sees all of a field of it."""
    found = registry.get(object_key).fields.get(path)
    return (
        found is not None
        and policy.may(object_key, "view")
        and policy.field(object_key, path, found.field_class) in {"view", "edit"}
    )


def _field(policy: Policy, object_key: str, found: Field) -> Field | None:
    """The field as seen; None where it is hidden, or is worked out from anything that is not seen whole."""
    if found.computed is not None and not all(
        sees_whole(policy, *place) for place in found.computed.reads
    ):
        return None
    access = policy.field(object_key, found.path, found.field_class)
    if access == "masked" and (found.kind.name in WHOLE_ONLY or found.computed is not None):
        return None
    match access:
        case "edit":
            return found
        case "view":
            return found if found.readonly else replace(found, readonly=True)
        case "masked":
            kind = cast("FieldKind", MaskedKind(found.kind, found.mask))
            return replace(found, kind=kind, readonly=True, required=False)
        case "hidden":
            return None
