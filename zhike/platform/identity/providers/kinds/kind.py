"""What a kind of provider does: sends the browser there and says who came back, or judges a password itself."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, Protocol, TypeVar

from zhike.kit.language import Text
from zhike.kit.schemas import Input

S = TypeVar("S", bound=Input)
SUBJECT_LONGEST: Final = 255


@dataclass(frozen=True, slots=True)
class Site(Generic[S]):
    """One provider as an administrator described it. `named` are hosts of it that are inside the network."""

    name: str
    settings: S
    secret: str
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trip:
    """One way there and back. What is random in it travels in a cookie, so only the browser that left can return."""

    state: str
    nonce: str
    verifier: str
    back: str

    @classmethod
    def begin(cls, back: str) -> "Trip":
        """A new one, that returns to `back`."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, back)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of somebody; `vouched`: it says that the address is proven to be theirs."""

    subject: str
    email: str = ""
    vouched: bool = False
    name: str = ""
    groups: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How the person recognises the account."""
        return (self.email or self.name)[:254]


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that was posted here and is right in itself; whether its question was this browser's is not known yet.

    `nonce` is that of the trip it answers, `serial` its own name, and after `until` it would be refused.
    """

    claims: Claims
    nonce: str
    serial: str
    until: datetime


class Kind(Protocol[S]):
    """Any kind of provider."""

    @property
    def settings(self) -> type[S]:
        """What an administrator fills in."""

    @property
    def anchors(self) -> tuple[str, ...]:
        """The settings that make it this provider: with others, the same subject is another person."""

    def try_out(self, site: Site[S]) -> Text:
        """Ask the provider whatever can be asked without a person; a sentence about what it answered.

        Raises AddressRefused, NoAnswer, ProviderRefused, AnswerNotTrusted.
        """


class Away(Kind[S], Protocol[S]):
    """A provider with pages of its own: the browser goes there."""

    def leave(self, site: Site[S], trip: Trip, agent: str) -> str:
        """The address to send the browser to; `agent` is what it calls itself. Raises AddressRefused, NoAnswer, AnswerNotTrusted."""


class Returning(Away[S], Protocol[S]):
    """It sends the browser back to our page, with the answer in the address."""

    def arrive(self, site: Site[S], trip: Trip, brought: Mapping[str, str]) -> Claims:
        """Who came back, from what the browser brought. Raises ProviderRefused, AnswerNotTrusted, NoAnswer."""


class Posting(Away[S], Protocol[S]):
    """It makes the browser post the answer here. No cookie of ours comes with what another site posts.

    So the answer is judged in itself where it lands; whose trip it ends is asked by our own page afterwards.
    """

    @property
    def state_field(self) -> str:
        """The field that brings the trip's state back."""

    def receive(self, site: Site[S], back: str, posted: Mapping[str, str]) -> Received:
        """Judge an answer. Raises ProviderRefused, AnswerNotTrusted."""

    def lands_at(self, back: str) -> str:
        """Where answers are posted to."""

    def called(self, back: str) -> str:
        """What Zhike is called there: the address of `introduction`."""

    def introduction(self, back: str) -> bytes:
        """What the provider must know of Zhike, as a document of its standard."""

    def settings_in(self, document: str) -> dict[str, Any]:
        """What such a document of the provider's says of the settings. Raises ValidationFailed."""


class Directory(Kind[S], Protocol[S]):
    """A provider that has no pages: it is asked whether a password typed here is right."""

    def prove(self, site: Site[S], email: str, password: str) -> Claims | None:
        """Who it is; None for a wrong password or an address nobody has. Raises AddressRefused, NoAnswer, ProviderRefused."""
