"""Which machines the house may call because somebody wrote their name: public ones, or a host an administrator named.

A name is resolved once; every address it has is judged, and the caller connects to what was judged. So neither another
spelling of 127.0.0.1 nor a name that changes its answer leads inside.
"""

import re
import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from zhike.kit.errors import AddressRefused, NoAnswer
from zhike.kit.language import Text

PUBLIC_PORTS: Final = {
    "https": {443, 8443},
    "http": {80},
    "ldaps": {636, 3269},
    "ldap": {389, 3268},
}
"""What a public host may be asked at. A host that was named may be asked at any port."""
_NAME: Final = re.compile(
    r"(?=.{1,253}\Z)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?"
)
_LONGEST: Final = 2_000
_METADATA: Final = frozenset({ip_address("100.100.100.200"), ip_address("fd00:ec2::254")})
"""Where clouds hand their machines credentials, outside the link-local networks."""
_NAT64: Final = ip_network("64:ff9b::/96")
_NO_SUCH_HOST: Final = Text("there is no host of this name", "找不到该主机")


@dataclass(frozen=True, slots=True)
class Place:
    """A host and port out of an address; `named`: an administrator named the host."""

    scheme: str
    host: str
    port: int
    named: bool


def place_of(
    address: str, named: Collection[str], *, schemes: Collection[str] = ("https",)
) -> Place:
    """Take an address apart. A host in `named` may also be called without TLS. Raises AddressRefused.

    Refused besides: other schemes, a user in the address, spaces and backslashes, letters beyond ASCII (which resolvers
    turn into others), and ports other services listen at.
    """
    if len(address) > _LONGEST or not address.isascii() or not address.isprintable():
        raise AddressRefused(address=address[:80])
    if any(letter in address for letter in " \\"):
        raise AddressRefused(address=address[:80])
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(address=address[:80]) from error
    host = (parts.hostname or "").lower()
    allowed = host_of(host) in {host_of(one) for one in named}
    scheme = parts.scheme.lower()
    plain = scheme == "http" and "https" in schemes and allowed
    if (scheme not in schemes and not plain) or "@" in parts.netloc or not _is_host(host):
        raise AddressRefused(address=address[:80])
    port = port or {"https": 443, "http": 80, "ldap": 389, "ldaps": 636}[scheme]
    if not allowed and port not in PUBLIC_PORTS[scheme]:
        raise AddressRefused(address=address[:80])
    return Place(scheme, host, port, allowed)


def host_of(name: str) -> str:
    """The host's name in the one spelling in which names are compared."""
    return name.strip().lower().rstrip(".").strip("[]")


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return ip_address(host).version == 6 and "%" not in host
        except ValueError:
            return False
    return _NAME.fullmatch(host) is not None


def addresses_of(place: Place) -> list[str]:
    """Every address of the host, judged. Raises AddressRefused when one of them may not be called, and NoAnswer."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(host=place.host, why=_NO_SUCH_HOST) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses or not all(may_call(one, named=place.named) for one in addresses):
        raise AddressRefused(address=place.host)
    return addresses


def may_call(address: str, *, named: bool) -> bool:
    """Whether this very address may be called. What hands out credentials to machines is never called."""
    try:
        parsed = _meant(ip_address(address))
    except ValueError:
        return False
    if parsed.is_link_local or parsed.is_multicast or parsed.is_unspecified or parsed in _METADATA:
        return False
    if named:
        return True
    # `is_reserved` holds for IPv6's old ways to write an IPv4 address; two newer ones carry one as well.
    tunnelled = isinstance(parsed, IPv6Address) and (parsed.sixtofour or parsed.teredo)
    return parsed.is_global and not parsed.is_reserved and not tunnelled


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
