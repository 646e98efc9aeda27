"""What the pages about apps send and get."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from zhike.kit.schemas import Input
from zhike.platform.identity.schemas import Person, no_nul
from zhike.platform.identity.tokens_api import Scopes
from zhike.platform.oauth.addresses import MOST
from zhike.platform.oauth.authorization import LONGEST

AppName = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(no_nul)]
Addresses = Annotated[
    list[Annotated[str, Field(max_length=500), AfterValidator(no_nul)]], Field(max_length=MOST)
]


class Query(Input):
    """The query of the address an app sent somebody to, as it stands there."""

    query: Annotated[str, Field(max_length=LONGEST), AfterValidator(no_nul)]


class Reply(Query):
    """What the person says to it."""

    allow: bool


class AppQuestion(Schema):
    """What an app asks for: its name, where the answer goes, and what it would be allowed.

    `redirect` is where to go at once instead: the app asked in a way that cannot be answered, and is told so.
    """

    app: str
    host: str
    scopes: list[str]
    connected: bool
    redirect: str | None


class Away(Schema):
    """Where the browser goes now."""

    redirect: str


class NewApp(Input):
    """An app to register. Confidential ones run on a server and keep a secret; others run at their users'."""

    name: AppName
    confidential: bool
    redirect_uris: Addresses = []
    scopes: Scopes
    service_user: UUID | None = None


class AppChanges(Input):
    """What to change; what is left out stays."""

    name: AppName | None = None
    redirect_uris: Addresses | None = None
    scopes: Scopes | None = None
    service_user: UUID | None = None


class AppOut(Schema):
    """A registered app; `people` are those it is connected to."""

    id: UUID
    name: str
    confidential: bool
    redirect_uris: list[str]
    scopes: list[str]
    service_user: Person | None
    created_at: datetime
    people: int
    last_used_at: datetime | None


class AppMade(AppOut):
    """An app with its secret, shown this once; empty for a public app."""

    secret: str


class AppList(Schema):
    """All apps by name."""

    rows: list[AppOut]


class Connection(Schema):
    """An app somebody let in, since when, and when it last did anything."""

    app: UUID
    name: str
    user: Person
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None


class Connections(Schema):
    """Connections, newest first."""

    rows: list[Connection]
