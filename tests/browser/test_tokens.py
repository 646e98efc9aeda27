"""Tokens with a scope, and apps that are let in: chosen, shown once, used, renewed, ended."""

import json
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from playwright.sync_api import Page, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.product import Api

CALLBACK = "https://shop.example/done"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"


def status_of(api: Api, path: str) -> int:
    asked = Request(f"{api.url}/api/v1/{path}", headers={"Authorization": f"Bearer {api.token}"})
    try:
        with urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_a_token_does_what_was_chosen_is_renewed_and_revoked(page: Page, api: Api) -> None:
    page.goto("/settings/tokens")
    page.get_by_role("button", name="New token").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("网店对接")
    form.get_by_role("checkbox", name="Contacts: Edit").check()
    expect(form.get_by_role("checkbox", name="Contacts: View")).to_be_checked()
    assert violations(page) == []
    form.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("This is the only time it is shown")).to_be_visible()
    program = Api(api.url, page.get_by_role("dialog").locator("code").inner_text())
    assert program.get("auth/me")["name"] == "Grace Lin"
    assert status_of(program, "records/contact?limit=1") == 200
    assert status_of(program, "records/company?limit=1") == 403
    page.get_by_role("button", name="Done").click()
    row = page.get_by_role("row", name="网店对接").first
    expect(row).to_contain_text("Contacts: View, Edit")
    expect(page.get_by_text(program.token)).to_have_count(0)

    row.get_by_role("button", name="Renew").click()
    page.get_by_role("dialog").get_by_role("button", name="Renew").click()
    expect(page.get_by_text("This is the only time it is shown")).to_be_visible()
    renewed = Api(api.url, page.get_by_role("dialog").locator("code").inner_text())
    assert status_of(program, "auth/me") == 401
    assert status_of(renewed, "auth/me") == 200
    page.get_by_role("button", name="Done").click()
    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Token revoked")).to_be_visible()
    assert status_of(renewed, "auth/me") == 401


def test_an_app_is_registered_let_in_and_disconnected(page: Page, api: Api, allow: Any) -> None:
    allow("422")
    name = f"Shop {time.time_ns()}"
    page.goto("/settings/apps")
    page.get_by_role("button", name="Register an app").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Addresses it is answered at").fill("http://shop.example/")
    form.get_by_role("checkbox", name="Contacts: View").check()
    form.get_by_role("checkbox", name="Orders: View").check()
    form.get_by_role("button", name="Register", exact=True).click()
    expect(form.get_by_text("http://shop.example/ cannot be used")).to_be_visible()
    form.get_by_label("Addresses it is answered at").fill(CALLBACK)
    assert violations(page) == []
    form.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_text("The app is registered")).to_be_visible()
    client_id, secret = page.get_by_role("dialog").locator("code").all_inner_texts()
    page.get_by_role("button", name="Done").click()

    page.goto(question(client_id))
    expect(page.get_by_role("heading", name=f"{name} asks to work in your name")).to_be_visible()
    for line in ("Contacts: View", "Orders: View", "See your name and e-mail address"):
        expect(page.get_by_role("listitem").filter(has_text=line)).to_be_visible()
    assert violations(page) == []
    answered = arriving(page)
    page.get_by_role("button", name="Allow", exact=True).click()
    expect(page.get_by_text("the shop")).to_be_visible()
    found = parse_qs(urlsplit(answered[0]).query)
    assert (found["state"], found["iss"]) == (["1e5"], [api.url])
    tokens = redeem(api, client_id, secret, found["code"][0])
    program = Api(api.url, tokens["access_token"])
    assert status_of(program, "records/order?limit=1") == 200
    assert status_of(program, "records/company?limit=1") == 403

    page.goto("/settings/security")
    row = page.get_by_role("row", name=name)
    expect(row).to_contain_text("Orders: View")
    row.get_by_role("button", name="Disconnect").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("Disconnected", exact=True)).to_be_visible()
    assert status_of(program, "auth/me") == 401


def test_who_is_asked_signs_in_first_and_may_say_no(api: Api, open_page: Opener) -> None:
    app = api.call(
        "POST",
        "admin/users",
        {
            "email": f"a{time.time_ns()}@browser.example",
            "name": "安然",
            "password": "quiet-paper-and-ink",
            "roles": ["member"],
        },
    )
    owner = open_page()
    owner.goto("/settings/apps")
    made = registered(owner)
    page = open_page("zh-CN", phone=True, dark=True, stranger=True)
    page.goto(question(made))
    page.get_by_label("邮箱").fill(app["email"])
    page.get_by_role("textbox", name="密码").fill("quiet-paper-and-ink")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text="联系人")).to_be_visible()
    assert violations(page) == []
    answered = arriving(page)
    page.get_by_role("button", name="拒绝").click()
    expect(page.get_by_text("the shop")).to_be_visible()
    assert parse_qs(urlsplit(answered[0]).query)["error"] == ["access_denied"]


def test_an_app_nobody_registered_leads_nowhere(page: Page, allow: Any) -> None:
    allow("422")
    page.goto(question("00000000-0000-7000-8000-000000000000"))
    expect(page.get_by_role("alert")).to_contain_text("No app of this id is registered here")
    assert "/connect" in page.url


def question(client_id: str) -> str:
    challenge = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    return "/oauth/authorize?" + urlencode(
        {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": CALLBACK,
            "state": "1e5",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
    )


def arriving(page: Page) -> list[str]:
    """Stand in for the app's site; the addresses that are asked for there."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>the shop</p>", content_type="text/html")

    page.route(f"{CALLBACK}**", answer)
    return asked


def registered(page: Page) -> str:
    """A public app that asks for contacts, registered by the person of the page; its id."""
    token = next(one for one in page.context.cookies() if one.get("name") == "zhike_csrf")
    body = {
        "name": f"App {time.time_ns()}",
        "confidential": False,
        "redirect_uris": [CALLBACK],
        "scopes": ["contact:view"],
    }
    made = page.context.request.post(
        "/api/v1/admin/apps", data=body, headers={"X-CSRFToken": str(token.get("value"))}
    )
    assert made.ok, made.text()
    return str(made.json()["id"])


def redeem(api: Api, client_id: str, secret: str, code: str) -> Any:
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        "client_id": client_id,
        "client_secret": secret,
    }
    with urlopen(
        Request(f"{api.url}/oauth/token", data=urlencode(given).encode()), timeout=20
    ) as answer:
        return json.load(answer)
