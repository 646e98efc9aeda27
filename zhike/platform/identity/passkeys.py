"""Passkeys as the protocol has them (WebAuthn): questions for the browser, and judging its answers. Writes nothing.

A question travels to the browser and back as a signed token, so a guest's question stores nothing. It lasts five minutes,
is bound to who asked and what for, and is spent by use: a passkey refuses questions older than its last use.
"""

import secrets
import struct
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from zhike.kit.signing import BadToken, sign, unsign
from zhike.platform.identity.errors import PasskeyRefused, StartAgain
from zhike.platform.identity.models import Passkey

ASKED_FOR: Final = 300
"""Seconds a question may be answered."""
_HEAD: Final = struct.Struct(">d32s")
_KNOWN_TRANSPORTS: Final = frozenset(one.value for one in AuthenticatorTransport)

Options = dict[str, Any]


def site() -> str:
    """The domain passkeys belong to: the configured one, whatever a request says."""
    return urlsplit(settings.ZHIKE_BASE_URL).hostname or "localhost"


def _origin() -> str:
    parts = urlsplit(settings.ZHIKE_BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


def _question(purpose: str) -> tuple[bytes, str]:
    """A challenge, and the token that proves later when and for what it was made."""
    challenge = secrets.token_bytes(32)
    payload = _HEAD.pack(time.time(), challenge)
    return challenge, sign(payload, f"passkey:{purpose}", str(settings.SECRET_KEY))


def _asked(token: str, purpose: str) -> tuple[bytes, datetime]:
    """The challenge of a token and when it was made. Raises StartAgain."""
    try:
        payload = unsign(token, f"passkey:{purpose}", str(settings.SECRET_KEY))
        at, challenge = _HEAD.unpack(payload)
    except (BadToken, struct.error) as error:
        raise StartAgain from error
    if not 0 <= time.time() - at <= ASKED_FOR:
        raise StartAgain
    return challenge, datetime.fromtimestamp(at, UTC)


def registration_question(
    *, purpose: str, user_id: UUID, email: str, name: str, present: Sequence[Passkey]
) -> tuple[Options, str]:
    """What `navigator.credentials.create` needs to make a passkey that can also sign in alone, and the token."""
    challenge, token = _question(purpose)
    options = generate_registration_options(
        rp_id=site(),
        rp_name="Zhike 知客",
        user_id=user_id.bytes,
        user_name=email,
        user_display_name=name or email,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_described(passkey) for passkey in present],
    )
    return options_to_json_dict(options), token


def registered(credential: Mapping[str, Any], token: str, *, purpose: str) -> VerifiedRegistration:
    """Judge the answer to `registration_question`. Raises PasskeyRefused, StartAgain."""
    challenge, _ = _asked(token, purpose)
    try:
        return verify_registration_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error


def transports_of(credential: Mapping[str, Any]) -> list[str]:
    """By which ways the browser says the passkey can be reached; only names the protocol knows."""
    response = credential.get("response")
    given = response.get("transports") if isinstance(response, Mapping) else None
    return (
        sorted(_KNOWN_TRANSPORTS.intersection(map(str, given))) if isinstance(given, list) else []
    )


def sign_in_question(*, purpose: str, allowed: Sequence[Passkey] = ()) -> tuple[Options, str]:
    """What `navigator.credentials.get` needs, and the token. Without `allowed` any passkey of this site may answer."""
    challenge, token = _question(purpose)
    options = generate_authentication_options(
        rp_id=site(),
        challenge=challenge,
        allow_credentials=[_described(passkey) for passkey in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options), token


def credential_id(credential: Mapping[str, Any]) -> bytes:
    """Which passkey an answer claims to come from. Raises PasskeyRefused."""
    try:
        return bytes(base64url_to_bytes(str(credential["id"])))
    except (KeyError, ValueError) as error:
        raise PasskeyRefused from error


def signed_in(
    credential: Mapping[str, Any], token: str, passkey: Passkey, *, purpose: str
) -> VerifiedAuthentication:
    """Judge the answer to `sign_in_question`: by this passkey, with its owner's finger, face or PIN.

    Raises PasskeyRefused, StartAgain.
    """
    challenge, asked_at = _asked(token, purpose)
    if passkey.last_used_at is not None and asked_at <= passkey.last_used_at:
        raise StartAgain
    try:
        return verify_authentication_response(
            credential=dict(credential),
            expected_challenge=challenge,
            expected_rp_id=site(),
            expected_origin=_origin(),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    transports = [AuthenticatorTransport(one) for one in passkey.transports]
    return PublicKeyCredentialDescriptor(
        id=bytes(passkey.credential_id), transports=transports or None
    )
