"""Enter pressed while the server still looks for what was typed: kept, and carried out on the answer to just that."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opener
from tests.browser.product import Api

NUMBER = str(time.time_ns())[-9:]
"""New in each run, so that a copy left running does not add people."""


class HeldBack:
    """Requests of a page that are on their way until they are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.routes: list[Route] = []
        page.route(address, self.hold)

    def hold(self, route: Route) -> None:
        """One more is on its way."""
        self.routes.append(route)

    def let_go(self, on_the_way: int = 1) -> None:
        """Wait until so many are on their way, and let all go."""
        while len(self.routes) < on_the_way:
            self.page.wait_for_timeout(20)
        for route in self.routes:
            route.continue_()
        self.page.unroute(self.address)


@pytest.fixture(scope="module")
def waited_for(api: Api) -> dict[str, Any]:
    """Somebody to be found, known by a tag that is part of another one."""
    api.create("contact", name=f"端木别人{NUMBER}", tags=[f"等待样本{NUMBER}甲"])
    return api.create("contact", name=f"端木等待{NUMBER}", tags=[f"等待样本{NUMBER}"])


def test_a_tag_is_chosen_when_the_tags_come(page: Page, waited_for: dict[str, Any]) -> None:
    page.goto("/segments/new")
    rules = page.get_by_role("group").first
    rules.get_by_role("button", name="Condition", exact=True).click()
    page.get_by_role("combobox", name="Field").fill("tags")
    page.keyboard.press("Enter")
    value = rules.get_by_role("button", name="Choose a value", exact=True)
    expect(value).to_be_focused()
    tags = HeldBack(page, "**/api/v1/records/contact/aggregate")
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Tags")
    box.fill(f"样本{NUMBER}甲")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(box).to_have_value(f"样本{NUMBER}甲")
    tags.let_go()
    expect(rules.get_by_role("button", name=f"等待样本{NUMBER}甲")).to_be_focused()
    expect(page.locator("[class*=big]")).to_have_text("1")


def test_a_person_is_chosen_when_the_people_come(page: Page, waited_for: dict[str, Any]) -> None:
    page.goto(f"/o/contact/{waited_for['id']}")
    facts = page.get_by_role("region", name="Facts")
    facts.get_by_role("button", name="Edit Owner").click()
    box = page.get_by_role("combobox", name="Owner")
    expect(page.get_by_role("listbox", name="Owner").get_by_role("option")).not_to_have_count(0)
    people = HeldBack(page, "**/api/v1/users?q=*")
    box.fill("林岚")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    people.let_go()
    expect(page.get_by_text("Owner changed")).to_be_visible()
    expect(facts).to_contain_text("林岚")


def test_what_the_palette_finds_is_opened_when_it_comes(
    open_page: Opener, waited_for: dict[str, Any]
) -> None:
    page = open_page("zh-CN")
    page.goto("/settings/me")
    page.get_by_role("button", name="搜索").click()
    box = page.get_by_placeholder("输入姓名")
    box.fill("端木")
    expect(page.get_by_role("option", name="端木").first).to_be_visible()
    found = HeldBack(page, "**/api/v1/search?*")
    box.fill(f"端木等待{NUMBER}")
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"端木等待{NUMBER}")
    found.let_go()
    page.wait_for_url(f"**/o/contact/{waited_for['id']}")


def test_typing_on_takes_the_enter_back(page: Page, waited_for: dict[str, Any]) -> None:
    page.goto("/settings/me")
    page.get_by_role("button", name="Search").first.click()
    box = page.get_by_placeholder("Type a name")
    found = HeldBack(page, "**/api/v1/search?*")
    box.fill(f"端木等待{NUMBER[:4]}")
    page.keyboard.press("Enter")
    box.press_sequentially(NUMBER[4:])
    found.let_go(2)
    expect(page.get_by_role("option", name=f"端木等待{NUMBER}")).to_be_visible()
    assert page.url.endswith("/settings/me")
