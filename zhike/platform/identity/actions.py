"""Everything that changes people and sessions. Each writes its change row in the same transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Language, Text
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import EmailTaken, SignInFailed
from zhike.platform.identity.letter_actions import NEWS_PASSWORD
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import ApiToken, ResetLink, Session, User
from zhike.platform.identity.passwords import password_is_right, require_good_password
from zhike.platform.identity.ports import authority, postman, record
from zhike.platform.identity.profile import forget
from zhike.platform.identity.throttle import Attempt

_BAD_EMAIL = Text("This is not a valid e-mail address.", "邮箱地址无效。")
_BLANK = Text("This is required.", "此项必填。")


def normal_email(email: str) -> str:
    """The address as it is stored. Raises ValidationFailed when it is none."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or not email.isascii() or len(email) > 254:
        raise ValidationFailed(problems=[Problem(("email",), "invalid", _BAD_EMAIL)])
    return email


def required(value: str, field: str) -> str:
    """The text without space around it. Raises ValidationFailed when nothing is left."""
    value = value.strip()
    if not value:
        raise ValidationFailed(problems=[Problem((field,), "missing", _BLANK)])
    return value


def end_session(actor: Actor, session_id: UUID) -> None:
    """End one's own session: this one (sign out) or another browser's. Raises NotFound for a foreign one."""
    if actor.user_id is None:
        raise NotFound
    with transaction.atomic():
        gone, _ = Session.objects.filter(id=session_id, user_id=actor.user_id).delete()
        if not gone:
            raise NotFound
        record(actor, "user", actor.user_id, "sign-out")
        forget(actor.user_id)


def end_other_sessions(actor: Actor, *, keep: UUID | None) -> None:
    """End all of one's own sessions but this one. Raises NotFound for nobody."""
    if actor.user_id is None:
        raise NotFound
    with transaction.atomic():
        others = Session.objects.filter(user_id=actor.user_id)
        if keep is not None:
            others = others.exclude(id=keep)
        gone, _ = others.delete()
        if gone:
            record(actor, "user", actor.user_id, "sign-out-others", {"sessions": gone})
        forget(actor.user_id)


def create_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    language: Language | None = None,
) -> User:
    """Make a person; without a password they can only come in by token, without a language they follow their browser.

    Raises Forbidden, EmailTaken, ValidationFailed.
    """
    authority().require(actor, "user", "admin")
    user = User(
        email=normal_email(email), name=required(name, "name")[:200], language=language or ""
    )
    if password is None:
        user.set_unusable_password()
    else:
        require_good_password(password, user)
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            after = {"email": user.email, "name": user.name, "language": user.language}
            record(actor, "user", user.id, "create", {}, after)
    except IntegrityError as error:
        raise EmailTaken(email=user.email) from error
    return user


def update_user(actor: Actor, user_id: UUID, values: Mapping[str, Any]) -> User:
    """Change name, language, theme, density or time zone; one's own, or anybody's with the right to.

    Raises Forbidden, NotFound, ValidationFailed.
    """
    if actor.user_id != user_id:
        authority().require(actor, "user", "admin")
    if "name" in values:
        values = {**values, "name": required(values["name"], "name")[:200]}
    with transaction.atomic():
        user = locked_user(user_id)
        changed = {key: value for key, value in values.items() if getattr(user, key) != value}
        if not changed:
            return user
        before = {key: getattr(user, key) for key in changed}
        for key, value in changed.items():
            setattr(user, key, value)
        user.save(update_fields=list(changed))
        record(actor, "user", user_id, "update", before, changed)
        forget(user_id)
    return user


def set_password(
    actor: Actor, user_id: UUID, password: str, *, keep_session: UUID | None = None
) -> None:
    """Give a person a new password and end their sessions, except `keep_session`.

    Raises Forbidden, NotFound, ValidationFailed.
    """
    if actor.user_id != user_id:
        authority().require(actor, "user", "admin")
    with transaction.atomic():
        user = locked_user(user_id)
        require_good_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        ended = Session.objects.filter(user=user)
        if keep_session is not None:
            ended = ended.exclude(id=keep_session)
        ended.delete()
        ResetLink.objects.filter(user=user).delete()
        record(actor, "user", user_id, "set-password")
        postman().ask(NEWS_PASSWORD, user_id)
        forget(user_id)


def change_own_password(
    actor: Actor, *, current: str, new: str, ip: str | None, session_id: UUID | None
) -> None:
    """Change one's password after proving the present one. Guessing it is throttled like signing in.

    Who has none yet (a passkey is enough to join) has none to prove. Raises NotFound, SignInFailed, TooManyRequests, ValidationFailed.
    """
    user = None if actor.user_id is None else User.objects.filter(id=actor.user_id).first()
    if user is None:
        raise NotFound
    if user.has_usable_password():
        attempt = Attempt(user.email, ip)
        if not password_is_right(user, current):
            raise SignInFailed
        attempt.succeeded()
    set_password(actor, user.id, new, keep_session=session_id)


def disable_user(actor: Actor, user_id: UUID) -> None:
    """Shut a person out: sessions and tokens end at once. Raises Forbidden, NotFound, LastAdministrator."""
    authority().require(actor, "user", "admin")
    with transaction.atomic():
        user = locked_user(user_id)
        authority().keep_an_administrator(user_id)
        for table in (Session, ApiToken, ResetLink):
            table.objects.filter(user=user).delete()
        if user.is_active:
            user.is_active = False
            user.save(update_fields=["is_active"])
            record(actor, "user", user_id, "disable", {"is_active": True}, {"is_active": False})
        forget(user_id)


def enable_user(actor: Actor, user_id: UUID) -> None:
    """Let a disabled person sign in again; their old sessions and tokens stay gone. Raises Forbidden, NotFound."""
    authority().require(actor, "user", "admin")
    with transaction.atomic():
        user = locked_user(user_id)
        if not user.is_active:
            user.is_active = True
            user.save(update_fields=["is_active"])
            record(actor, "user", user_id, "enable", {"is_active": False}, {"is_active": True})
        forget(user_id)
