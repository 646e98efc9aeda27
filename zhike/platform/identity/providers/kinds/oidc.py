"""OpenID Connect: discovery, the code flow with PKCE, and an ID token that is believed only when everything about it is right."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

from pydantic import StringConstraints

from zhike.kit.addresses import place_of
from zhike.kit.language import Text, filled
from zhike.kit.outbound import call
from zhike.kit.schemas import Input
from zhike.platform.identity.providers.errors import AnswerNotTrusted
from zhike.platform.identity.providers.kinds.answers import refusal, text_in, texts_in
from zhike.platform.identity.providers.kinds.id_token import Expected, checked
from zhike.platform.identity.providers.kinds.key_sets import KeySets
from zhike.platform.identity.providers.kinds.kind import Claims, Site, Trip

_KEPT: Final = 3600
_KEPT_AT_MOST: Final = 100
_OTHER_ISSUER: Final = Text(
    "it calls itself {issuer}; enter exactly that as its address",
    "它的标识为 {issuer}，请填写与之完全一致的地址",
)
_NO_DISCOVERY: Final = Text(
    "there is no OpenID configuration at this address", "该地址没有 OpenID 配置"
)
_INCOMPLETE: Final = Text("its configuration lacks “{key}”", "其配置缺少“{key}”")
_OTHER_PERSON: Final = Text("it told about somebody else", "返回了其他人的信息")
_NO_TOKEN: Final = Text("it sent no ID token", "没有返回 ID 令牌")
_WORKS: Final = Text(
    "{issuer} answers and has {count} keys. Sign in once to see the rest.",
    "{issuer} 响应正常，共有 {count} 个密钥。请登录一次以确认其余设置。",
)
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class OidcSettings(Input):
    """Its address (the issuer), what Zhike is called there, and what is asked for."""

    issuer: _Line
    client_id: _Line
    scopes: _Line = "openid email profile"
    groups_claim: _Line = "groups"


class OpenIdConnect:
    """Keycloak, Entra ID, Okta, Google, Authing and whatever else speaks it."""

    settings = OidcSettings
    anchors = ("issuer",)

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], tuple[float, dict[str, Any]]] = {}
        self._keys = KeySets()

    def leave(self, site: Site[OidcSettings], trip: Trip, agent: str) -> str:
        """The authorization endpoint with the question."""
        found = self._discovered(site)
        challenge = hashlib.sha256(trip.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": site.settings.client_id,
            "redirect_uri": trip.back,
            "scope": " ".join(dict.fromkeys(["openid", *site.settings.scopes.split()])),
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        address = _needed(site, found, "authorization_endpoint")
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def arrive(self, site: Site[OidcSettings], trip: Trip, brought: Mapping[str, str]) -> Claims:
        """Exchange the code, check the token, and ask for the address where the token has none."""
        if "error" in brought or not brought.get("code"):
            raise refusal(site, brought.get("error", "no code"))
        if brought.get("iss", site.settings.issuer) != site.settings.issuer:
            raise AnswerNotTrusted(provider=site.name, why=_OTHER_PERSON)
        found = self._discovered(site)
        answer = self._exchange(site, found, trip, brought["code"])
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise AnswerNotTrusted(provider=site.name, why=_NO_TOKEN)
        expected = Expected(site.name, site.settings.issuer, site.settings.client_id, trip.nonce)
        address = _needed(site, found, "jwks_uri")
        said = checked(token, expected, lambda kid: self._keys.keys(address, site.named, kid))
        if "email" not in said and "userinfo_endpoint" in found:
            said = {**self._asked(site, found, answer, said["sub"]), **said}
        return Claims(
            subject=said["sub"],
            email=text_in(said, "email"),
            vouched=_is_true(said.get("email_verified")) or _is_true(said.get("xms_edov")),
            name=text_in(said, "name") or text_in(said, "preferred_username"),
            groups=texts_in(said, site.settings.groups_claim),
        )

    def try_out(self, site: Site[OidcSettings]) -> Text:
        """Read the configuration and the keys anew."""
        self._found.clear()
        found = self._discovered(site)
        for key in ("authorization_endpoint", "token_endpoint"):
            place_of(_needed(site, found, key), site.named)
        keys = self._keys.read(_needed(site, found, "jwks_uri"), site.named)
        return filled(_WORKS, {"issuer": site.settings.issuer, "count": len(keys)})

    def _discovered(self, site: Site[OidcSettings]) -> dict[str, Any]:
        key = (site.settings.issuer, site.named)
        kept = self._found.get(key)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        issuer = site.settings.issuer
        reply = call(
            "GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration", named=site.named
        )
        if reply.status != 200:
            raise AnswerNotTrusted(provider=site.name, why=_NO_DISCOVERY)
        found = reply.json()
        if found.get("issuer") != issuer:
            named = str(found.get("issuer"))[:200]
            raise AnswerNotTrusted(provider=site.name, why=filled(_OTHER_ISSUER, {"issuer": named}))
        if len(self._found) >= _KEPT_AT_MOST:
            self._found.clear()
        self._found[key] = (time.monotonic() + _KEPT, found)
        return found

    @staticmethod
    def _exchange(
        site: Site[OidcSettings], found: Mapping[str, Any], trip: Trip, code: str
    ) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": trip.back,
            "code_verifier": trip.verifier,
        }
        headers: dict[str, str] = {}
        ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if site.secret and "client_secret_basic" in ways:
            pair = f"{quote(site.settings.client_id, safe='')}:{quote(site.secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form["client_id"] = site.settings.client_id
            if site.secret:
                form["client_secret"] = site.secret
        address = _needed(site, found, "token_endpoint")
        reply = call("POST", address, named=site.named, headers=headers, form=form)
        answer = reply.json()
        if reply.status != 200 or "error" in answer:
            raise refusal(site, answer.get("error"))
        return answer

    @staticmethod
    def _asked(
        site: Site[OidcSettings], found: Mapping[str, Any], answer: Mapping[str, Any], subject: str
    ) -> dict[str, Any]:
        """What the provider tells of the person beside the token; it must be the same person."""
        bearer = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        reply = call("GET", str(found["userinfo_endpoint"]), named=site.named, headers=bearer)
        if reply.status != 200:
            return {}
        said = reply.json()
        if not hmac.compare_digest(str(said.get("sub")).encode(), subject.encode()):
            raise AnswerNotTrusted(provider=site.name, why=_OTHER_PERSON)
        return said


def _needed(site: Site[OidcSettings], found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str):
        raise AnswerNotTrusted(provider=site.name, why=filled(_INCOMPLETE, {"key": key}))
    return value


def _is_true(value: object) -> bool:
    """Some providers write their yes as text or number."""
    return value is True or value in ("true", "1") or (value == 1 and not isinstance(value, float))
