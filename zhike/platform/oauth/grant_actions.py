"""What people allow apps, and the tokens that come of it. One transaction each; a second use of anything ends the family.

Whoever gives out tokens or ends them takes the locks of `locks`: shutting somebody out, disconnecting and renewing at the
same moment leave no token behind.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, NotFound
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.keys import key_hash, new_token
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import ApiToken, TokenKind
from zhike.platform.identity.ports import Happening, record, record_all
from zhike.platform.identity.profile import forget
from zhike.platform.identity.scopes import is_within
from zhike.platform.oauth.authorization import Asked, asked_scopes
from zhike.platform.oauth.errors import ProtocolError
from zhike.platform.oauth.locks import locked_app, locked_grants
from zhike.platform.oauth.models import AppCode, AppGrant, GrantToken, OAuthApp

CODE_LASTS: Final = timedelta(seconds=60)
ACCESS_LASTS: Final = timedelta(hours=1)
REFRESH_LASTS: Final = timedelta(days=30)
_CODE_KEPT: Final = timedelta(days=1)
_CODE_PREFIX: Final = "zkc_"
_ACCESS_PREFIX: Final = "zka_"
_REFRESH_PREFIX: Final = "zkr_"
_NO_CODE: Final = ProtocolError(
    "invalid_grant", "The code is wrong, too old, used before, or not for this app and address."
)
_NO_REFRESH: Final = ProtocolError(
    "invalid_grant", "The refresh token is wrong, too old, used before, or not this app's."
)


@dataclass(frozen=True, slots=True)
class Issued:
    """Tokens for an app. The secrets are here and nowhere else."""

    access: str
    refresh: str
    scopes: tuple[str, ...]


def allow(actor: Actor, asked: Asked) -> str:
    """The person says yes: the address to send them to, with a code. Raises Forbidden for nobody."""
    if actor.user_id is None:
        raise Forbidden
    moment = now()
    code = new_token(_CODE_PREFIX)
    with transaction.atomic():
        AppCode.objects.filter(expires_at__lt=moment - _CODE_KEPT).delete()
        AppGrant.objects.filter(user_id=actor.user_id, tokens=None).delete()
        AppCode.objects.create(
            code_hash=key_hash(code),
            app=asked.app,
            user_id=actor.user_id,
            scopes=list(asked.scopes),
            redirect_uri=asked.redirect_uri,
            challenge=asked.challenge,
            expires_at=moment + CODE_LASTS,
        )
        after = {"app": asked.app.name, "scopes": list(asked.scopes)}
        record(actor, "user", actor.user_id, "connect-app", {}, after)
    return asked.answer(code=code)


def exchange_code(app: OAuthApp, *, code: str, redirect_uri: str, verifier: str) -> Issued:
    """Tokens for a code (RFC 6749 §4.1.3). Any attempt uses it up; a second one ends what came of the first.

    Raises ProtocolError.
    """
    issued = None
    codes = AppCode.objects.filter(code_hash=key_hash(code), app=app).select_related("grant")
    with transaction.atomic():
        app = _still_registered(app)
        held = codes.first()
        user = None if held is None else locked_user(held.user_id)
        # Read again: whoever held the lock may have used it.
        found = codes.first()
        if found is not None and found.used_at is not None:
            _end_after_reuse([found.grant] if found.grant else [])
        elif found is not None and user is not None:
            moment = now()
            found.used_at = moment
            fits = (
                found.expires_at > moment
                and found.redirect_uri == redirect_uri
                and hmac.compare_digest(found.challenge, challenge_of(verifier))
                and is_within(found.scopes, app.scopes)
            )
            if fits and user.is_active:
                found.grant = AppGrant.objects.create(
                    app=app, user=user, scopes=found.scopes, created_at=moment
                )
                issued = _issue(found.grant, found.scopes, moment, refresh=True)
            found.save(update_fields=["used_at", "grant"])
    if issued is None:
        raise _NO_CODE
    return issued


def refresh(app: OAuthApp, *, token: str, scope: str) -> Issued:
    """New tokens for a refresh token, which is used up; a second use ends the family. Raises ProtocolError."""
    issued = None
    with transaction.atomic():
        which = GrantToken.objects.filter(
            token__key_hash=key_hash(token), token__kind=TokenKind.REFRESH, grant__app=app
        )
        held = which.select_related("grant").first()
        grant = None if held is None else next(iter(locked_grants([held.grant])), None)
        # Read again: whoever held the lock may have used it, or ended it.
        found = which.select_related("token").first()
        moment = now()
        if grant is not None and found is not None and found.used_at is not None:
            _end_after_reuse([grant])
        elif grant is not None and found is not None and _still_good(found.token, grant, moment):
            scopes = _narrowed(app, found.token.scopes, scope)
            found.used_at = moment
            found.save(update_fields=["used_at"])
            ApiToken.objects.filter(of_app__grant=grant, expires_at__lt=moment).delete()
            issued = _issue(grant, scopes, moment, refresh=True)
    if issued is None:
        raise _NO_REFRESH
    return issued


def for_service(app: OAuthApp, *, scope: str) -> Issued:
    """A token with which a confidential app acts as its own person (RFC 6749 §4.4). Raises ProtocolError."""
    moment = now()
    with transaction.atomic():
        app = _still_registered(app)
        scopes = asked_scopes(app, scope)
        person = None if app.service_user_id is None else locked_user(app.service_user_id)
        if person is None or not person.is_active:
            raise ProtocolError("unauthorized_client", "The app has no active person it acts as.")
        grant, _ = AppGrant.objects.update_or_create(
            app=app,
            user=person,
            is_service=True,
            defaults={"scopes": app.scopes},
            create_defaults={"scopes": app.scopes, "created_at": moment},
        )
        ApiToken.objects.filter(of_app__grant=grant, expires_at__lt=moment).delete()
        return _issue(grant, scopes, moment, refresh=False)


def revoke(app: OAuthApp, token: str) -> None:
    """End a token of the app's own (RFC 7009); a refresh token takes its whole family along. Nothing for any other."""
    with transaction.atomic():
        found = (
            GrantToken.objects.select_related("token", "grant", "grant__user")
            .filter(token__key_hash=key_hash(token), grant__app=app)
            .first()
        )
        if found is None:
            return
        if found.token.kind == TokenKind.REFRESH:
            end_grants(_actor_for(found.grant), [found.grant])
        else:
            found.token.delete()
            forget(found.grant.user_id)


def disconnect(actor: Actor, app_id: UUID, user_id: UUID) -> None:
    """End all that a person allowed an app. The caller has asked for the right. Raises NotFound."""
    with transaction.atomic():
        grants = list(AppGrant.objects.filter(app_id=app_id, user_id=user_id).select_related("app"))
        if not grants:
            raise NotFound
        end_grants(actor, grants)


def end_grants(actor: Actor, grants: Sequence[AppGrant], *, verb: str = "disconnect-app") -> None:
    """End these with all their tokens, in the running transaction and a fixed number of statements."""
    found = locked_grants(grants)
    ApiToken.objects.filter(of_app__grant__in=found).delete()
    record_all(
        actor,
        [
            Happening("user", one.user_id, verb, {"app": one.app.name, "scopes": one.scopes})
            for one in found
        ],
    )
    for one in found:
        forget(one.user_id)
    AppGrant.objects.filter(id__in=[one.id for one in found]).delete()


def challenge_of(verifier: str) -> str:
    """What the verifier's owner showed beforehand (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _still_registered(app: OAuthApp) -> OAuthApp:
    """The app, locked: what it may ask for may have changed, and it may be gone. Raises ProtocolError."""
    try:
        return locked_app(app.id)
    except NotFound as error:
        raise ProtocolError("invalid_client", "The app is not registered any more.") from error


def _still_good(token: ApiToken, grant: AppGrant, moment: datetime) -> bool:
    return grant.user.is_active and token.expires_at is not None and token.expires_at > moment


def _narrowed(app: OAuthApp, held: Sequence[str], scope: str) -> Sequence[str]:
    """What a refresh asks for: the same, or less. Raises ProtocolError for more."""
    if not scope:
        return held
    wanted = asked_scopes(app, scope)
    if not set(wanted) <= set(held):
        raise ProtocolError("invalid_scope", "A refresh cannot widen what was allowed.")
    return wanted


def _issue(grant: AppGrant, scopes: Sequence[str], moment: datetime, *, refresh: bool) -> Issued:
    access = _token(grant, TokenKind.ACCESS, _ACCESS_PREFIX, scopes, moment + ACCESS_LASTS)
    renewal = ""
    if refresh:
        renewal = _token(grant, TokenKind.REFRESH, _REFRESH_PREFIX, scopes, moment + REFRESH_LASTS)
    return Issued(access, renewal, tuple(scopes))


def _token(
    grant: AppGrant, kind: TokenKind, prefix: str, scopes: Sequence[str], expires_at: datetime
) -> str:
    secret = new_token(prefix)
    token = ApiToken.objects.create(
        user_id=grant.user_id,
        name=grant.app.name,
        key_hash=key_hash(secret),
        prefix=secret[:8],
        kind=kind,
        scopes=list(scopes),
        created_at=now(),
        expires_at=expires_at,
    )
    GrantToken.objects.create(token=token, grant=grant)
    return secret


def _end_after_reuse(grants: Sequence[AppGrant]) -> None:
    """Somebody else has the same secret: who of the two is the app cannot be told, so both lose it."""
    for grant in grants:
        end_grants(_actor_for(grant), [grant], verb="end-copied-app")


def _actor_for(grant: AppGrant) -> Actor:
    return Actor(grant.user_id, "api", name=grant.user.name, through=f"app:{grant.app.name}")
