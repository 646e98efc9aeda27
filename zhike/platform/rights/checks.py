"""Whether what an administrator sets for a role or a rule fits the objects and fields there are."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.policy import EVERYTHING
from zhike.platform.access.roles import (
    ACTIONS,
    FIELD_CLASSES,
    WIDTH,
    FieldAccess,
    Role,
    field_access,
    granted,
)
from zhike.platform.metadata.kinds.base import Reader
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import mine_of, parse_filter
from zhike.platform.records.query.reference import Source

ACCESSES: Final[tuple[str, ...]] = get_args(FieldAccess)
UNKNOWN = Text("“{given}” is not known here. Known: {known}.", "“{given}”无效，可用：{known}。")
NOT_MASKABLE = Text(
    "This field can be shown whole or hidden, not in part.",
    "该字段只能完整显示或隐藏，不能部分显示。",
)
NEEDED = Text(
    "Whoever may create {object} must be able to enter {field}. Let them, or take the right to create away.",
    "能新建{object}的角色必须可以填写“{field}”。请放开该字段，或取消新建权限。",
)
NO_SEGMENT = Text("A rule cannot be made of segments.", "共享规则不能引用分群。")
NOT_MINE = Text(
    "A rule cannot say that something is not “mine”: it would open everything to people of whom nothing is noted.",
    "共享规则不能使用“不是我的”：未设置该属性的人员会因此看到全部。",
)


def known_actions(type_: ObjectType) -> tuple[str, ...]:
    """What can be granted on an object: the actions of every object, its own verbs and those it declares grants for."""
    declared = {action for actions in type_.spec.grants.values() for action in actions}
    verbs = [verb.key for verb in type_.spec.verbs]
    return tuple(dict.fromkeys([*ACTIONS, *verbs, *sorted(declared)]))


def news(parts: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What of the parts is not as it was: what was set may stay, though its object is switched off now or its field gone."""
    found: dict[str, Any] = {}
    for part, given in parts.items():
        was = before.get(part) or {}
        found[part] = {name: _newer(set_, was.get(name)) for name, set_ in given.items()}
        found[part] = {name: set_ for name, set_ in found[part].items() if set_ or name not in was}
    return found


def _newer(given: Any, was: Any) -> Any:
    if isinstance(given, Mapping) and isinstance(was, Mapping):
        return {name: value for name, value in given.items() if was.get(name) != value}
    if isinstance(given, list) and isinstance(was, list):
        return [name for name in given if name not in was]
    return None if given == was else given


def require_fitting(parts: Mapping[str, Any]) -> None:
    """Check the parts `objects`, `fields`, `classes` and `follows` of a role. Raises ValidationFailed with all problems."""
    problems = [
        *_object_problems(parts.get("objects", {})),
        *_field_problems(parts.get("fields", {})),
        *_follow_problems(parts.get("follows", {})),
    ]
    for name, access in parts.get("classes", {}).items():
        problems += _unknown(("classes", name), name, FIELD_CLASSES)
        problems += _unknown(("classes", name), access, ACCESSES)
    if problems:
        raise ValidationFailed(problems=problems)


def require_creatable(role: Role) -> None:
    """Whoever may create an object must be able to enter what it requires. Raises ValidationFailed."""
    problems = []
    for type_ in registry:
        if granted(role, type_.key, "create") == "none":
            continue
        for path, found in type_.fields.items():
            access = field_access(role, type_.key, path, found.field_class)
            if found.required and access in ("hidden", "view"):
                data = {"object": type_.spec.text("label"), "field": found.label}
                problems.append(Problem(("fields", type_.key, path), "needed", NEEDED, data))
    if problems:
        raise ValidationFailed(problems=problems)


def _unknown(loc: tuple[str | int, ...], given: str, known: Any) -> list[Problem]:
    if given in known:
        return []
    data = {"given": str(given)[:60], "known": ", ".join(known)}
    return [Problem(loc, "unknown", UNKNOWN, data)]


def _object_problems(objects: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    for key, actions in objects.items():
        yield from (missing := _unknown(("objects", key), key, registry.specs))
        if missing:
            continue
        known = known_actions(registry.get(key))
        for action, scope in actions.items():
            yield from _unknown(("objects", key, action), action, known)
            yield from _unknown(("objects", key, action), scope, WIDTH)


def _field_problems(fields: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    for key, paths in fields.items():
        yield from (missing := _unknown(("fields", key), key, registry.specs))
        if missing:
            continue
        type_ = registry.get(key)
        for path, access in paths.items():
            yield from _unknown(("fields", key, path), path, type_.fields)
            yield from _unknown(("fields", key, path), access, ACCESSES)
            found = type_.fields.get(path)
            if access == "masked" and found is not None and not found.maskable:
                yield Problem(("fields", key, path), "not-maskable", NOT_MASKABLE)


def _follow_problems(follows: Mapping[str, Any]) -> Iterator[Problem]:
    for key, paths in follows.items():
        yield from (missing := _unknown(("follows", key), key, registry.specs))
        if not missing:
            for path in paths:
                yield from _unknown(("follows", key), path, registry.get(key).spec.scope_follows)


def require_rule_filter(object_key: str, tree: Any) -> None:
    """Check the filter of a sharing rule. Raises UnknownObject, InvalidFilter, ValidationFailed."""
    node = parse_filter(tree)
    source = Source(registry.get(object_key), EVERYTHING, Reader(mine=EVERYTHING.mine))
    compile_filter(node, source)
    if mine_of(node, denied=True):
        raise ValidationFailed(problems=[Problem(("filter",), "not-mine", NOT_MINE)])
    if next(source.named):
        # A segment's own filter may name who made it and change without anybody looking at rights.
        raise ValidationFailed(problems=[Problem(("filter",), "no-segment", NO_SEGMENT)])
