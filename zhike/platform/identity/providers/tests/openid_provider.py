"""A small OpenID provider on this machine: discovery, authorize, token, keys and userinfo, with faults by name."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from zhike.platform.identity.providers.tests.json_server import Asked, JsonServer, Pages, Said

CLIENT = "zhike"
SECRET = "a secret with : and %"


class OpenIdProvider(JsonServer):
    """Runs until `stop`. `person` are the claims of whoever is sent here; `fault` names what it does wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.issuer = self.address
        self.key: RSAKey | ECKey = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.person: dict[str, Any] = {
            "sub": "248289761001",
            "email": "alice@example.com",
            "email_verified": True,
            "name": "Alice",
        }
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.userinfo: dict[str, Any] = {}

    def settings(self, **others: Any) -> dict[str, Any]:
        return {"issuer": self.issuer, "client_id": CLIENT, **others}

    def pages(self) -> Pages:
        return {
            "/.well-known/openid-configuration": self.discovery,
            "/authorize": self.authorize,
            "/token": self.token,
            "/keys": self.keys,
            "/userinfo": lambda _: (200, self.userinfo),
        }

    def discovery(self, _: Asked) -> Said:
        found = {
            "issuer": "https://other.example" if self.fault == "other discovery" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        if self.userinfo:
            found["userinfo_endpoint"] = f"{self.issuer}/userinfo"
        return 200, found

    def authorize(self, request: Asked) -> Said:
        asked = request.query
        if self.fault == "cancelled":
            brought = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            brought = {"code": code, "state": asked["state"]}
        return 302, f"{asked['redirect_uri']}?{urlencode(brought)}"

    def token(self, request: Asked) -> Said:
        form = request.form
        asked = self.codes.pop(form["code"], None)
        user = base64.b64encode(b"zhike:a%20secret%20with%20%3A%20and%20%25").decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        right = (
            asked is not None
            and asked["redirect_uri"] == form["redirect_uri"]
            and asked["code_challenge"] == proof.rstrip(b"=").decode()
            and request.headers["Authorization"] == f"Basic {user}"
        )
        if not right or asked is None:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "opaque", "id_token": self.id_token(asked["nonce"])}

    def keys(self, _: Asked) -> Said:
        # A shared secret in the list must not become a way to sign.
        return 200, {
            "keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "oct"}, self.key.as_dict(private=False)]
        }

    def id_token(self, nonce: str) -> str:
        at = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": at + 300,
            "iat": at,
            "nonce": nonce,
            **self.person,
        }
        faults: dict[str, dict[str, Any]] = {
            "wrong issuer": {"iss": "https://other.example"},
            "other audience": {"aud": "somebody"},
            "two audiences without a party": {"aud": [CLIENT, "somebody"]},
            "other party": {"aud": [CLIENT, "somebody"], "azp": "somebody"},
            "wrong nonce": {"nonce": "another"},
            "no nonce": {"nonce": None},
            "expired": {"exp": at - 120},
            "no expiry": {"exp": None},
            "from the future": {"iat": at + 3600},
            "not yet": {"nbf": at + 3600},
            "nobody": {"sub": ""},
            "number as subject": {"sub": 5},
            "long subject": {"sub": "x" * 256},
        }
        claims |= faults.get(self.fault, {})
        claims = {key: value for key, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": str(self.key.kid)}
        if self.fault == "alg none":
            return f"{_json({**header, 'alg': 'none'})}.{_json(claims)}."
        if self.fault == "public key as secret":
            signed = f"{_json({**header, 'alg': 'HS256'})}.{_json(claims)}"
            digest = hmac.digest(self.key.as_pem(private=False), signed.encode(), hashlib.sha256)
            return f"{signed}.{_encoded(digest)}"
        if self.fault == "listed secret":
            signed = f"{_json({'alg': 'HS256', 'kid': 'oct'})}.{_json(claims)}"
            return f"{signed}.{_encoded(hmac.digest(b'secret', signed.encode(), hashlib.sha256))}"
        if self.fault == "another key":
            return jwt.encode(header, claims, RSAKey.generate_key(2048))
        if self.fault == "unknown key":
            return jwt.encode({**header, "kid": "other"}, claims, self.key)
        if self.fault == "elliptic":
            self.key = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
            return jwt.encode({"alg": "ES256", "kid": "ec"}, claims, self.key)
        if self.fault == "changed":
            head, _, signature = jwt.encode(header, claims, self.key).split(".")
            return f"{head}.{_json({**claims, 'sub': 'somebody-else'})}.{signature}"
        return jwt.encode(header, claims, self.key)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _json(value: Any) -> str:
    return _encoded(json.dumps(value).encode())
