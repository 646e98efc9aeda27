"""Tokens for programs: one's own, and for administrators everybody's."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from zhike.kit.clock import now
from zhike.kit.schemas import Input
from zhike.platform.identity import token_actions as actions
from zhike.platform.identity.models import ApiToken, TokenKind
from zhike.platform.identity.ports import authority
from zhike.platform.identity.requests import (
    ActorRequest,
    administering,
    in_person,
    just_proved,
    signed_in,
)
from zhike.platform.identity.schemas import Name, Person

router = Router(tags=["identity"], auth=signed_in)

DAYS: Final = 365
Scopes = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=200)]


class NewToken(Input):
    """A token to make. It ends after `expires_in_days`; null is never.

    `scopes` say what it may do at most: `full`, `read`, `admin`, `scim`, or an object and an action, like `contact:view`.
    """

    name: Name
    scopes: Scopes = ["full"]
    expires_in_days: Annotated[int, Field(ge=1, le=3650)] | None = DAYS


class TokenOut(Schema):
    """A token as it can be shown at any time; used last when, and from where."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    last_used_ip: str | None
    expires_at: datetime | None


class TokenMade(TokenOut):
    """A new token with its secret, shown this once."""

    token: str


class Tokens(Schema):
    """One's tokens, newest first."""

    rows: list[TokenOut]


class TokenOfPerson(TokenOut):
    """A token and whose it is."""

    user: Person


class TokensOfAll(Schema):
    """Everybody's tokens, by person, newest first."""

    rows: list[TokenOfPerson]


@router.get("/auth/tokens", response=Tokens)
def tokens(request: ActorRequest) -> Any:
    """One's tokens, without their secrets."""
    rows = ApiToken.objects.filter(user=request.actor.user_id, kind=TokenKind.PERSON)
    return Tokens(rows=[TokenOut.from_orm(row) for row in rows.order_by("-created_at")])


@router.post("/auth/tokens", response={201: TokenMade})
def create_token(request: ActorRequest, body: NewToken) -> Any:
    """Make a token for a program. Its secret is in this answer and nowhere else."""
    user_id = just_proved(request)
    days = body.expires_in_days
    made = actions.create_token(
        request.actor,
        user_id=user_id,
        name=body.name,
        scopes=body.scopes,
        expires_at=None if days is None else now() + timedelta(days=days),
    )
    return Status(201, _shown(*made))


@router.post("/auth/tokens/{uuid:token_id}/rotate", response=TokenMade)
def rotate_token(request: ActorRequest, token_id: UUID) -> Any:
    """Give a token a new secret, in this answer and nowhere else; the old one stops at once."""
    just_proved(request)
    return _shown(*actions.rotate_token(request.actor, token_id))


@router.delete("/auth/tokens/{uuid:token_id}", response={204: None})
def revoke_token(request: ActorRequest, token_id: UUID) -> Any:
    """End a token: one's own, or for administrators anybody's."""
    in_person(request)
    actions.revoke_token(request.actor, token_id)
    return Status(204, None)


@router.get("/admin/tokens", auth=administering, response=TokensOfAll)
def tokens_of_all(request: ActorRequest) -> Any:
    """Everybody's tokens, without their secrets."""
    authority().require(request.actor, "user", "admin")
    rows = ApiToken.objects.filter(kind=TokenKind.PERSON).select_related("user")
    return TokensOfAll(
        rows=[
            TokenOfPerson(**TokenOut.from_orm(row).model_dump(), user=Person.of(row.user))
            for row in rows.order_by("user__name", "user_id", "-created_at")
        ]
    )


def _shown(token: ApiToken, secret: str) -> TokenMade:
    return TokenMade(**TokenOut.from_orm(token).model_dump(), token=secret)
