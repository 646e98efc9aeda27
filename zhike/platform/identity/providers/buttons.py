"""What a stranger may know of the providers: the buttons of the sign-in page."""

from zhike.platform.identity.models import IdentityProvider, WorkspaceSecurity
from zhike.platform.identity.providers.kinds.registry import AWAY
from zhike.platform.identity.schemas import ProviderButton


def buttons() -> tuple[list[ProviderButton], bool]:
    """Those with pages of their own that are switched on, in order, and whether passwords are for administrators only."""
    rows = IdentityProvider.objects.filter(is_enabled=True, kind__in=AWAY).order_by(
        "position", "name"
    )
    only = WorkspaceSecurity.objects.filter(provider_only=True).exists()
    return [ProviderButton.from_orm(row) for row in rows], only
