"""Feishu (飞书) and Lark: the code flow with PKCE, then who it is. An application of one's own lets members of one company in."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import StringConstraints

from zhike.kit.language import Text
from zhike.kit.outbound import call
from zhike.kit.schemas import Input
from zhike.platform.identity.providers.errors import AnswerNotTrusted
from zhike.platform.identity.providers.kinds.answers import refusal, text_in
from zhike.platform.identity.providers.kinds.kind import (
    SUBJECT_LONGEST,
    Claims,
    Site,
    Trip,
)

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_WORKS: Final = Text(
    "Feishu accepts the App ID and the secret.", "飞书已接受 App ID 和 App Secret。"
)
_NO_MEMBER: Final = Text("this is nobody of the company", "该用户不是本企业成员")


class FeishuSettings(Input):
    """The application; with a tenant key members of that company only. Lark has other addresses."""

    app_id: _Line
    tenant_key: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    accounts: _Line = "https://accounts.feishu.cn"
    api: _Line = "https://open.feishu.cn"


class Feishu:
    """The open id names the person; the company's own mailbox of theirs is the address that counts."""

    settings = FeishuSettings
    anchors = ("app_id", "api")

    def leave(
        self,
        site: Site[FeishuSettings],
        trip: Trip,
        agent: str,
    ) -> str:
        """The page that shows the QR code, or asks inside the application."""
        challenge = hashlib.sha256(trip.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": site.settings.app_id,
            "redirect_uri": trip.back,
            "state": trip.state,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return (
            f"{site.settings.accounts.rstrip('/')}/open-apis/authen/v1/authorize?{urlencode(asked)}"
        )

    def arrive(self, site: Site[FeishuSettings], trip: Trip, brought: Mapping[str, str]) -> Claims:
        """Exchange the code and ask who it is."""
        if not brought.get("code"):
            raise refusal(site, brought.get("error", "no code"))
        body = {
            "grant_type": "authorization_code",
            "client_id": site.settings.app_id,
            "client_secret": site.secret,
            "code": brought["code"],
            "redirect_uri": trip.back,
            "code_verifier": trip.verifier,
        }
        token = self._asked(site, "POST", "authen/v2/oauth/token", body=body)
        bearer = {"Authorization": f"Bearer {text_in(token, 'access_token')}"}
        said = self._asked(site, "GET", "authen/v1/user_info", headers=bearer).get("data")
        if not isinstance(said, dict):
            raise refusal(site, "no data")
        subject = text_in(said, "open_id")
        wanted = site.settings.tenant_key
        if not 0 < len(subject) <= SUBJECT_LONGEST or (
            wanted and text_in(said, "tenant_key") != wanted
        ):
            raise AnswerNotTrusted(provider=site.name, why=_NO_MEMBER)
        mailbox = text_in(said, "enterprise_email")
        return Claims(
            subject=subject,
            email=mailbox or text_in(said, "email"),
            vouched=bool(mailbox),
            name=text_in(said, "name"),
        )

    def try_out(self, site: Site[FeishuSettings]) -> Text:
        """Get a token of the application."""
        body = {"app_id": site.settings.app_id, "app_secret": site.secret}
        self._asked(site, "POST", "auth/v3/tenant_access_token/internal", body=body)
        return _WORKS

    @staticmethod
    def _asked(
        site: Site[FeishuSettings],
        method: str,
        part: str,
        *,
        body: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        address = f"{site.settings.api.rstrip('/')}/open-apis/{part}"
        found = call(method, address, named=site.named, headers=headers, json=body).json()
        if found.get("code") != 0:
            raise refusal(
                site, found.get("code"), found.get("msg") or found.get("error_description")
            )
        return found
