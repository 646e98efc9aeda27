"""Which app speaks to the token endpoints, and whether it proves it (RFC 6749 §2.3)."""

import binascii
import hmac
from base64 import b64decode
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote_plus
from uuid import UUID

from django.http import HttpRequest

from zhike.platform.identity.keys import key_hash
from zhike.platform.oauth.errors import ProtocolError
from zhike.platform.oauth.models import OAuthApp

_UNKNOWN: Final = "The app is unknown, or its secret is wrong."


def client_of(request: HttpRequest, given: Mapping[str, str]) -> OAuthApp:
    """The app of a request: by Basic authorization or in the body, not both. Raises ProtocolError.

    A confidential app proves itself by its secret; a public one has none and names itself only.
    """
    client_id, secret = given.get("client_id", ""), given.get("client_secret", "")
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is not None:
        if secret:
            raise ProtocolError(
                "invalid_request", "Send the secret once: in the header or the body."
            )
        named, secret = _basic(header)
        if client_id not in ("", named):
            raise ProtocolError("invalid_request", "Header and body name different apps.")
        client_id = named
    try:
        app = OAuthApp.objects.select_related("service_user").filter(id=UUID(client_id)).first()
    except ValueError:
        app = None
    # A public app that sends a secret believes it is confidential: better told than let in.
    if app is None or not hmac.compare_digest(
        app.secret_hash or "", key_hash(secret) if secret else ""
    ):
        raise ProtocolError("invalid_client", _UNKNOWN)
    return app


def _basic(header: str) -> tuple[str, str]:
    kind, _, encoded = header.partition(" ")
    try:
        text = b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    named, colon, secret = text.partition(":")
    if kind.lower() != "basic" or not colon or not secret:
        raise ProtocolError("invalid_client", _UNKNOWN)
    return unquote_plus(named), unquote_plus(secret)
