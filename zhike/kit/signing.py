"""Small payloads that travel through a stranger's hands and come back unchanged: tracking and unsubscribe links.

A token is `payload.signature`, both url-safe base64 without padding. The signature is HMAC-SHA256 over the purpose and
the payload, so a token made for one purpose is worth nothing for another. A token is readable by whoever holds it:
no secrets inside.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Final

_SIGNATURE_BYTES: Final = 16
"""128 bits: short enough for a link in a mail, far beyond guessing."""
LONGEST_TOKEN: Final = 2_048


class BadToken(ValueError):
    """The token was cut, changed, made with another key or for another purpose."""


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadToken("not base64") from error
    # Unused low bits would give one payload several spellings.
    if _encoded(raw) != text:
        raise BadToken("not the one spelling")
    return raw


def _signature(payload: bytes, purpose: str, key: bytes) -> bytes:
    own_key = hmac.digest(key, b"zhike:" + purpose.encode(), hashlib.sha256)
    return hmac.digest(own_key, payload, hashlib.sha256)[:_SIGNATURE_BYTES]


def sign(payload: bytes, purpose: str, key: bytes | str) -> str:
    """A url-safe token carrying `payload`."""
    secret = key.encode() if isinstance(key, str) else key
    return f"{_encoded(payload)}.{_encoded(_signature(payload, purpose, secret))}"


def unsign(token: str, purpose: str, key: bytes | str) -> bytes:
    """The payload of a token made by `sign` with the same purpose and key. Raises BadToken; compares in constant time."""
    secret = key.encode() if isinstance(key, str) else key
    body, dot, signature = token.partition(".")
    if not dot or len(token) > LONGEST_TOKEN:
        raise BadToken("not a token")
    payload = _decoded(body)
    if not hmac.compare_digest(_decoded(signature), _signature(payload, purpose, secret)):
        raise BadToken("not signed by this installation")
    return payload
