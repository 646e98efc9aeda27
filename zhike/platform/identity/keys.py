"""Secret keys of sessions and tokens: how they are made, stored and proved.

A key has 256 random bits, so a plain SHA-256 of it can neither be guessed nor turned back.
"""

import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings

TOKEN_PREFIX: Final = "zk_"  # noqa: S105 - the public half of a token
CSRF_COOKIE: Final = "zhike_csrf"
CSRF_HEADER: Final = "HTTP_X_CSRFTOKEN"


def new_key() -> str:
    """A new secret for a session cookie."""
    return secrets.token_urlsafe(32)


def new_token(prefix: str = TOKEN_PREFIX) -> str:
    """A new secret for a program; the prefix lets secret scanners find it where it does not belong."""
    return prefix + secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def csrf_token(session_key: str) -> str:
    """The value a page must repeat in a header: made from the session, so another session's value is no use."""
    return hmac.new(
        str(settings.SECRET_KEY).encode(), b"csrf:" + session_key.encode(), hashlib.sha256
    ).hexdigest()


def csrf_token_is_right(session_key: str, token: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(csrf_token(session_key).encode(), token.encode(errors="replace"))


def session_cookie() -> str:
    """Name of the session cookie. Over https the browser then refuses it from any other host or path."""
    return "__Host-zhike" if settings.SESSION_COOKIE_SECURE else "zhike"
