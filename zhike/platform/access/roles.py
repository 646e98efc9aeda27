"""The built-in roles, and what each may do with an object that says nothing of its own.

A grant is `action -> scope`. An object may override single actions of single roles with `declare_grants`; the
administrator cannot be narrowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from zhike.kit.language import Text

Scope = Literal["none", "own", "team", "all"]
Grants = Mapping[str, Mapping[str, Scope]]

WIDTH: Final[Mapping[Scope, int]] = {"none": 0, "own": 1, "team": 2, "all": 3}
ADMINISTRATOR: Final = "administrator"
ACTIONS: Final = ("view", "create", "edit", "delete", "import", "export", "bulk", "admin")
# Actions of consequence: a role has them only when a grant names them. Any other verb follows `edit`.
NAMED_ONLY: Final = frozenset({*ACTIONS, "send"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the house: its key, its names, and its default grants."""

    key: str
    label: Text
    grants: Mapping[str, Scope]
    may_all: bool = False


ROLES: Final[Mapping[str, Role]] = {
    role.key: role
    for role in (
        Role(ADMINISTRATOR, Text("Administrator", "管理员"), {}, may_all=True),
        Role(
            "manager",
            Text("Manager", "经理"),
            {
                "view": "all",
                "export": "all",
                "create": "all",
                "import": "all",
                "bulk": "all",
                "edit": "team",
                "delete": "team",
                "send": "team",
            },
        ),
        Role(
            "member",
            Text("Member", "成员"),
            {"view": "team", "create": "all", "edit": "own", "delete": "own"},
        ),
        Role("read_only", Text("Read only", "只读"), {"view": "all"}),
    )
}


def wider(one: Scope, other: Scope) -> Scope:
    """The wider of two scopes."""
    return one if WIDTH[one] >= WIDTH[other] else other


_declared: dict[str, Grants] = {}


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
    own = _declared.get(object_key, {}).get(role.key, {})
    scope = own.get(action, role.grants.get(action))
    if scope is None and action not in NAMED_ONLY:
        scope = own.get("edit", role.grants.get("edit"))
    return scope or "none"
