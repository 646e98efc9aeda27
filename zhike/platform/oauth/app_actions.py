"""Registering apps, and changing and removing them. For administrators."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actions import required
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.keys import key_hash, new_token
from zhike.platform.identity.models import User
from zhike.platform.identity.scopes import SCIM, checked_scopes, is_within
from zhike.platform.oauth.addresses import checked_addresses
from zhike.platform.oauth.errors import AppNameTaken, ServicePersonSignsIn
from zhike.platform.oauth.grant_actions import end_grants
from zhike.platform.oauth.locks import locked_app
from zhike.platform.oauth.models import OAuthApp

OBJECT: Final = "oauth_app"
SECRET_PREFIX: Final = "zks_"  # noqa: S105 - the public half of a secret
_NO_SCIM: Final = Text(
    "An app cannot provision people. Make a token for that under Provisioning.",
    "应用不能用于同步人员，请在“人员同步”中新建令牌。",
)
_NO_WAY: Final = Text(
    "Name an address to answer at, or a person the app acts as.",
    "请填写回调地址，或选择应用以谁的身份运行。",
)
_NEEDS_SECRET: Final = Text(
    "Only an app with a secret can act as a person of its own.",
    "只有持有密钥的应用才能以专用人员身份运行。",
)


def register_app(
    actor: Actor, *, confidential: bool, values: Mapping[str, Any]
) -> tuple[OAuthApp, str]:
    """Register an app with `name`, `redirect_uris`, `scopes`, `service_user`; returns it with its secret, which is not kept.

    A public app has none. Raises Forbidden, ValidationFailed, AppNameTaken, ServicePersonSignsIn.
    """
    policy_of(actor).require(OBJECT, "admin")
    secret = new_token(SECRET_PREFIX) if confidential else ""
    app = OAuthApp(confidential=confidential, secret_hash=key_hash(secret) if secret else None)
    _set(app, {"redirect_uris": [], "scopes": [], **values})
    try:
        with transaction.atomic():
            app.save(force_insert=True)
            write_changes(actor, [ChangeRow(OBJECT, app.id, "create", {}, facts(app))])
    except IntegrityError as error:
        raise AppNameTaken(name=app.name) from error
    return app, secret


def change_app(actor: Actor, app_id: UUID, values: Mapping[str, Any]) -> OAuthApp:
    """Change an app. Connections that have more than it may ask for from now on end.

    Raises what `register_app` raises, and NotFound.
    """
    policy_of(actor).require(OBJECT, "admin")
    try:
        with transaction.atomic():
            app = locked_app(app_id)
            before = facts(app)
            _set(app, values)
            if facts(app) == before:
                return app
            app.save()
            write_changes(actor, [ChangeRow(OBJECT, app.id, "update", before, facts(app))])
            end_grants(
                actor,
                [
                    grant
                    for grant in app.grants.all()
                    if not is_within(grant.scopes, app.scopes)
                    or (grant.is_service and grant.user_id != app.service_user_id)
                ],
            )
    except IntegrityError as error:
        raise AppNameTaken(name=values.get("name", "")) from error
    return app


def renew_secret(actor: Actor, app_id: UUID) -> tuple[OAuthApp, str]:
    """Give a confidential app a new secret; the old one is worth nothing from now on. Raises Forbidden, NotFound."""
    policy_of(actor).require(OBJECT, "admin")
    with transaction.atomic():
        app = locked_app(app_id)
        if not app.confidential:
            raise NotFound
        secret = new_token(SECRET_PREFIX)
        app.secret_hash = key_hash(secret)
        app.save(update_fields=["secret_hash"])
        write_changes(actor, [ChangeRow(OBJECT, app.id, "renew-secret", {}, {"name": app.name})])
    return app, secret


def remove_app(actor: Actor, app_id: UUID) -> None:
    """Remove an app; all its connections end at once. Raises Forbidden, NotFound."""
    policy_of(actor).require(OBJECT, "admin")
    with transaction.atomic():
        app = locked_app(app_id)
        end_grants(actor, list(app.grants.all()))
        write_changes(actor, [ChangeRow(OBJECT, app.id, "delete", facts(app), {})])
        app.delete()


def facts(app: OAuthApp) -> dict[str, Any]:
    """An app as the change log shows it."""
    return {
        "name": app.name,
        "confidential": app.confidential,
        "redirect_uris": app.redirect_uris,
        "scopes": app.scopes,
        "service_user": None if app.service_user_id is None else str(app.service_user_id),
    }


def _set(app: OAuthApp, values: Mapping[str, Any]) -> None:
    if "name" in values:
        app.name = required(values["name"], "name")[:100]
    if "redirect_uris" in values:
        app.redirect_uris = checked_addresses(values["redirect_uris"])
    if "scopes" in values:
        app.scopes = checked_scopes(values["scopes"])
        if SCIM in app.scopes:
            raise ValidationFailed(problems=[Problem(("scopes",), "no-scim", _NO_SCIM)])
    if "service_user" in values:
        app.service_user = _service_person(values["service_user"])
    if app.service_user_id is not None and not app.confidential:
        raise ValidationFailed(problems=[Problem(("service_user",), "no-secret", _NEEDS_SECRET)])
    if not app.redirect_uris and app.service_user_id is None:
        raise ValidationFailed(problems=[Problem(("redirect_uris",), "missing", _NO_WAY)])


def _service_person(user_id: UUID | None) -> User | None:
    if user_id is None:
        return None
    person = User.objects.filter(id=user_id, is_active=True).first()
    if person is None:
        raise NotFound
    if person.has_usable_password() or person.passkeys.exists() or person.identities.exists():
        raise ServicePersonSignsIn(name=str(person))
    return person
