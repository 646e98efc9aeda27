"""What people management needs from rooms above: the change log to write to, and rights to ask.

Both are plugged in when those rooms start. Without them nothing here can be changed: it fails closed.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from zhike.platform.identity.actor import Actor


class Recorder(Protocol):
    """Writes one change row in the running transaction."""

    def __call__(
        self,
        actor: Actor,
        object_key: str,
        record: UUID,
        verb: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        """Raises when it cannot; the caller's transaction is lost with it."""


class Authority(Protocol):
    """Knows who may do what."""

    def require(self, actor: Actor, object_key: str, action: str) -> None:
        """Raise Forbidden unless the actor may."""

    def keep_an_administrator(self, without: UUID) -> None:
        """Raise LastAdministrator when nobody else could administer the house without this person."""


_recorder: list[Recorder] = []
_authority: list[Authority] = []


def plug_recorder(recorder: Recorder) -> None:
    """Say who writes changes."""
    _recorder[:] = [recorder]


def plug_authority(authority: Authority) -> None:
    """Say who knows the rights."""
    _authority[:] = [authority]


def record(
    actor: Actor,
    object_key: str,
    record_id: UUID,
    verb: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a change of a person, team, session or token. Raises RuntimeError where no log is plugged in."""
    if not _recorder:
        raise RuntimeError("no change log is plugged in")
    _recorder[0](actor, object_key, record_id, verb, before or {}, after or {})


def authority() -> Authority:
    """The room that knows the rights. Raises RuntimeError where none is plugged in."""
    if not _authority:
        raise RuntimeError("no authority on rights is plugged in")
    return _authority[0]
