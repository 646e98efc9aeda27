"""Saved views as one reader can use them: a shared view may name fields that are hidden from some who share it."""

from collections.abc import Iterable, Mapping
from typing import Any

from zhike.platform.access.policy import Policy
from zhike.platform.metadata.models import SavedView
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import seen_by


def usable_views(policy: Policy, views: Iterable[SavedView]) -> list[SavedView]:
    """Views of objects the reader may view, without columns and orders of fields they do not see.

    A view of somebody else whose filter asks for such a field is left out: it could not run, and its values may tell.
    """
    found = []
    for view in views:
        if view.object not in registry.specs or not policy.may(view.object, "view"):
            continue
        if policy.limits_fields:
            seen = seen_by(policy, view.object)
            if view.owner_id != policy.me and not _usable(policy, seen, view.filter):
                continue
            _trim(policy, seen, view)
        found.append(view)
    return found


def _trim(policy: Policy, seen: ObjectType, view: SavedView) -> None:
    if view.columns:
        view.columns = [path for path in view.columns if _seen(policy, seen, str(path))]
    orders = view.sort.split(",")
    view.sort = ",".join(
        order for order in orders if _seen(policy, seen, order.strip().lstrip("-"), whole=True)
    )


def _seen(policy: Policy, type_: ObjectType, path: str, *, whole: bool = False) -> bool:
    """Whether the reader sees the field at a path, with `whole` all of it."""
    found = type_.fields.get(path)
    if found is not None:
        return not (whole and found.masked)
    lookup, rest = type_.through(path)
    if lookup is None:
        return False
    return _seen(policy, seen_by(policy, str(lookup.settings["object"])), rest, whole=whole)


def _usable(policy: Policy, type_: ObjectType, tree: Any) -> bool:
    """Whether the reader sees whole all that a filter tree asks for. The tree is as it was stored, perhaps of no use."""
    if isinstance(tree, list):
        return all(_usable(policy, type_, part) for part in tree)
    if not isinstance(tree, Mapping):
        return True
    if "related" in tree:
        relation = type_.relations.get(str(tree["related"]))
        if relation is None:
            return False
        other = seen_by(policy, relation.object)
        having = tree.get("having")
        measured = having.values() if isinstance(having, Mapping) else ()
        asked = [tree.get("where"), *measured]
        return all(_usable(policy, other, part) for part in asked)
    path = tree.get("field")
    if path is not None and not _seen(policy, type_, str(path), whole=True):
        return False
    return all(_usable(policy, type_, tree[key]) for key in ("all", "any", "not") if key in tree)
