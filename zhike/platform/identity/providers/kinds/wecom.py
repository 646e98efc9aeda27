"""WeCom (企业微信): by QR code in a browser, or at once inside its own application. Members of the one company only."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import StringConstraints

from zhike.kit.language import Text
from zhike.kit.outbound import call
from zhike.kit.schemas import Input
from zhike.platform.identity.providers.errors import AnswerNotTrusted, ProviderRefused
from zhike.platform.identity.providers.kinds.answers import refusal, text_in
from zhike.platform.identity.providers.kinds.app_tokens import AppTokens
from zhike.platform.identity.providers.kinds.kind import SUBJECT_LONGEST, Claims, Site, Trip

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_TOKEN_ENDED: Final = {40014, 42001}
_WORKS: Final = Text(
    "WeCom accepts the company ID and the secret.", "企业微信已接受企业 ID 和应用 Secret。"
)
_NO_MEMBER: Final = Text("this is no member of the company", "该用户不是本企业成员")


class WeComSettings(Input):
    """The company and the application in it. The addresses are for companies that run WeCom themselves."""

    corp_id: _Line
    agent_id: _Line
    login: _Line = "https://login.work.weixin.qq.com"
    inside: _Line = "https://open.weixin.qq.com"
    api: _Line = "https://qyapi.weixin.qq.com"


class WeCom:
    """The user id names the person; the company's own mailbox of theirs is the address that counts."""

    settings = WeComSettings
    anchors = ("corp_id", "api")

    def __init__(self) -> None:
        self._tokens = AppTokens()

    def leave(self, site: Site[WeComSettings], trip: Trip, agent: str) -> str:
        """The page with the QR code; inside WeCom the one that asks nothing."""
        settings = site.settings
        if "wxwork" in agent.lower():
            asked = {
                "appid": settings.corp_id,
                "redirect_uri": trip.back,
                "response_type": "code",
                "scope": "snsapi_privateinfo",
                "state": trip.state,
                "agentid": settings.agent_id,
            }
            address = f"{settings.inside.rstrip('/')}/connect/oauth2/authorize"
            return f"{address}?{urlencode(asked)}#wechat_redirect"
        asked = {
            "login_type": "CorpApp",
            "appid": settings.corp_id,
            "agentid": settings.agent_id,
            "redirect_uri": trip.back,
            "state": trip.state,
        }
        return f"{settings.login.rstrip('/')}/wwlogin/sso/login?{urlencode(asked)}"

    def arrive(
        self,
        site: Site[WeComSettings],
        trip: Trip,
        brought: Mapping[str, str],
    ) -> Claims:
        """Exchange the code for the member, and read what the directory says of them."""
        code = brought.get("code", "")
        if not code:
            raise ProviderRefused(provider=site.name, told="no code")
        found = self._asked(site, "auth/getuserinfo", {"code": code})
        subject = text_in(found, "userid").lower()
        if not 0 < len(subject) <= SUBJECT_LONGEST:
            raise AnswerNotTrusted(provider=site.name, why=_NO_MEMBER)
        member = self._asked(site, "user/get", {"userid": subject})
        if ticket := text_in(found, "user_ticket"):
            member |= self._asked(site, "auth/getuserdetail", {}, {"user_ticket": ticket})
        mailbox = text_in(member, "biz_mail")
        return Claims(
            subject=subject,
            email=mailbox or text_in(member, "email"),
            vouched=bool(mailbox),
            name=text_in(member, "name"),
        )

    def try_out(self, site: Site[WeComSettings]) -> Text:
        """Get a token anew."""
        self._token(site, anew=True)
        return _WORKS

    def _asked(
        self,
        site: Site[WeComSettings],
        part: str,
        query: Mapping[str, str],
        body: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """One question to the API; a token that has ended early is renewed once."""
        for anew in (False, True):
            sent = urlencode({"access_token": self._token(site, anew=anew), **query})
            reply = call(
                "GET" if body is None else "POST",
                f"{site.settings.api.rstrip('/')}/cgi-bin/{part}?{sent}",
                named=site.named,
                json=body,
            ).json()
            if anew or reply.get("errcode") not in _TOKEN_ENDED:
                break
        if reply.get("errcode") != 0:
            raise refusal(site, reply.get("errcode"), reply.get("errmsg"))
        return reply

    def _token(self, site: Site[WeComSettings], *, anew: bool = False) -> str:
        settings = site.settings

        def get() -> tuple[str, object]:
            sent = urlencode({"corpid": settings.corp_id, "corpsecret": site.secret})
            address = f"{settings.api.rstrip('/')}/cgi-bin/gettoken?{sent}"
            reply = call("GET", address, named=site.named).json()
            if reply.get("errcode") != 0:
                raise refusal(site, reply.get("errcode"), reply.get("errmsg"))
            return text_in(reply, "access_token"), reply.get("expires_in")

        return self._tokens.token((settings.api, settings.corp_id, site.secret), get, anew=anew)
