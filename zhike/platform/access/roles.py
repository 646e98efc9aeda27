"""Roles: what each may do with which rows, and how it sees fields.

A grant is `action -> scope`. Three layers answer, the first that speaks wins: what an administrator set for a role and an
object, what the object declares (`declare_grants`), and what the built-in role says of any object. Roles an administrator
makes are based on a built-in one, or on none. The administrator cannot be narrowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from zhike.kit.language import Text

Scope = Literal["none", "own", "team", "department", "all"]
FieldAccess = Literal["hidden", "masked", "view", "edit"]
FieldClass = Literal["public", "internal", "personal", "sensitive"]
Grants = Mapping[str, Mapping[str, Scope]]

WIDTH: Final[Mapping[Scope, int]] = {"none": 0, "own": 1, "team": 2, "department": 3, "all": 4}
ACCESS_WIDTH: Final[Mapping[FieldAccess, int]] = {"hidden": 0, "masked": 1, "view": 2, "edit": 3}
FIELD_CLASSES: Final[tuple[FieldClass, ...]] = ("public", "internal", "personal", "sensitive")
ADMINISTRATOR: Final = "administrator"
ACTIONS: Final = (
    "view",
    "create",
    "edit",
    "delete",
    "import",
    "export",
    "bulk",
    "reveal",
    "admin",
)
# Actions of consequence: a role has them only when a grant names them. Any other verb follows `edit`.
NAMED_ONLY: Final = frozenset({*ACTIONS, "send"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its key, its names, what it grants on any object, and what was set for single objects and fields.

    `objects` is `{object: {action: scope}}`; `fields` is `{object: {field path: access}}`; `classes` says how fields of a
    class are seen where `fields` is silent; `follows` names the lookups of an object whose record, once visible, makes
    the object's own record visible.
    """

    key: str
    label: Text
    grants: Mapping[str, Scope]
    may_all: bool = False
    base: str = ""
    objects: Grants = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, FieldAccess]] = field(default_factory=dict)
    classes: Mapping[str, FieldAccess] = field(default_factory=dict)
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def limits_fields(self) -> bool:
        """Whether any field is seen less than whole, or may be seen and not edited."""
        return not self.may_all and bool(self.fields or self.classes)


ROLES: Final[Mapping[str, Role]] = {
    role.key: role
    for role in (
        Role(ADMINISTRATOR, Text("Administrator", "管理员"), {}, may_all=True, base=ADMINISTRATOR),
        Role(
            "manager",
            Text("Manager", "经理"),
            {
                "view": "all",
                "export": "all",
                "create": "all",
                "import": "all",
                "bulk": "all",
                "reveal": "all",
                "edit": "team",
                "delete": "team",
                "send": "team",
            },
            base="manager",
        ),
        Role(
            "member",
            Text("Member", "成员"),
            {"view": "team", "create": "all", "edit": "own", "delete": "own"},
            base="member",
        ),
        Role("read_only", Text("Read only", "只读"), {"view": "all"}, base="read_only"),
    )
}
"""The built-in roles as they come; `book.current_book()` has them as this installation changed them."""


def wider(one: Scope, other: Scope) -> Scope:
    """The wider of two scopes."""
    return one if WIDTH[one] >= WIDTH[other] else other


_declared: dict[str, Grants] = {}
_made: dict[str, Grants] = {}


def declare_made(grants: Mapping[str, Grants]) -> bool:
    """What the objects administrators made declare; whether that is news. `policy` forgets with it.

    What is known is never taken away, not even for a moment: without its declaration a closed object would be open to
    whoever is answered in another thread just then. Of an object that is gone nobody asks.
    """
    if all(_made.get(key) == declared for key, declared in grants.items()):
        return False
    _made.update(grants)
    return True


def _declared_for(role: Role, object_key: str) -> Mapping[str, Scope]:
    grants = _declared.get(object_key) or _made.get(object_key) or {}
    return grants.get(role.base, {})


def declare_grants(object_key: str, grants: Grants) -> None:
    """Let an object change what roles may do with it: `{"member": {"view": "all", "send": "own"}}`.

    Called once per object when it registers. Raises ValueError for an unknown role or scope.
    """
    for role, actions in grants.items():
        if role not in ROLES:
            raise ValueError(f"{object_key}: unknown role {role!r}; known: {', '.join(ROLES)}")
        for action, scope in actions.items():
            if scope not in WIDTH:
                raise ValueError(
                    f"{object_key}: unknown scope {scope!r} for {action!r}; known: {', '.join(WIDTH)}"
                )
    _declared[object_key] = grants


def granted(role: Role, object_key: str, action: str) -> Scope:
    """The scope in which `role` may do `action` with an object."""
    if role.may_all:
        return "all"
    layers = (
        role.objects.get(object_key, {}),
        _declared_for(role, object_key),
        role.grants,
    )
    asked = (action,) if action in NAMED_ONLY else (action, "edit")
    for name in asked:
        for layer in layers:
            if name in layer:
                return layer[name]
    return "none"


def follows_edit(role: Role, object_key: str, action: str) -> bool:
    """Whether an action of the object does as `edit` does, as long as nothing is set for it."""
    if role.may_all or action in NAMED_ONLY:
        return False
    return action not in _declared_for(role, object_key) and action not in role.grants


def field_access(role: Role, object_key: str, path: str, field_class: str) -> FieldAccess:
    """How `role` sees a field: what was set for the field, else for its class, else whole."""
    if role.may_all:
        return "edit"
    return role.fields.get(object_key, {}).get(path) or role.classes.get(field_class) or "edit"
