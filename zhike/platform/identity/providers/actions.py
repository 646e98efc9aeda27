"""Describing, changing and removing providers; for administrators. The secret goes in and never comes out again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from pydantic import ValidationError

from zhike.kit.addresses import host_of
from zhike.kit.errors import NotFound, Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.identity.actions import required
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.models import Department, IdentityProvider, WorkspaceSecurity
from zhike.platform.identity.ports import authority, record
from zhike.platform.identity.providers.errors import (
    LastProvider,
    ProviderHasPeople,
    ProviderNameTaken,
)
from zhike.platform.identity.providers.kinds.registry import DIRECTORIES, kind_named
from zhike.platform.identity.providers.sites import SECRET, kind_of, site_of
from zhike.platform.identity.sealing import seal

_DOMAIN: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+")
_NO_DOMAIN: Final = Text(
    "Name your own e-mail domains first: addresses of others prove nothing.",
    "请先填写本组织的邮箱域名，其他域名的地址不能作为依据。",
)
_NO_TRUST: Final = Text(
    "People are made by their address, so its addresses must be trusted, too.",
    "新用户按邮箱地址创建，因此须同时信任其邮箱地址。",
)
_NO_DIRECTORY: Final = Text(
    "A directory knows people by their address, so its addresses must be trusted.",
    "目录按邮箱地址识别人员，因此须信任其邮箱地址。",
)
_BAD_DOMAIN: Final = Text(
    "{domain} is no domain. Write example.com.", "{domain} 不是域名，应写作 example.com。"
)
_BAD_SETTING: Final = Text("This is missing or not valid.", "此项缺失或无效。")
_SECRET_AGAIN: Final = Text(
    "Enter the secret again: it is not sent to another place than it was entered for.",
    "请重新填写密钥：原密钥不会发送到新的地址。",
)
_UNTOLD: Final = frozenset({"department_id"})


def create_provider(
    actor: Actor, kind: str, values: Mapping[str, Any], secret: str
) -> IdentityProvider:
    """Describe a provider. Raises NotFound for a kind there is none of, ProviderNameTaken, UnknownRole, ValidationFailed."""
    authority().require(actor, "security", "admin")
    if kind_named(kind) is None:
        raise NotFound
    last = IdentityProvider.objects.aggregate(last=Max("position"))["last"]
    provider = IdentityProvider(kind=kind, position=0 if last is None else last + 1)
    for key, value in values.items():
        setattr(provider, key, value)
    _check(provider)
    _put_secret(provider, secret)
    try:
        with transaction.atomic():
            provider.save(force_insert=True)
            told = {"kind": kind, **_told(provider, list(values)), **_secret_told(secret)}
            record(actor, "identity_provider", provider.id, "create", {}, told)
    except IntegrityError as error:
        raise ProviderNameTaken(name=provider.name) from error
    return provider


def change_provider(
    actor: Actor, provider_id: UUID, values: Mapping[str, Any], secret: str | None
) -> IdentityProvider:
    """Change a provider; without a secret the one it has stays.

    Raises NotFound, LastProvider, ProviderHasPeople and what creating raises.
    """
    authority().require(actor, "security", "admin")
    try:
        with transaction.atomic():
            provider = _locked(provider_id)
            changed = [key for key, value in values.items() if getattr(provider, key) != value]
            before = {"name": provider.name, **_told(provider, changed)}
            anchored = _anchor(provider)
            for key in changed:
                setattr(provider, key, values[key])
            _check(provider)
            if not provider.is_enabled:
                _keep_one(provider_id)
            if anchored != _anchor(provider):
                _require_free(provider, secret)
            if secret is not None:
                _put_secret(provider, secret)
            if not changed and secret is None:
                return provider
            provider.save()
            after = {"name": provider.name, **_told(provider, changed), **_secret_told(secret)}
            record(actor, "identity_provider", provider_id, "update", before, after)
    except IntegrityError as error:
        raise ProviderNameTaken(name=str(values.get("name"))) from error
    return provider


def delete_provider(actor: Actor, provider_id: UUID) -> None:
    """Remove a provider and all connections to it; people stay. Raises NotFound, LastProvider."""
    authority().require(actor, "security", "admin")
    with transaction.atomic():
        provider = _locked(provider_id)
        _keep_one(provider_id)
        before = {"name": provider.name, "people": provider.people.count()}
        provider.delete()
        record(actor, "identity_provider", provider_id, "delete", before)


def order_providers(actor: Actor, ids: Sequence[UUID]) -> None:
    """Say in which order the buttons stand; whoever is not named comes last."""
    authority().require(actor, "security", "admin")
    with transaction.atomic():
        rows = {row.id: row for row in IdentityProvider.objects.select_for_update().order_by("id")}
        given = [one for one in dict.fromkeys(ids) if one in rows]
        for at, one in enumerate([*given, *(one for one in rows if one not in given)]):
            before, rows[one].position = rows[one].position, at
            if before != at:
                told = {"name": rows[one].name}
                changes = ({**told, "position": before}, {**told, "position": at})
                record(actor, "identity_provider", one, "update", *changes)
        IdentityProvider.objects.bulk_update(rows.values(), ["position"])


def try_out(actor: Actor, provider_id: UUID) -> Text:
    """Ask the provider what can be asked without a person. Raises NotFound and why it does not work."""
    authority().require(actor, "security", "admin")
    provider = IdentityProvider.objects.filter(id=provider_id).first()
    if provider is None:
        raise NotFound
    return kind_of(provider).try_out(site_of(provider))


def _locked(provider_id: UUID) -> IdentityProvider:
    provider = IdentityProvider.objects.select_for_update().filter(id=provider_id).first()
    if provider is None:
        raise NotFound
    return provider


def _keep_one(without: UUID) -> None:
    """While everybody must come through a provider, one stays."""
    others = IdentityProvider.objects.filter(is_enabled=True).exclude(id=without)
    if WorkspaceSecurity.objects.filter(provider_only=True).exists() and not others.exists():
        raise LastProvider


def _anchor(provider: IdentityProvider) -> list[Any]:
    """What makes it this provider and no other: the same name of a person elsewhere is another person."""
    return [provider.settings.get(key) for key in kind_of(provider).anchors]


def _require_free(provider: IdentityProvider, secret: str | None) -> None:
    if provider.people.exists():
        raise ProviderHasPeople
    if provider.sealed_secret is not None and secret is None:
        raise ValidationFailed(problems=[Problem(("secret",), "missing", _SECRET_AGAIN)])


def _check(provider: IdentityProvider) -> None:
    """Clean and judge what an administrator wrote. Raises NotFound, UnknownRole, ValidationFailed."""
    provider.name = required(provider.name, "name")
    provider.private_hosts = sorted({host_of(one) for one in provider.private_hosts} - {""})
    provider.domains = sorted({one.strip().lower().lstrip("@") for one in provider.domains} - {""})
    provider.roles = sorted(set(provider.roles))
    provider.group_roles = {
        group.strip().casefold(): role for group, role in provider.group_roles.items()
    }
    authority().check_roles([*provider.roles, *provider.group_roles.values()])
    if provider.department_id and not Department.objects.filter(id=provider.department_id).exists():
        raise NotFound
    problems = [
        Problem(("domains", at), "not-a-domain", _BAD_DOMAIN, {"domain": domain[:60]})
        for at, domain in enumerate(provider.domains)
        if not _DOMAIN.fullmatch(domain)
    ]
    if provider.makes_people and not provider.trusts_email:
        problems.append(Problem(("makes_people",), "not-trusted", _NO_TRUST))
    if provider.kind in DIRECTORIES and provider.is_enabled and not provider.trusts_email:
        problems.append(Problem(("trusts_email",), "not-trusted", _NO_DIRECTORY))
    if provider.trusts_email and not provider.domains:
        problems.append(Problem(("domains",), "missing", _NO_DOMAIN))
    try:
        read = kind_of(provider).settings.model_validate(provider.settings)
        provider.settings = read.model_dump(mode="json")
    except ValidationError as error:
        problems += [
            Problem(("settings", *found["loc"]), "invalid", _BAD_SETTING)
            for found in error.errors()
        ]
    if problems:
        raise ValidationFailed(problems=problems)


def _put_secret(provider: IdentityProvider, secret: str) -> None:
    sealed = seal(secret.encode(), SECRET, provider.id.bytes) if secret else None
    provider.sealed_secret = sealed


def _told(provider: IdentityProvider, keys: list[str]) -> dict[str, Any]:
    """What the log keeps: everything but the secret."""
    told = {key: getattr(provider, key) for key in keys if key not in _UNTOLD}
    if "department_id" in keys:
        told["department"] = str(provider.department_id or "")
    return told


def _secret_told(secret: str | None) -> dict[str, Any]:
    return {} if not secret else {"secret": "•••"}
