"""A directory is given its token on the page, makes a person, and is told what it may do."""

import json
import time
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener


def scim(address: str, token: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}
    asked = Request(f"{address}/Users", data=json.dumps(body).encode(), headers=headers)
    with urlopen(asked, timeout=20) as answer:
        return json.load(answer)


def test_a_directory_gets_a_token_and_makes_a_person(page: Page) -> None:
    page.goto("/settings/provisioning")
    address = page.locator("code").first.inner_text()
    page.get_by_role("button", name="New token").click()
    expect(page.get_by_text("This is the only time it is shown")).to_be_visible()
    token = page.get_by_role("dialog").locator("code").inner_text()
    page.get_by_role("button", name="Done").click()
    row = page.get_by_role("row", name="Directory").first
    expect(row).to_contain_text("Provision people and teams (SCIM)")

    name = f"王伟 {time.time_ns()}"
    made = scim(
        address, token, {"userName": f"w{time.time_ns()}@corp.example", "displayName": name}
    )
    assert made["roles"] == [{"value": "member"}]
    page.goto("/settings/people")
    expect(page.get_by_role("row", name=name)).to_be_visible()

    page.goto("/settings/provisioning")
    expect(page.get_by_text("kept by the directory")).to_be_visible()
    for _ in range(2):
        page.get_by_role("checkbox", name="Manager").click()
        expect(page.get_by_text("Saved").last).to_be_visible()
    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Token revoked")).to_be_visible()


def test_the_page_is_for_everybody_on_a_telephone_in_the_dark(open_page: Opener) -> None:
    page = open_page("zh-CN", phone=True, dark=True)
    page.goto("/settings/provisioning")
    expect(page.get_by_text("目录使用的地址")).to_be_visible()
    assert violations(page) == []
