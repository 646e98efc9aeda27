"""Scopes: what a token may do at most, in words like `contact:view`. What it then does is this and its person's rights.

`full` is all the person may do, `read` viewing any record, `admin` administering, `scim` provisioning people from a
directory, and `<object>:<action>` one action with one object. `access.scopes` compares them with what is asked.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Final

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import ScopeTooNarrow

FULL: Final = "full"
READ: Final = "read"
ADMIN: Final = "admin"
SCIM: Final = "scim"
WHOLES: Final = (FULL, READ, ADMIN, SCIM)
SCOPE_ACTIONS: Final = ("view", "create", "edit", "delete", "bulk", "reveal", "import", "export")
"""What a scope may name; verbs of an object go with `edit`, and those of consequence only with `full`."""

_NONE: Final = Text("Choose what this may do.", "请选择允许的操作。")
_UNKNOWN: Final = Text(
    "There is no scope {scope}. Scopes: {wholes}, or an object and an action like contact:view.",
    "没有范围 {scope}。可用：{wholes}，或“对象:操作”，例如 contact:view。",
)

_objects: list[Callable[[], Collection[str]]] = []


def plug_objects(known: Callable[[], Collection[str]]) -> None:
    """Say which objects there are: the room that keeps them stands above this one."""
    _objects[:] = [known]


def known_objects() -> Collection[str]:
    """The keys of all objects. Raises RuntimeError where no room that knows them is plugged in."""
    if not _objects:
        raise RuntimeError("nobody says which objects there are")
    return _objects[0]()


def checked_scopes(scopes: Iterable[str], field: str = "scopes") -> list[str]:
    """The scopes in order, each once. Who may do anything with an object may view it. Raises ValidationFailed."""
    wanted = set(scopes)
    if not wanted:
        raise ValidationFailed(problems=[Problem((field,), "missing", _NONE)])
    objects = known_objects()
    unknown = [
        scope
        for scope in sorted(wanted - set(WHOLES))
        if (parts := scope.partition(":"))[0] not in objects or parts[2] not in SCOPE_ACTIONS
    ]
    if unknown:
        data = {"scope": unknown[0][:60], "wholes": ", ".join(WHOLES)}
        raise ValidationFailed(problems=[Problem((field,), "unknown-scope", _UNKNOWN, data)])
    if FULL in wanted:
        return [FULL]
    wanted |= {f"{scope.partition(':')[0]}:view" for scope in wanted - set(WHOLES)}
    if READ in wanted:
        wanted = {scope for scope in wanted if not scope.endswith(":view")}
    return sorted(wanted)


def limit_of(scopes: Collection[str]) -> frozenset[str] | None:
    """What these scopes limit an actor to; None for no limit."""
    return None if FULL in scopes else frozenset(scopes)


def is_within(scopes: Iterable[str], allowed: Collection[str]) -> bool:
    """Whether everything the scopes open is opened by those that are allowed, too."""
    return all(
        scope in allowed
        or (FULL in allowed and scope != SCIM)
        or (READ in allowed and scope.endswith(":view"))
        for scope in scopes
    )


def require_unlimited(actor: Actor) -> None:
    """Raise ScopeTooNarrow for a token with less than all its person's rights.

    Asked before anything that gives rights to somebody: through an account of its own making a token would get more than
    it was made for, and keep it after its end.
    """
    if actor.scopes is not None:
        raise ScopeTooNarrow
