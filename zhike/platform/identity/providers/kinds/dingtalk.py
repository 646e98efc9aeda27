"""DingTalk (钉钉): anybody has an account there, so whoever comes must also be an employee in the company's directory."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import StringConstraints

from zhike.kit.language import Text
from zhike.kit.outbound import call
from zhike.kit.schemas import Input
from zhike.platform.identity.providers.errors import AnswerNotTrusted
from zhike.platform.identity.providers.kinds.answers import refusal, text_in
from zhike.platform.identity.providers.kinds.app_tokens import AppTokens
from zhike.platform.identity.providers.kinds.kind import SUBJECT_LONGEST, Claims, Site, Trip

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_EMPLOYEE: Final = 0
_HEADER: Final = "x-acs-dingtalk-access-token"
_WORKS: Final = Text(
    "DingTalk accepts the Client ID and the secret.", "钉钉已接受 Client ID 和 Client Secret。"
)
_NO_EMPLOYEE: Final = Text("this is nobody of the company", "该用户不是本企业员工")


class DingTalkSettings(Input):
    """The application of the company."""

    client_id: _Line
    login: _Line = "https://login.dingtalk.com"
    api: _Line = "https://api.dingtalk.com"
    directory: _Line = "https://oapi.dingtalk.com"


class DingTalk:
    """The union id names the person; the company's own mailbox of theirs is the address that counts."""

    settings = DingTalkSettings
    anchors = ("client_id", "api")

    def __init__(self) -> None:
        self._tokens = AppTokens()

    def leave(
        self,
        site: Site[DingTalkSettings],
        trip: Trip,
        agent: str,
    ) -> str:
        """The page that shows the QR code, or asks inside the application."""
        asked = {
            "response_type": "code",
            "client_id": site.settings.client_id,
            "redirect_uri": trip.back,
            "scope": "openid",
            "state": trip.state,
            "prompt": "consent",
        }
        return f"{site.settings.login.rstrip('/')}/oauth2/auth?{urlencode(asked)}"

    def arrive(
        self,
        site: Site[DingTalkSettings],
        trip: Trip,
        brought: Mapping[str, str],
    ) -> Claims:
        """Exchange the code, then look the person up among the employees."""
        code = brought.get("authCode") or brought.get("code")
        if not code:
            raise refusal(site, brought.get("error", "no code"))
        body = {
            "clientId": site.settings.client_id,
            "clientSecret": site.secret,
            "code": code,
            "grantType": "authorization_code",
        }
        token = self._api(site, "POST", "oauth2/userAccessToken", body=body)
        bearer = {_HEADER: text_in(token, "accessToken")}
        subject = text_in(self._api(site, "GET", "contact/users/me", headers=bearer), "unionId")
        if not 0 < len(subject) <= SUBJECT_LONGEST:
            raise AnswerNotTrusted(provider=site.name, why=_NO_EMPLOYEE)
        found = self._directory(site, "user/getbyunionid", {"unionid": subject})
        if found.get("contact_type") != _EMPLOYEE or not text_in(found, "userid"):
            raise AnswerNotTrusted(provider=site.name, why=_NO_EMPLOYEE)
        employee = self._directory(site, "v2/user/get", {"userid": found["userid"]})
        mailbox = text_in(employee, "org_email")
        return Claims(
            subject=subject,
            email=mailbox or text_in(employee, "email"),
            vouched=bool(mailbox),
            name=text_in(employee, "name"),
        )

    def try_out(self, site: Site[DingTalkSettings]) -> Text:
        """Get a token anew."""
        self._token(site, anew=True)
        return _WORKS

    @staticmethod
    def _api(
        site: Site[DingTalkSettings],
        method: str,
        part: str,
        *,
        body: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        address = f"{site.settings.api.rstrip('/')}/v1.0/{part}"
        reply = call(method, address, named=site.named, headers=headers, json=body)
        found = reply.json()
        if reply.status != 200:
            raise refusal(site, found.get("code"), found.get("message"))
        return found

    def _directory(
        self, site: Site[DingTalkSettings], part: str, body: Mapping[str, str]
    ) -> dict[str, Any]:
        query = urlencode({"access_token": self._token(site)})
        address = f"{site.settings.directory.rstrip('/')}/topapi/{part}?{query}"
        found = call("POST", address, named=site.named, json=body).json()
        result = found.get("result")
        if found.get("errcode") != 0 or not isinstance(result, dict):
            raise refusal(site, found.get("errcode"), found.get("errmsg"))
        return result

    def _token(self, site: Site[DingTalkSettings], *, anew: bool = False) -> str:
        settings = site.settings

        def get() -> tuple[str, object]:
            body = {"appKey": settings.client_id, "appSecret": site.secret}
            found = self._api(site, "POST", "oauth2/accessToken", body=body)
            return text_in(found, "accessToken"), found.get("expireIn")

        return self._tokens.token((settings.api, settings.client_id, site.secret), get, anew=anew)
