"""Where an app may be answered: addresses are compared letter by letter, so here they are only looked at once.

Allowed are https, http on this very machine for apps under development or on a desktop, and the own scheme of a
telephone's app, which is a domain turned around (`com.example.app:/done`).
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text

MOST: Final = 10
_PLAIN: Final = re.compile(r"[!-~]{1,500}\Z")
_OWN_SCHEME: Final = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9-]+)+\Z")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_BAD: Final = Text(
    "{address} cannot be used. Write the whole https address without # and without a name or password.",
    "不能使用 {address}。请填写完整的 https 地址，不含 #、用户名或密码。",
)


def is_proper(address: str) -> bool:
    """Whether an app may be registered with this address."""
    if not _PLAIN.match(address) or any(letter in address for letter in "#\\*<>\"'"):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if parts.scheme == "https":
        return bool(host)
    if parts.scheme == "http":
        return host in _LOOPBACK
    return bool(_OWN_SCHEME.match(parts.scheme)) and not parts.netloc and bool(parts.path)


def checked_addresses(addresses: Sequence[str]) -> list[str]:
    """The addresses, each once. Raises ValidationFailed."""
    problems = [
        Problem(("redirect_uris", at), "bad-address", _BAD, {"address": address[:80]})
        for at, address in enumerate(addresses)
        if not is_proper(address)
    ]
    if problems:
        raise ValidationFailed(problems=problems)
    return list(dict.fromkeys(addresses))


def answered(address: str, parameters: dict[str, str]) -> str:
    """The address with the answer in its query; what stands there already stays."""
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *parameters.items()])
    return urlunsplit(parts._replace(query=query))
