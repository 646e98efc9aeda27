"""Directories behind the password form: asked about the addresses of their own domains, and about no others."""

from uuid import UUID

from zhike.platform.identity.models import Identity, IdentityProvider
from zhike.platform.identity.providers.joining_actions import follow_groups
from zhike.platform.identity.providers.kinds.registry import DIRECTORIES
from zhike.platform.identity.providers.sign_in_actions import person_of, proof_by
from zhike.platform.identity.providers.sites import site_of
from zhike.platform.identity.sign_in_actions import Proof


class AskedDirectories:
    """The `Directories` of `sign_in_actions`."""

    def prove(self, email: str, password: str) -> Proof | None:
        """Ask the directories of the address, in their order. Raises NotConnected, ProviderRefused, NoAnswer."""
        domain = email.rpartition("@")[2]
        asked = IdentityProvider.objects.filter(
            is_enabled=True, kind__in=DIRECTORIES, domains__contains=[domain]
        )
        for provider in asked.order_by("position", "name"):
            claims = DIRECTORIES[provider.kind].prove(site_of(provider), email, password)
            if claims is None:
                continue
            user = person_of(provider, claims)
            follow_groups(provider, user, claims)
            return proof_by(provider, user)
        return None

    def knows(self, user_id: UUID) -> bool:
        """Whether one of the directories knows the person."""
        asked = Identity.objects.filter(
            user_id=user_id, provider__is_enabled=True, provider__kind__in=DIRECTORIES
        )
        return asked.exists()
