"""Without a mouse: a list and a record by keys alone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.product import Api


def focused(page: Page) -> str:
    """The name of what has the focus."""
    return str(
        page.evaluate(
            "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
        )
    )


def test_a_list_by_keys(page: Page) -> None:
    page.goto("/o/contact")
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("row").nth(3)).to_be_visible()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(grid.locator("[role=row][aria-selected=true]")).to_have_count(1)
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("1 selected")).to_have_count(0)

    page.keyboard.press("f")
    expect(page.get_by_role("dialog", name="Filter")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Filter")).to_have_count(0)
    assert "Filter" in focused(page)

    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search and commands")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/o/contact/[0-9a-f-]{36}"))


def test_a_cell_by_keys(page: Page) -> None:
    page.goto("/o/contact?columns=name,job_title")
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("row").nth(3)).to_be_visible()
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F2")
    editor = grid.locator("input:focus")
    expect(editor).to_be_visible()
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(grid).to_be_focused()


def test_a_record_by_keys(page: Page) -> None:
    page.goto("/o/contact")
    expect(page.get_by_role("grid").get_by_role("row").nth(3)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/o/contact/[0-9a-f-]{36}"))
    first = page.url
    expect(page.get_by_role("region", name="Facts")).to_be_visible()
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)

    stage = page.get_by_role("radiogroup", name="Stage").get_by_role("radio")
    stage.first.focus()
    page.keyboard.press("Tab")
    more = page.get_by_role("button", name="More", exact=True)
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()

    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/home")


def test_creating_by_keys_keeps_a_draft(open_page: Opener) -> None:
    page = open_page("zh-CN")
    page.goto("/o/company")
    expect(page.get_by_role("heading", name="企业客户", exact=True)).to_be_visible()
    page.keyboard.press("c")
    name = page.get_by_role("dialog").get_by_label("名称")
    expect(name).to_be_focused()
    page.keyboard.type("未写完的企业")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.get_by_role("dialog").get_by_label("名称")).to_have_value("未写完的企业")


def test_an_address_by_keys(page: Page, api: Api) -> None:
    person = api.create("contact", name="公良按键")
    page.goto(f"/o/contact/{person['id']}")
    facts = page.get_by_role("region", name="Facts")
    facts.get_by_role("button", name="empty fields").click()
    facts.get_by_role("button", name="Edit Address").click()
    region = page.get_by_role("combobox", name="Region")
    region.focus()
    page.keyboard.type("xuhui")
    found = page.locator(".ant-cascader-dropdown")
    expect(found).to_contain_text("Xuhui")
    page.keyboard.press("Enter")
    expect(found).to_be_hidden()
    page.keyboard.press("Tab")  # to what clears it
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Street")).to_be_focused()
    page.keyboard.type("漕宝路 1 号")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Address changed")).to_be_visible()
    address = api.get(f"records/contact/{person['id']}")["address"]
    assert (address["region"], address["street"]) == ("310104", "漕宝路 1 号")
