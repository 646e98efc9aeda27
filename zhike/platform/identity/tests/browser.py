"""Browsers as tests drive them: signing in step by step, an authenticator app, and a passkey made of software."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import cbor2
import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from tests.cast import Answer, ApiClient
from zhike.kit.clock import now

PASSWORD = "alice-password-9"


def try_password(client: ApiClient, email: str, password: str, **headers: str) -> Answer:
    return client.post("auth/sign-in", {"email": email, "password": password}, headers=headers)


def as_browser(client: ApiClient) -> ApiClient:
    """Send the header a page makes from the readable cookie."""
    client._headers["X-CSRFToken"] = client.http.cookies["zhike_csrf"].value
    return client


@dataclass
class AppUser:
    """A person, the seed in their authenticator app, and the recovery codes they wrote down."""

    client: ApiClient
    seed: str
    recovery: list[str]

    def code(self, steps: int = 0) -> str:
        """The code of now, or so many half minutes later."""
        totp = pyotp.TOTP(self.seed)
        return totp.generate_otp(totp.timecode(now()) + steps)


def enrol(client: ApiClient) -> AppUser:
    """Set up an authenticator app for whoever the client is. Uses up the code of half a minute ago."""
    begun = client.post("auth/factors/totp")
    assert begun.status == 200, begun
    person = AppUser(client, begun.json["secret"], [])
    confirmed = client.post("auth/factors/totp/confirm", {"code": person.code(-1)})
    assert confirmed.status == 200, confirmed
    person.recovery = confirmed.json["recovery_codes"]
    return person


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftwareKey:
    """An authenticator with one discoverable passkey; `verifies` says whether it checked its owner."""

    def __init__(self, *, verifies: bool = True, origin: str = "") -> None:
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0
        self.verifies = verifies
        self.origin = origin or settings.ZHIKE_BASE_URL
        self.handle = ""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.create`."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(cose)
        data = self._data(options["rp"]["id"], 0x40) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {
                "clientDataJSON": encoded(self._client("webauthn.create", options["challenge"])),
                "attestationObject": encoded(attestation),
                "transports": ["internal"],
            }
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data = self._data(options["rpId"], 0)
        client = self._client("webauthn.get", options["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": encoded(client),
                "authenticatorData": encoded(data),
                "signature": encoded(signed),
                "userHandle": self.handle,
            }
        )

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        name = encoded(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, site: str, flags: int) -> bytes:
        flags |= 0x05 if self.verifies else 0x01
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count)
