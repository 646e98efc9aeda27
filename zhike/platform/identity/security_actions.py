"""What the workspace demands of everybody who signs in, and what only administrators do with people's ways in."""

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_network
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Least

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.identity.actions import normal_email
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.errors import EmailTaken, OwnNetworkMissing
from zhike.platform.identity.gate import inside
from zhike.platform.identity.letter_actions import NEWS_EMAIL
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import (
    IdentityProvider,
    ResetLink,
    Session,
    User,
    WorkspaceSecurity,
)
from zhike.platform.identity.ports import authority, postman, record
from zhike.platform.identity.profile import forget, forget_everybody

WORKSPACE: Final = UUID(int=1)
"""What the change log calls the one row."""
_BAD_NETWORK: Final = Text(
    "{network} is no network. Write 203.0.113.0/24 or 203.0.113.7.",
    "{network} 不是有效的网段，应写作 203.0.113.0/24 或 203.0.113.7。",
)
_NO_PROVIDER: Final = Text(
    "Switch on a provider first: otherwise nobody else could sign in.",
    "请先启用一种单点登录方式，否则其他人将无法登录。",
)
_IDLE_TOO_LONG: Final = Text(
    "This may not be longer than a session lasts at most.", "不能超过会话的最长时间。"
)


def security_of_workspace() -> WorkspaceSecurity:
    """The one row; as it is at the start while nobody changed anything."""
    return WorkspaceSecurity.objects.first() or WorkspaceSecurity()


def change_security(
    actor: Actor, values: Mapping[str, Any], *, address: str | None
) -> WorkspaceSecurity:
    """Change `two_factor_roles`, `networks`, `provider_only` or the hours; sessions that are now too old end.

    `address` is where the actor sends this from. Raises Forbidden, OwnNetworkMissing, UnknownRole, ValidationFailed.
    """
    authority().require(actor, "security", "admin")
    values = dict(values)
    if "networks" in values:
        values["networks"] = _networks(values["networks"])
        if not inside(address, values["networks"]):
            raise OwnNetworkMissing(address=address or "?")
    if "two_factor_roles" in values:
        values["two_factor_roles"] = sorted(set(values["two_factor_roles"]))
        authority().check_roles(values["two_factor_roles"])
    if (
        values.get("provider_only")
        and not IdentityProvider.objects.filter(is_enabled=True).exists()
    ):
        raise ValidationFailed(problems=[Problem(("provider_only",), "no-provider", _NO_PROVIDER)])
    with transaction.atomic():
        row, _ = WorkspaceSecurity.objects.select_for_update().get_or_create(id=1)
        changed = {key: value for key, value in values.items() if getattr(row, key) != value}
        if not changed:
            return row
        before = {key: getattr(row, key) for key in changed}
        for key, value in changed.items():
            setattr(row, key, value)
        if row.idle_hours > row.longest_hours:
            raise ValidationFailed(problems=[Problem(("idle_hours",), "too-long", _IDLE_TOO_LONG)])
        row.save(update_fields=list(changed))
        if {"idle_hours", "longest_hours"} & set(changed):
            _shorten_sessions(row)
        record(actor, "security", WORKSPACE, "update", before, changed)
        forget_everybody()
    return row


def _networks(texts: list[str]) -> list[str]:
    found, problems = [], []
    for at, text in enumerate(texts):
        try:
            found.append(str(ip_network(text.strip(), strict=False)))
        except ValueError:
            data = {"network": text[:60]}
            problems.append(Problem(("networks", at), "not-a-network", _BAD_NETWORK, data))
    if problems:
        raise ValidationFailed(problems=problems)
    return list(dict.fromkeys(found))


def _shorten_sessions(row: WorkspaceSecurity) -> None:
    Session.objects.update(
        expires_at=Least(
            F("expires_at"),
            F("last_seen_at") + timedelta(hours=row.idle_hours),
            F("created_at") + timedelta(hours=row.longest_hours),
        )
    )


def change_email(actor: Actor, user_id: UUID, email: str) -> User:
    """Give a person another address to sign in with; links sent to the old one die.

    Raises Forbidden, EmailTaken, NotFound, ValidationFailed.
    """
    authority().require(actor, "user", "admin")
    email = normal_email(email)
    try:
        with transaction.atomic():
            user = locked_user(user_id)
            before = user.email
            if before == email:
                return user
            user.email = email
            user.save(update_fields=["email"])
            ResetLink.objects.filter(user=user).delete()
            record(actor, "user", user_id, "update", {"email": before}, {"email": email})
            # Whoever took the account over reads the new address; its owner, perhaps, the old one.
            postman().ask(NEWS_EMAIL, user_id, address=before)
            forget(user_id)
    except IntegrityError as error:
        raise EmailTaken(email=email) from error
    return user
