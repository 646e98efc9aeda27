"""What the identity endpoints take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from zhike.kit.clock import is_time_zone
from zhike.kit.schemas import Input
from zhike.platform.identity.models import User
from zhike.platform.identity.profile import Profile

Theme = Literal["light", "dark", "system"]
Density = Literal["comfortable", "compact"]


def _known_time_zone(name: str) -> str:
    if not is_time_zone(name):
        raise ValueError("unknown time zone")
    return name


def no_nul(text: str) -> str:
    """The text, unless it holds a NUL, which no text of the database may."""
    if "\x00" in text:
        raise ValueError("no NUL characters")
    return text


TimeZone = Annotated[str, AfterValidator(_known_time_zone)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(no_nul)]
Email = Annotated[str, StringConstraints(max_length=254), AfterValidator(no_nul)]
Password = Annotated[str, StringConstraints(max_length=1000)]


RoleKeys = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)]


class TeamOut(Schema):
    """A team one is in."""

    id: UUID
    name: str


class Me(Schema):
    """The person signed in."""

    id: UUID
    email: str
    name: str
    language: Literal["", "en", "zh-CN"]
    theme: str
    density: str
    time_zone: str
    roles: list[str]
    teams: list[TeamOut]

    @classmethod
    def of(cls, profile: Profile) -> "Me":
        """From a profile."""
        return cls(
            id=profile.user_id,
            email=profile.email,
            name=profile.name,
            language=profile.language or "",
            theme=profile.theme,
            density=profile.density,
            time_zone=profile.time_zone,
            roles=list(profile.facts.get("roles", ())),
            teams=[TeamOut(id=id_, name=name) for id_, name in profile.teams],
        )


class MeChanges(Input):
    """What a person may change of themselves."""

    name: Name | None = None
    language: Literal["en", "zh-CN"] | None = None
    theme: Theme | None = None
    density: Density | None = None
    time_zone: TimeZone | None = None


class PasswordChange(Input):
    """The present password and the new one."""

    current: Password
    new: Password


class ProviderButton(Schema):
    """A provider people can sign in with."""

    id: UUID
    name: str
    kind: str


class SessionState(Schema):
    """Whether somebody is signed in, asked by the first page; `demo` says whether this is the demo.

    `enrolling`: somebody is, and must set up a second factor before anything else opens. `letters`: a forgotten
    password can be replaced by mail. `providers`: the buttons beside the password; `provider_only`: the password is
    for administrators.
    """

    signed_in: bool
    enrolling: bool
    demo: bool
    letters: bool
    providers: list[ProviderButton]
    provider_only: bool


class SessionOut(Schema):
    """One of one's signed-in browsers; `method` says how it was proved, e.g. `password+totp`."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ip: str | None
    agent: str
    method: str
    current: bool = False


class Person(Schema):
    """A person as pickers show them."""

    id: UUID
    title: str
    email: str

    @classmethod
    def of(cls, user: User) -> "Person":
        """From a user."""
        return cls(id=user.id, title=str(user), email=user.email)


class People(Schema):
    """People found."""

    rows: list[Person]


class Sessions(Schema):
    """One's sessions, newest first."""

    rows: list[SessionOut]


class Viewing(Schema):
    """The note of somebody who sees with another's eyes, and how long it lasts."""

    note: str
    seconds: int
