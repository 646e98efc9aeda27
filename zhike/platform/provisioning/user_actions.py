"""What a directory does with people, each as the action of identity that a page of ours would use.

An administrator is left alone: the directory may only shut one out, unless it was allowed more. The address of anybody else
is the directory's only where it made them and they have nothing of their own to sign in with, and those get no link for a new
password. Otherwise whoever holds its token could give somebody another address, and take them over by a forgotten password.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.kit.clock import is_time_zone, now
from zhike.kit.errors import NotFound
from zhike.kit.words import has_han
from zhike.platform.access.actions import replace_roles, require_known
from zhike.platform.access.models import RoleAssignment
from zhike.platform.access.policy import policy_of
from zhike.platform.access.roles import ADMINISTRATOR
from zhike.platform.identity.actions import (
    create_user,
    disable_user,
    enable_user,
    normal_email,
    update_user,
)
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.locks import locked_user
from zhike.platform.identity.models import User
from zhike.platform.identity.ports import record
from zhike.platform.identity.security_actions import change_email
from zhike.platform.provisioning.errors import (
    AddressIsTheirs,
    AdministratorsAreOurs,
    ScimError,
    UserNameTaken,
)
from zhike.platform.provisioning.models import ProvisionedUser
from zhike.platform.provisioning.rules_actions import rules


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A person as the directory wants them; None leaves something as it is."""

    user_name: str
    email: str
    name: str
    given_name: str
    family_name: str
    external_id: str
    language: str | None
    time_zone: str | None
    active: bool | None
    roles: tuple[str, ...] | None


def provision(actor: Actor, values: Mapping[str, Any]) -> UUID:
    """Make a person, or take one back whom the directory had let go of.

    Raises Forbidden, EmailTaken, UserNameTaken, AdministratorsAreOurs, ScimError.
    """
    policy_of(actor).require("user", "admin")
    wanted = _wanted(values, {})
    if wanted.roles is not None:
        _require_roles(wanted.roles)
    with transaction.atomic():
        gone = _let_go(wanted.email)
        if gone is not None:
            _require_ours(gone.user_id)
            gone.removed_at = None
            gone.save(update_fields=["removed_at"])
            enable_user(actor, gone.user_id)
            user_id = gone.user_id
            update_user(actor, user_id, {"name": wanted.name})
        else:
            user_id = create_user(actor, email=wanted.email, name=wanted.name).id
        _store(actor, user_id, wanted)
        if gone is None:
            ProvisionedUser.objects.filter(user_id=user_id).update(made=True)
        _prefer(actor, user_id, wanted)
        replace_roles(
            actor, user_id, rules().default_roles if wanted.roles is None else wanted.roles
        )
        if wanted.active is False:
            disable_user(actor, user_id)
    return user_id


def change(
    actor: Actor, user_id: UUID, before: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Make a person what the values say; `before` is how the directory saw them until now.

    Raises what `provision` raises, NotFound, AddressIsTheirs and LastAdministrator.
    """
    policy_of(actor).require("user", "admin")
    wanted = _wanted(values, before)
    with transaction.atomic():
        user = locked_user(user_id)
        held = _roles_of(user_id)
        roles = held if wanted.roles is None else tuple(sorted(set(wanted.roles)))
        named = (wanted.name, wanted.email) != (user.name, user.email)
        if named or roles != held or (wanted.active and not user.is_active):
            _require_ours(user_id)
        if wanted.email != user.email:
            _require_made(user)
        if roles != held:
            _require_roles(roles)
        _store(actor, user_id, wanted)
        if wanted.name != user.name:
            update_user(actor, user_id, {"name": wanted.name})
        if wanted.email != user.email:
            change_email(actor, user_id, wanted.email)
        _prefer(actor, user_id, wanted)
        if wanted.active and not user.is_active:
            enable_user(actor, user_id)
        if roles != held:
            replace_roles(actor, user_id, roles)
        if wanted.active is False and user.is_active:
            disable_user(actor, user_id)


def release(actor: Actor, user_id: UUID) -> None:
    """Shut a person out; the directory does not see them from now on.

    Raises Forbidden, LastAdministrator, NotFound.
    """
    policy_of(actor).require("user", "admin")
    with transaction.atomic():
        locked_user(user_id)
        known, _ = ProvisionedUser.objects.get_or_create(user_id=user_id)
        if known.removed_at is not None:
            raise NotFound
        disable_user(actor, user_id)
        known.removed_at = now()
        known.save(update_fields=["removed_at"])


def _let_go(email: str) -> ProvisionedUser | None:
    """Somebody the directory let go of whose address it names again, with the person locked."""
    gone = ProvisionedUser.objects.filter(user__email=email, removed_at__isnull=False)
    held = gone.first()
    if held is None:
        return None
    locked_user(held.user_id)
    return gone.first()


def has_no_password_of_ours(user_id: UUID) -> bool:
    """Whether the directory made this person and nobody here gave them a password: then no letter does either."""
    made = ProvisionedUser.objects.select_related("user").filter(user_id=user_id, made=True).first()
    return made is not None and not made.user.has_usable_password()


def _wanted(values: Mapping[str, Any], before: Mapping[str, Any]) -> _Wanted:
    user_name = _text(values, "userName", 254).strip()
    if not user_name:
        raise ScimError(400, "userName is required.", "invalidValue")
    parts = values.get("name") or {}
    if not isinstance(parts, dict):
        raise ScimError(400, "name is an object.", "invalidValue")
    given, family = _text(parts, "givenName", 100), _text(parts, "familyName", 100)
    email = normal_email(_address(values, before, user_name))
    return _Wanted(
        user_name="" if user_name.lower() == email else user_name,
        email=email,
        name=_name(values, before, given, family) or user_name,
        given_name=given,
        family_name=family,
        external_id=_text(values, "externalId", 200),
        language=_language(_text(values, "preferredLanguage")),
        time_zone=_time_zone(_text(values, "timezone")),
        active=_boolean(values.get("active")),
        roles=_role_keys(values["roles"]) if "roles" in values else None,
    )


def _name(values: Mapping[str, Any], before: Mapping[str, Any], given: str, family: str) -> str:
    """The name to show: of the three ways to say it, the one that says something new."""
    shown = str(before.get("displayName", ""))
    parts, held = values.get("name") or {}, before.get("name") or {}
    whole = (_text(values, "displayName", 200).strip(), _text(parts, "formatted", 200).strip())
    for said in whole:
        if said and said != shown:
            return said
    if (given, family) != (held.get("givenName", ""), held.get("familyName", "")):
        return _composed(given, family)[:200]
    return shown or next((said for said in whole if said), "")


def _composed(given: str, family: str) -> str:
    """王 and 伟 are 王伟; Barbara and Jensen are Barbara Jensen."""
    return f"{family}{given}" if has_han(family[:1]) else f"{given} {family}".strip()


def _address(values: Mapping[str, Any], before: Mapping[str, Any], user_name: str) -> str:
    """The address to sign in with. Where it was the user name and only that changes, it goes along."""
    emails = values.get("emails") or []
    held = [one.get("value") for one in before.get("emails", ())]
    if held == [before.get("userName")] and emails == before.get("emails") and "@" in user_name:
        return user_name
    items = [one for one in emails if isinstance(one, dict) and one.get("value")]
    chosen = [
        *(one for one in items if one.get("primary") in (True, "true", "True")),
        *(one for one in items if str(one.get("type", "")).lower() == "work"),
        *items,
    ]
    return str(chosen[0]["value"]) if chosen else user_name


def _text(values: Mapping[str, Any], key: str, longest: int = 100) -> str:
    value = values.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or "\x00" in value:
        raise ScimError(400, f"{key} is a text.", "invalidValue")
    if len(value) > longest:
        raise ScimError(400, f"{key} has at most {longest} characters.", "invalidValue")
    return value


def _boolean(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ScimError(400, "active is true or false.", "invalidValue")


def _language(text: str) -> str | None:
    low = text.lower()
    return "zh-CN" if low.startswith("zh") else "en" if low.startswith("en") else None


def _time_zone(text: str) -> str | None:
    return text if is_time_zone(text) else None


def _role_keys(roles: Sequence[Any]) -> tuple[str, ...]:
    keys = [one.get("value") if isinstance(one, dict) else one for one in roles]
    return tuple(key for key in keys if isinstance(key, str) and key)


def _store(actor: Actor, user_id: UUID, wanted: _Wanted) -> None:
    """Write down what the directory calls a person."""
    values = {
        "external_id": wanted.external_id,
        "user_name": wanted.user_name,
        "given_name": wanted.given_name,
        "family_name": wanted.family_name,
    }
    known = ProvisionedUser.objects.filter(user_id=user_id).first() or ProvisionedUser(
        user_id=user_id
    )
    before = {key: getattr(known, key) for key in values}
    if before == values and not known._state.adding:
        return
    for key, value in values.items():
        setattr(known, key, value)
    try:
        with transaction.atomic():
            known.save()
    except IntegrityError as error:
        raise UserNameTaken(name=wanted.user_name) from error
    if before != values:
        record(actor, "user", user_id, "provision", before, values)


def _prefer(actor: Actor, user_id: UUID, wanted: _Wanted) -> None:
    """The language and time zone of the directory, for who has not chosen their own language yet."""
    user = User.objects.get(id=user_id)
    values = {}
    if wanted.language is not None and not user.language:
        values["language"] = wanted.language
    if wanted.time_zone is not None and wanted.time_zone != user.time_zone:
        values["time_zone"] = wanted.time_zone
    if values:
        update_user(actor, user_id, values)


def _roles_of(user_id: UUID) -> tuple[str, ...]:
    rows = RoleAssignment.objects.filter(user_id=user_id).order_by("role")
    return tuple(rows.values_list("role", flat=True))


def _require_ours(user_id: UUID) -> None:
    """Raise AdministratorsAreOurs for an administrator the directory may not touch."""
    if ADMINISTRATOR in _roles_of(user_id) and not rules().administrators:
        raise AdministratorsAreOurs


def _require_made(user: User) -> None:
    """Raise AddressIsTheirs for somebody whose address is not the directory's to change."""
    made = ProvisionedUser.objects.filter(user=user, made=True).exists()
    if not made or user.has_usable_password() or user.passkeys.exists():
        raise AddressIsTheirs


def _require_roles(roles: Sequence[str]) -> None:
    require_known(roles)
    if ADMINISTRATOR in roles and not rules().administrators:
        raise AdministratorsAreOurs
