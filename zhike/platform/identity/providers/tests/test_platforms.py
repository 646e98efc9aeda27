"""WeCom, DingTalk and Feishu: who is a member of the company, which address counts, and what a refusal tells."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.cast import Answer, ApiClient
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Identity, Session
from zhike.platform.identity.providers.kinds.registry import AWAY, RETURNING
from zhike.platform.identity.providers.tests.conftest import TRUSTED, arrive
from zhike.platform.identity.providers.tests.platforms import (
    SECRET,
    DingTalkServer,
    FeishuServer,
    WeComServer,
)

Platform = WeComServer | DingTalkServer | FeishuServer
MAILBOX = {"wecom": "biz_mail", "dingtalk": "org_email", "feishu": "enterprise_email"}


@pytest.fixture(params=[WeComServer, DingTalkServer, FeishuServer], ids=lambda one: one.kind)
def platform(request: pytest.FixtureRequest) -> Iterator[Platform]:
    running: Platform = request.param()
    yield running
    running.stop()


@pytest.fixture
def wecom() -> Iterator[WeComServer]:
    running = WeComServer()
    yield running
    running.stop()


@pytest.fixture
def dingtalk() -> Iterator[DingTalkServer]:
    running = DingTalkServer()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def no_tokens_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in MAILBOX:
        fresh = type(RETURNING[kind])()
        for kinds in (AWAY, RETURNING):
            monkeypatch.setitem(kinds, kind, fresh)


def make(admin: ApiClient, platform: Platform, **values: Any) -> str:
    body = {
        "kind": platform.kind,
        "name": platform.kind,
        "settings": platform.settings(),
        "secret": SECRET,
        "private_hosts": ["127.0.0.1"],
        "is_enabled": True,
        **values,
    }
    answer = admin.post("admin/providers", body)
    assert answer.status == 201, answer
    return str(answer.json["id"])


def leave(client: ApiClient, provider_id: str, agent: str = "") -> tuple[str, dict[str, str]]:
    """Where the browser is sent, and with what question."""
    headers = {"User-Agent": agent}
    address = client.post(f"auth/providers/{provider_id}/leave", headers=headers).json["address"]
    return address, dict(parse_qsl(urlsplit(address).query))


def sign_in(client: ApiClient, provider_id: str, platform: Platform, **brought: str) -> Answer:
    _, asked = leave(client, provider_id)
    return arrive(client, provider_id, {**platform.brought(asked["state"]), **brought})


def test_a_member_is_known_by_the_companys_own_mailbox(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, platform: Platform
) -> None:
    provider_id = make(admin, platform, **TRUSTED)
    answer = sign_in(guest, provider_id, platform)
    assert (answer.status, answer.json["id"]) == (200, str(alice.id)), answer
    assert Change.objects.get(verb="sign-in").after["provider"] == platform.kind
    platform.member[MAILBOX[platform.kind]] = "bob@example.com"
    assert sign_in(ApiClient(), provider_id, platform).json["id"] == str(alice.id)


def test_an_address_members_write_themselves_connects_nobody(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, platform: Platform
) -> None:
    provider_id = make(admin, platform, **TRUSTED)
    del platform.member[MAILBOX[platform.kind]]
    platform.member["email"] = "alice@example.com"
    answer = sign_in(guest, provider_id, platform)
    assert (answer.status, answer.problem["code"]) == (403, "not-connected")
    assert Identity.objects.count() == 0


def test_the_directory_counts_only_where_an_administrator_said_so(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, platform: Platform
) -> None:
    answer = sign_in(guest, make(admin, platform), platform)
    assert (answer.status, answer.problem["code"]) == (403, "not-connected")
    assert Identity.objects.count() == 0


def test_a_refusal_tells_the_platforms_code(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, platform: Platform
) -> None:
    provider_id = make(admin, platform, **TRUSTED)
    before = Session.objects.count()
    answer = sign_in(guest, provider_id, platform, code="bad", authCode="bad")
    assert (answer.status, answer.problem["code"]) == (401, "provider-refused")
    codes = {
        "wecom": "(40029 invalid code)",
        "dingtalk": "(invalidCode code is wrong)",
        "feishu": "(20003 bad code)",
    }
    assert codes[platform.kind] in answer.problem["detail"]
    without = arrive(guest, provider_id, {"state": leave(guest, provider_id)[1]["state"]})
    assert without.problem["code"] == "provider-refused"
    assert Session.objects.count() == before


def test_trying_out_asks_for_a_token_of_the_application(
    admin: ApiClient, platform: Platform
) -> None:
    provider_id = make(admin, platform)
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert (answer.status, " accepts the " in answer.json["sentence"]) == (200, True)
    assert admin.patch(f"admin/providers/{provider_id}", {"secret": "wrong"}).status == 200
    answer = admin.post(f"admin/providers/{provider_id}/try")
    codes = {
        "wecom": "40001 invalid credential",
        "dingtalk": "invalidClientIdOrSecret",
        "feishu": "10014 app secret invalid",
    }
    assert codes[platform.kind] in answer.problem["detail"]


def test_browsers_are_sent_to_the_documented_pages(
    admin: ApiClient, guest: ApiClient, platform: Platform
) -> None:
    provider_id = make(admin, platform)
    address, asked = leave(guest, provider_id)
    pages = {
        "wecom": "https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=ww1",
        "dingtalk": "https://login.dingtalk.com/oauth2/auth?response_type=code&client_id=ding1",
        "feishu": "https://accounts.feishu.cn/open-apis/authen/v1/authorize?response_type=code",
    }
    assert address.startswith(pages[platform.kind])
    assert asked["redirect_uri"] == f"http://localhost:8000/sso/{provider_id}"
    assert len(asked["state"]) == 43


def test_inside_wecom_nobody_scans_a_code(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, wecom: WeComServer
) -> None:
    provider_id = make(admin, wecom, **TRUSTED)
    address, asked = leave(guest, provider_id, "Mozilla/5.0 wxwork/4.1 MicroMessenger/7.0")
    assert address.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww1&")
    assert address.endswith("#wechat_redirect")
    assert (asked["scope"], asked["agentid"]) == ("snsapi_privateinfo", "1000002")
    # With the person's leave WeCom tells more of them, by a ticket.
    del wecom.member["biz_mail"]
    wecom.visitor["user_ticket"] = "ticket"
    wecom.private = {"userid": "Alice", "biz_mail": "alice@example.com"}
    assert arrive(guest, provider_id, wecom.brought(asked["state"])).status == 200


@pytest.mark.parametrize("visitor", [{"openid": "o1"}, {"userid": ""}, {"userid": "x" * 300}])
def test_who_is_no_member_of_the_company_stays_out(
    admin: ApiClient,
    alice: ApiClient,
    guest: ApiClient,
    wecom: WeComServer,
    visitor: dict[str, Any],
) -> None:
    wecom.visitor = visitor
    answer = sign_in(guest, make(admin, wecom, **TRUSTED), wecom)
    assert (answer.status, answer.problem["code"]) == (401, "answer-not-trusted")


def test_wecoms_token_is_kept_and_renewed_when_it_ends_early(
    admin: ApiClient, alice: ApiClient, wecom: WeComServer
) -> None:
    provider_id = make(admin, wecom, **TRUSTED)
    for _ in range(2):
        assert sign_in(ApiClient(), provider_id, wecom).status == 200
    assert wecom.tokens == 1
    wecom.tokens = 7
    assert sign_in(ApiClient(), provider_id, wecom).status == 200
    assert wecom.tokens == 8


@pytest.mark.parametrize(
    "found",
    [
        {"errcode": 60121, "errmsg": "user not found"},
        {"errcode": 0, "result": {"contact_type": 1, "userid": "0123"}},
        {"errcode": 0, "result": {"contact_type": 0}},
        {"errcode": 0, "result": {}},
    ],
)
def test_anybody_has_a_dingtalk_but_only_employees_come_in(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, dingtalk: DingTalkServer, found: Any
) -> None:
    dingtalk.found = found
    answer = sign_in(guest, make(admin, dingtalk, **TRUSTED), dingtalk)
    assert answer.status == 401
    assert Identity.objects.count() == 0


def test_feishu_members_of_another_company_stay_out(
    admin: ApiClient, alice: ApiClient, guest: ApiClient
) -> None:
    feishu = FeishuServer()
    try:
        feishu.member["tenant_key"] = "t2"
        answer = sign_in(guest, make(admin, feishu, **TRUSTED), feishu)
    finally:
        feishu.stop()
    assert (answer.status, answer.problem["code"]) == (401, "answer-not-trusted")
