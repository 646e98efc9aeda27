"""What the endpoints of single sign-on take and give."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from zhike.kit.schemas import Input
from zhike.platform.identity.models import Identity, IdentityProvider
from zhike.platform.identity.providers.sites import entered_there
from zhike.platform.identity.schemas import ProviderButton, no_nul

Brought = Annotated[str, StringConstraints(max_length=8_000), AfterValidator(no_nul)]
Line = Annotated[str, StringConstraints(max_length=253), AfterValidator(no_nul)]
ProviderName = Annotated[
    str, StringConstraints(min_length=1, max_length=100), AfterValidator(no_nul)
]
Secret = Annotated[str, StringConstraints(max_length=4_000), AfterValidator(no_nul)]
KindName = Literal["oidc", "saml", "wecom", "dingtalk", "feishu", "ldap"]


def _storable(settings: dict[str, Any]) -> dict[str, Any]:
    for value in settings.values():
        if isinstance(value, str):
            no_nul(value)
    return settings


Settings = Annotated[dict[str, Any], Field(max_length=40), AfterValidator(_storable)]


class Leaving(Schema):
    """Where to send the browser."""

    address: str


class Arrival(Input):
    """What the browser brought back: the parameters of the address it returned to."""

    brought: Annotated[dict[Annotated[str, Field(max_length=40)], Brought], Field(max_length=20)]


class IdentityOut(Schema):
    """One's own account at a provider; `label` is how the provider calls it."""

    id: UUID
    provider: ProviderButton
    label: str
    created_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, row: Identity) -> "IdentityOut":
        """From a row with its provider."""
        return cls(
            id=row.id,
            provider=ProviderButton.from_orm(row.provider),
            label=row.label,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )


class Identities(Schema):
    """One's accounts at providers, and the providers where one has none yet."""

    rows: list[IdentityOut]
    others: list[ProviderButton]


class ProviderOut(Schema):
    """A provider as administrators see it. `has_secret`: there is one, which is never told.

    `back` is what must be entered at the provider as the address to return to, `called` what Zhike is called there, where
    that is an address of its own; `people` is how many are connected.
    """

    id: UUID
    kind: str
    name: str
    settings: dict[str, Any]
    has_secret: bool
    is_enabled: bool
    trusts_email: bool
    makes_people: bool
    two_factor: bool
    domains: list[str]
    roles: list[str]
    department: UUID | None
    group_roles: dict[str, str]
    private_hosts: list[str]
    back: str
    called: str
    people: int

    @classmethod
    def of(cls, row: IdentityProvider, people: int = 0) -> "ProviderOut":
        """From a row."""
        back, called = entered_there(row)
        return cls(
            id=row.id,
            kind=row.kind,
            name=row.name,
            settings=row.settings,
            has_secret=row.sealed_secret is not None,
            is_enabled=row.is_enabled,
            trusts_email=row.trusts_email,
            makes_people=row.makes_people,
            two_factor=row.two_factor,
            domains=row.domains,
            roles=row.roles,
            department=row.department_id,
            group_roles=row.group_roles,
            private_hosts=row.private_hosts,
            back=back,
            called=called,
            people=people,
        )


class Providers(Schema):
    """All providers in the order of their buttons."""

    rows: list[ProviderOut]


class ProviderChanges(Input):
    """What to change; a secret of "" removes it, none keeps it."""

    name: ProviderName | None = None
    settings: Settings | None = None
    secret: Secret | None = None
    is_enabled: bool | None = None
    trusts_email: bool | None = None
    makes_people: bool | None = None
    two_factor: bool | None = None
    domains: Annotated[list[Line], Field(max_length=50)] | None = None
    roles: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] | None = None
    department: UUID | None = None
    group_roles: Annotated[dict[Line, Line], Field(max_length=100)] | None = None
    private_hosts: Annotated[list[Line], Field(max_length=20)] | None = None

    def values(self) -> dict[str, Any]:
        """Columns and what they become; only a department may be taken away."""
        given = self.model_dump(exclude_unset=True, exclude={"secret"})
        department = {"department_id": given.pop("department")} if "department" in given else {}
        return {key: value for key, value in given.items() if value is not None} | department


class NewProvider(ProviderChanges):
    """A provider to describe."""

    kind: KindName
    name: ProviderName
    settings: Settings

    def values(self) -> dict[str, Any]:
        """All but the kind."""
        found = super().values()
        found.pop("kind", None)
        return found


class Order(Input):
    """Ids in the order of the buttons."""

    ids: Annotated[list[UUID], Field(max_length=200)]


class Described(Input):
    """A provider's own description of itself, such as the metadata of SAML."""

    kind: Literal["saml"]
    document: Annotated[
        str, StringConstraints(min_length=1, max_length=400_000), AfterValidator(no_nul)
    ]


class ReadSettings(Schema):
    """The settings it tells; the rest is for the administrator to fill in."""

    settings: dict[str, str]


class TriedOut(Schema):
    """What the provider answered, in the reader's language."""

    sentence: str
