"""Where a request comes from. A forwarded address is believed only from a proxy named in the settings."""

from functools import cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

# Networks of one subscriber: an IPv6 customer owns at least a /64 and could change its address at will.
_IPV6_SUBSCRIBER = 64


@cache
def _proxies(networks: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network) for network in networks)


def _is_proxy(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    networks = _proxies(tuple(settings.ZHIKE_TRUSTED_PROXIES))
    return any(parsed in network for network in networks)


def client_address(request: HttpRequest) -> str | None:
    """The caller's IP address: the peer's, or the nearest one a trusted proxy vouches for.

    To this server `X_Forwarded_For` is the same name as `X-Forwarded-For`: a proxy that lets underscores through is told to
    use a header without a hyphen (`ZHIKE_ADDRESS_HEADER`).
    """
    name = "HTTP_" + settings.ZHIKE_ADDRESS_HEADER.upper().replace("-", "_")
    return address_of(str(request.META.get("REMOTE_ADDR") or ""), str(request.META.get(name, "")))


def address_of(peer: str, forwarded: str) -> str | None:
    """The same from the peer's address and what the proxies' header says; None for what is no address."""
    address, hops = peer, forwarded.split(",")
    while _is_proxy(address) and hops:
        nearer = hops.pop().strip()
        if not nearer:
            break
        address = nearer
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def host_is_ours(host: str) -> bool:
    """Whether a Host header names this installation; any other name is somebody's DNS pointing here.

    An address is nobody's name: no page of elsewhere can be called by ours. So where other machines reach us, all are good.
    """
    domain, _ = split_domain_port(host)
    if not domain:
        return False
    return validate_host(domain, settings.ZHIKE_HOSTS) or (
        settings.ZHIKE_OPEN and _is_address(domain)
    )


def _is_address(domain: str) -> bool:
    try:
        ip_address(domain.strip("[]"))
    except ValueError:
        return False
    return True


def live_origin(request: HttpRequest) -> str:
    """Where a page of ours finds live updates: the configured address, or the live port of the host it was asked at."""
    if settings.ZHIKE_LIVE_URL:
        return str(settings.ZHIKE_LIVE_URL).rstrip("/")
    host, _ = split_domain_port(request.get_host())
    return f"{request.scheme}://{host}:{settings.ZHIKE_LIVE_PORT}"


def origin_parts(origin: str) -> tuple[str, str]:
    """Scheme and host of an Origin header; both empty for what is no address."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc


def subscriber(address: str | None) -> str:
    """The network one caller controls: the address for IPv4, its /64 for IPv6."""
    if address is None:
        return "unknown"
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), _IPV6_SUBSCRIBER), strict=False))
    return address
