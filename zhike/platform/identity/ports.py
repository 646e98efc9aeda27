"""What people management needs from rooms above: the change log to write to, rights to ask, letters to send.

All are plugged in when those rooms start. Without the first two nothing here can be changed: it fails closed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from zhike.kit.language import Language
from zhike.platform.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a person, team, session or token, for the log."""

    object: str
    record: UUID
    verb: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


class Recorder(Protocol):
    """Writes change rows in the running transaction."""

    def __call__(self, actor: Actor, happenings: Sequence[Happening]) -> None:
        """Raises when it cannot; the caller's transaction is lost with it."""


class Authority(Protocol):
    """Knows who may do what."""

    def require(self, actor: Actor, object_key: str, action: str) -> None:
        """Raise Forbidden unless the actor may."""

    def keep_an_administrator(self, without: UUID) -> None:
        """Raise LastAdministrator when nobody else could administer the house without this person."""

    def check_roles(self, roles: Sequence[str]) -> None:
        """Raise UnknownRole for a role there is none of."""

    def give_roles(self, actor: Actor, user_id: UUID, roles: Sequence[str]) -> None:
        """Give a person exactly these roles. Raises Forbidden, UnknownRole."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person: plain paragraphs and one link. `link` may hold a key, so a letter is never stored."""

    address: str
    name: str
    language: Language
    subject: str
    paragraphs: tuple[str, ...]
    button: str
    link: str


class Postman(Protocol):
    """Takes letters to people."""

    @property
    def ready(self) -> bool:
        """Whether letters can be sent at all here."""

    def ask(self, errand: str, about: UUID, *, address: str = "") -> None:
        """In the running transaction: have `letter_actions.write(errand, about, address)` called soon, in the background."""

    def deliver(self, letter: Letter) -> None:
        """Hand a letter over now. Raises what sending raises; the errand is then tried again."""


_recorder: list[Recorder] = []
_authority: list[Authority] = []
_postman: list[Postman] = []
_reset_refusals: list[Callable[[UUID], bool]] = []


def plug_recorder(recorder: Recorder) -> None:
    """Say who writes changes."""
    _recorder[:] = [recorder]


def plug_authority(authority: Authority) -> None:
    """Say who knows the rights."""
    _authority[:] = [authority]


def plug_postman(postman: Postman) -> None:
    """Say who takes letters to people."""
    _postman[:] = [postman]


def plug_reset_refusal(refuses: Callable[[UUID], bool]) -> None:
    """Say for whom a letter is no way to a password."""
    _reset_refusals.append(refuses)


def refuses_reset(user_id: UUID) -> bool:
    """Whether a room above keeps this person from choosing a password by letter."""
    return any(refuses(user_id) for refuses in _reset_refusals)


def record(
    actor: Actor,
    object_key: str,
    record_id: UUID,
    verb: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a change of a person, team, session or token. Raises RuntimeError where no log is plugged in."""
    record_all(actor, [Happening(object_key, record_id, verb, before or {}, after or {})])


def record_all(actor: Actor, happenings: Sequence[Happening]) -> None:
    """Write several at once. Raises RuntimeError where no log is plugged in."""
    if not _recorder:
        raise RuntimeError("no change log is plugged in")
    _recorder[0](actor, happenings)


def authority() -> Authority:
    """The room that knows the rights. Raises RuntimeError where none is plugged in."""
    if not _authority:
        raise RuntimeError("no authority on rights is plugged in")
    return _authority[0]


def postman() -> Postman:
    """Who takes letters to people. Raises RuntimeError where none is plugged in."""
    if not _postman:
        raise RuntimeError("no postman is plugged in")
    return _postman[0]
