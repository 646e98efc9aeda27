"""Tokens people make for their programs: making, renewing and ending them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, NotFound
from zhike.platform.identity.actions import required
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.keys import key_hash, new_token
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import ApiToken, TokenKind
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.profile import forget
from zhike.platform.identity.scopes import checked_scopes


def create_token(
    actor: Actor,
    *,
    user_id: UUID,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token of one's own (the operator: of anybody); returns it with the secret, which is not kept.

    Raises Forbidden, ValidationFailed.
    """
    if actor.user_id != user_id and not actor.is_house:
        raise Forbidden
    scopes = checked_scopes(scopes)
    with transaction.atomic():
        user = locked_user(user_id)
        if not user.is_active:
            raise Forbidden
        secret = new_token()
        token = ApiToken.objects.create(
            user=user,
            name=required(name, "name")[:200],
            key_hash=key_hash(secret),
            prefix=secret[:8],
            scopes=scopes,
            created_at=now(),
            expires_at=expires_at,
        )
        record(actor, "user", user_id, "create-token", {}, _facts(token))
    return token, secret


def rotate_token(actor: Actor, token_id: UUID) -> tuple[ApiToken, str]:
    """Give one's token a new secret; the old one opens nothing from now on. It lasts as long as the first did.

    Raises NotFound for a token of anybody else.
    """
    with transaction.atomic():
        token = _locked(token_id)
        if token.user_id != actor.user_id:
            raise NotFound
        before = _facts(token)
        secret, moment = new_token(), now()
        token.key_hash, token.prefix = key_hash(secret), secret[:8]
        if token.expires_at is not None:
            token.expires_at = moment + (token.expires_at - token.created_at)
        token.created_at = moment
        token.last_used_at = token.last_used_ip = None
        token.save()
        record(actor, "user", token.user_id, "rotate-token", before, _facts(token))
        forget(token.user_id)
    return token, secret


def revoke_token(actor: Actor, token_id: UUID) -> None:
    """End a token; one's own, or anybody's with the right to. Raises NotFound for any other."""
    with transaction.atomic():
        token = _locked(token_id)
        if token.user_id != actor.user_id:
            try:
                authority().require(actor, "user", "admin")
            except Forbidden as refusal:
                raise NotFound from refusal
        before = _facts(token)
        token.delete()
        record(actor, "user", token.user_id, "revoke-token", before)
        forget(token.user_id)


def _locked(token_id: UUID) -> ApiToken:
    """A token its person made; those of apps end with their connection."""
    token = ApiToken.objects.select_for_update().filter(id=token_id, kind=TokenKind.PERSON).first()
    if token is None:
        raise NotFound
    return token


def _facts(token: ApiToken) -> dict[str, Any]:
    return {
        "token": str(token.id),
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
    }
