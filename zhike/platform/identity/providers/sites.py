"""Providers as the kinds see them: settings read, secret opened; and the address people return to."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from pydantic import ValidationError

from zhike.kit.errors import NotFound
from zhike.platform.identity.models import IdentityProvider
from zhike.platform.identity.providers.errors import ProviderRefused
from zhike.platform.identity.providers.kinds.kind import Away, Kind, Posting, Site
from zhike.platform.identity.providers.kinds.registry import AWAY, POSTING, kind_named
from zhike.platform.identity.sealing import Unreadable, unseal

SECRET: Final = "provider"  # noqa: S105 - the purpose of the seal


def enabled_provider(provider_id: UUID) -> IdentityProvider:
    """A provider with pages of its own that people may sign in with. Raises NotFound."""
    found = IdentityProvider.objects.filter(id=provider_id, is_enabled=True).first()
    if found is None or found.kind not in AWAY:
        raise NotFound
    return found


def away(provider: IdentityProvider) -> Away[Any]:
    """What sends browsers to it."""
    return AWAY[provider.kind]


def posting(provider: IdentityProvider) -> Posting[Any]:
    """What judges the answers it makes browsers post. Raises NotFound for a provider that posts none."""
    found = POSTING.get(provider.kind)
    if found is None:
        raise NotFound
    return found


def kind_of(provider: IdentityProvider) -> Kind[Any]:
    """What speaks to it. Raises NotFound for a kind there is none of."""
    found = kind_named(provider.kind)
    if found is None:
        raise NotFound
    return found


def site_of(provider: IdentityProvider) -> Site[Any]:
    """The provider with its settings read. Raises ProviderRefused when the secret was sealed with another key."""
    try:
        sealed = provider.sealed_secret
        secret = "" if sealed is None else unseal(bytes(sealed), SECRET, provider.id.bytes).decode()
        read = kind_of(provider).settings.model_validate(provider.settings)
    except (Unreadable, ValidationError) as error:
        raise ProviderRefused(provider=provider.name, told="settings") from error
    return Site(provider.name, read, secret, tuple(provider.private_hosts))


def entered_there(provider: IdentityProvider) -> tuple[str, str]:
    """What must be entered at the provider: where it sends people back to, and Zhike's name there, if it has one."""
    back = way_back(provider.id)
    found = POSTING.get(provider.kind)
    return (back, "") if found is None else (found.lands_at(back), found.called(back))


def way_back(provider_id: UUID) -> str:
    """Where a provider sends people back to; one address each, so that one cannot answer for another."""
    return f"{settings.ZHIKE_BASE_URL}/sso/{provider_id}"
