"""What the workspace demands of whoever has proved who they are: from which networks, and with which factors.

Judged here for pages, tokens and live updates alike, on every request.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from zhike.kit.errors import ZhikeError
from zhike.platform.identity.errors import NetworkNotAllowed, SecondFactorMissing
from zhike.platform.identity.profile import Profile
from zhike.platform.identity.sessions import Pass


@lru_cache(maxsize=64)
def _parsed(networks: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network) for network in networks)


def inside(address: str | None, networks: Sequence[str]) -> bool:
    """Whether the address is in one of the networks; every address is when there are none."""
    if not networks:
        return True
    if address is None:
        return False
    parsed = ip_address(address)
    mapped = getattr(parsed, "ipv4_mapped", None)
    return any((mapped or parsed) in network for network in _parsed(tuple(networks)))


def must_have_factor(profile: Profile, two_factor_roles: Sequence[str]) -> bool:
    """Whether one of the person's roles is among those that need a second factor."""
    return not set(two_factor_roles).isdisjoint(profile.facts.get("roles", ()))


def refusal(found: Pass, address: str | None) -> type[ZhikeError] | None:
    """Why this session or token opens nothing from this address; None when it does."""
    if not inside(address, found.networks):
        return NetworkNotAllowed
    if not found.two_factor and must_have_factor(found.profile, found.two_factor_roles):
        return SecondFactorMissing
    return None
