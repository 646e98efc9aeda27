"""Encrypting small secrets that must be read again. Whoever has the database without `SECRET_KEY` reads nothing."""

import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE: Final = 12


class Unreadable(ValueError):
    """Sealed with another `SECRET_KEY`, for another purpose or owner, or changed since."""


def _cipher(purpose: str) -> AESGCM:
    key = str(settings.SECRET_KEY).encode()
    return AESGCM(hmac.digest(key, b"zhike:seal:" + purpose.encode(), hashlib.sha256))


def seal(secret: bytes, purpose: str, owner: bytes) -> bytes:
    """Encrypt `secret`; it opens only for the same purpose and owner, so it is no use in another row."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(purpose).encrypt(nonce, secret, owner)


def unseal(sealed: bytes, purpose: str, owner: bytes) -> bytes:
    """Decrypt what `seal` made. Raises Unreadable."""
    try:
        return _cipher(purpose).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def keyed_hash(secret: str, purpose: str) -> str:
    """A hash for secrets short enough to be guessed from a plain one: useless without `SECRET_KEY`."""
    key = str(settings.SECRET_KEY).encode()
    return hmac.new(key, f"zhike:{purpose}:{secret}".encode(), hashlib.sha256).hexdigest()
