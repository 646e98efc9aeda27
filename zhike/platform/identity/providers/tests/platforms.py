"""WeCom, DingTalk and Feishu on this machine, as far as their documents describe them; each has one member, Alice."""

from typing import Any

from zhike.platform.identity.providers.tests.json_server import Asked, JsonServer, Pages, Said

SECRET = "platform-secret"
CODE = "good-code"


class WeComServer(JsonServer):
    """The company ww1."""

    kind = "wecom"

    def __init__(self) -> None:
        super().__init__()
        self.member: dict[str, Any] = {
            "userid": "Alice",
            "name": "Alice",
            "biz_mail": "alice@example.com",
        }
        self.visitor: dict[str, Any] = {"userid": "Alice"}
        self.tokens = 0
        self.private: dict[str, Any] = {}

    def settings(self) -> dict[str, Any]:
        return {"corp_id": "ww1", "agent_id": "1000002", "api": self.address}

    def brought(self, state: str) -> dict[str, str]:
        return {"code": CODE, "state": state}

    def pages(self) -> Pages:
        return {
            "/cgi-bin/gettoken": self.token,
            "/cgi-bin/auth/getuserinfo": self.visited,
            "/cgi-bin/user/get": self.get,
            "/cgi-bin/auth/getuserdetail": lambda asked: self.checked(asked, self.private),
        }

    def token(self, asked: Asked) -> Said:
        if asked.query != {"corpid": "ww1", "corpsecret": SECRET}:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        self.tokens += 1
        return 200, {
            "errcode": 0,
            "errmsg": "ok",
            "access_token": f"token-{self.tokens}",
            "expires_in": 7200,
        }

    def checked(self, asked: Asked, found: dict[str, Any]) -> Said:
        if asked.query["access_token"] != f"token-{self.tokens}":
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        return 200, {"errcode": 0, "errmsg": "ok", **found}

    def visited(self, asked: Asked) -> Said:
        if asked.query["code"] != CODE:
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        return self.checked(asked, self.visitor)

    def get(self, asked: Asked) -> Said:
        assert asked.query["userid"] == "alice"
        return self.checked(asked, self.member)


class DingTalkServer(JsonServer):
    """An application with the Client ID ding1."""

    kind = "dingtalk"

    def __init__(self) -> None:
        super().__init__()
        self.member: dict[str, Any] = {
            "userid": "0123",
            "name": "Alice",
            "org_email": "alice@example.com",
        }
        self.found: dict[str, Any] = {"errcode": 0, "result": {"contact_type": 0, "userid": "0123"}}

    def settings(self) -> dict[str, Any]:
        return {"client_id": "ding1", "api": self.address, "directory": self.address}

    def brought(self, state: str) -> dict[str, str]:
        return {"authCode": CODE, "code": CODE, "state": state}

    def pages(self) -> Pages:
        return {
            "/v1.0/oauth2/userAccessToken": self.token,
            "/v1.0/oauth2/accessToken": self.own_token,
            "/v1.0/contact/users/me": self.me,
            "/topapi/user/getbyunionid": lambda asked: self.directory(asked, self.found),
            "/topapi/v2/user/get": lambda asked: self.directory(
                asked, {"errcode": 0, "result": self.member}
            ),
        }

    def token(self, asked: Asked) -> Said:
        right = {"clientId": "ding1", "clientSecret": SECRET, "grantType": "authorization_code"}
        if asked.json != {**right, "code": CODE}:
            return 400, {"code": "invalidCode", "message": "code is wrong", "requestid": "1"}
        return 200, {"accessToken": "persons", "expireIn": 7200}

    def own_token(self, asked: Asked) -> Said:
        if asked.json != {"appKey": "ding1", "appSecret": SECRET}:
            return 400, {"code": "invalidClientIdOrSecret", "message": "secret is wrong"}
        return 200, {"accessToken": "own", "expireIn": 7200}

    def me(self, asked: Asked) -> Said:
        assert asked.headers["x-acs-dingtalk-access-token"] == "persons"
        return 200, {"nick": "A", "unionId": "union-1", "email": "alice@example.com"}

    def directory(self, asked: Asked, found: dict[str, Any]) -> Said:
        assert asked.query["access_token"] == "own"
        return 200, found


class FeishuServer(JsonServer):
    """An application with the App ID cli_1."""

    kind = "feishu"

    def __init__(self) -> None:
        super().__init__()
        self.member: dict[str, Any] = {
            "open_id": "ou_1",
            "tenant_key": "t1",
            "name": "Alice",
            "enterprise_email": "alice@example.com",
        }

    def settings(self) -> dict[str, Any]:
        return {"app_id": "cli_1", "tenant_key": "t1", "api": self.address}

    def brought(self, state: str) -> dict[str, str]:
        return {"code": CODE, "state": state}

    def pages(self) -> Pages:
        return {
            "/open-apis/authen/v2/oauth/token": self.token,
            "/open-apis/authen/v1/user_info": self.info,
            "/open-apis/auth/v3/tenant_access_token/internal": self.own_token,
        }

    def token(self, asked: Asked) -> Said:
        body = asked.json
        if (body["client_id"], body["client_secret"], body["code"]) != ("cli_1", SECRET, CODE):
            return 400, {"code": 20003, "error": "invalid_grant", "error_description": "bad code"}
        assert len(body["code_verifier"]) == 43
        return 200, {"code": 0, "access_token": "persons", "expires_in": 7200}

    def info(self, asked: Asked) -> Said:
        assert asked.headers["Authorization"] == "Bearer persons"
        return 200, {"code": 0, "msg": "success", "data": self.member}

    def own_token(self, asked: Asked) -> Said:
        if asked.json != {"app_id": "cli_1", "app_secret": SECRET}:
            return 200, {"code": 10014, "msg": "app secret invalid"}
        return 200, {"code": 0, "tenant_access_token": "own", "expire": 7200}
