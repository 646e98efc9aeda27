"""Finding people: by name, pinyin, initials and phone; by filters inside filters; kept as a view with chosen columns."""

import json
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.product import Api

TAG = f"寻人 {int(time.time())}"
"""New in each run, so that a copy left running does not add people."""


@pytest.fixture(scope="module")
def zhang_wei(api: Api) -> dict[str, Any]:
    company = api.create("company", name="浦江仪表")
    return api.create(
        "contact",
        name="张伟",
        email="zhang.wei@find.example",
        phone="13900020001",
        company=company["id"],
        stage="intent",
        tags=[TAG],
    )


@pytest.mark.parametrize(
    "typed", ["张伟", "zhangwei", "zw", "13900020001", "0002000", "find.example"]
)
def test_the_palette_finds_a_person(page: Page, zhang_wei: dict[str, Any], typed: str) -> None:
    page.goto("/settings")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Type a name").fill(typed)
    page.get_by_role("option", name="张伟").click()
    page.wait_for_url(f"**/o/contact/{zhang_wei['id']}")
    expect(page.get_by_role("heading", name="张伟", exact=True)).to_be_visible()


@pytest.mark.parametrize("pause", [0, 15, 120])
def test_enter_opens_the_first_thing_the_palette_found(
    page: Page, zhang_wei: dict[str, Any], pause: int
) -> None:
    page.goto("/settings")
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Type a name").press_sequentially("0002000", delay=pause)
    first = page.get_by_role("dialog").get_by_role("option").first
    expect(first).to_contain_text("张伟")
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/o/contact/{zhang_wei['id']}")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("filter=garbage", "perhaps it was cut off"),
        ('filter={"field":"nope","op":"eq","value":1}', "nope"),
        ("sort=-nope", "nope"),
    ],
)
def test_a_list_that_cannot_be_shown_says_why(
    page: Page, allow: Callable[..., None], asked: str, why: str
) -> None:
    allow("400", "422")
    page.goto(f"/o/contact?{asked}")
    expect(page.get_by_text("This list cannot be shown as asked")).to_be_visible()
    expect(page.get_by_text(why).last).to_be_visible()
    page.get_by_role("button", name="Show the usual list").click()
    expect(page.get_by_role("row").nth(2)).to_be_visible()
    expect(page.get_by_text("This list cannot be shown as asked")).to_have_count(0)


def test_the_palette_goes_to_places_and_starts_things(open_page: Opener) -> None:
    page = open_page("zh-CN")
    page.goto("/settings")
    page.get_by_role("button", name="搜索").click()
    page.get_by_placeholder("输入姓名").fill("fenqun")
    page.get_by_role("option", name="新建客户分群").click()
    page.wait_for_url("**/segments/new")
    page.keyboard.press("Control+k")
    page.get_by_placeholder("输入姓名").fill("没有这样的人名")
    expect(page.get_by_text("没有找到“没有这样的人名”")).to_be_visible()


def test_chips_a_nested_filter_and_a_view_that_keeps_them(
    page: Page, api: Api, zhang_wei: dict[str, Any]
) -> None:
    company = zhang_wei["company"]["id"]
    api.create("contact", name="诸葛寻梅", company=company, stage="repeat", tags=[TAG])
    api.create("contact", name="上官寻竹", company=company, stage="contact", tags=[TAG])
    page.goto("/o/contact")
    grid = page.get_by_role("grid")

    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("combobox", name="Field").fill("tags")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Tags").fill(TAG)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(grid.get_by_role("row")).to_have_count(4)

    page.get_by_role("button", name="Advanced filter").click()
    builder = page.get_by_role("dialog", name="Advanced filter")
    builder.get_by_role("button", name="Group").click()
    inner = builder.get_by_role("group").last
    for name in ("张伟", "诸葛寻梅"):
        inner.get_by_role("button", name="Condition").last.click()
        page.get_by_role("combobox", name="Field").fill("name")
        page.get_by_role("option", name="Name", exact=True).first.click()
        inner.get_by_label("Operator").last.select_option("eq")
        inner.get_by_label("Value").last.fill(name)
    builder.get_by_role("button", name="Done").click()
    expect(grid.get_by_role("row")).to_have_count(3)
    expect(grid).to_contain_text("诸葛寻梅")

    page.get_by_role("button", name="Advanced filter").click()
    inner.get_by_label("Match").select_option("none of these")
    builder.get_by_role("button", name="Done").click()
    expect(grid.get_by_role("row")).to_have_count(2)
    expect(grid).to_contain_text("上官寻竹")
    expect(
        page.get_by_role("button", name="not (Name is 张伟 or Name is 诸葛寻梅)")
    ).to_be_visible()
    page.get_by_role("button", name="Advanced filter").click()
    inner.get_by_label("Match").select_option("any of these")
    builder.get_by_role("button", name="Done").click()
    expect(grid.get_by_role("row")).to_have_count(3)

    page.get_by_role("button", name="Columns").click()
    columns = page.get_by_role("dialog", name="Columns")
    columns.get_by_role("checkbox", name="Owner").click()
    columns.get_by_role("combobox").fill("job title")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(grid.get_by_role("columnheader", name="Job title")).to_be_visible()
    expect(grid.get_by_role("columnheader", name="Owner")).to_have_count(0)

    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name of the view").fill(f"{TAG} 启事")
    page.keyboard.press("Enter")
    expect(page.get_by_text("View saved")).to_be_visible()

    page.goto("/o/contact")
    page.get_by_role("navigation", name="Views").get_by_role("button", name=f"{TAG} 启事").click()
    expect(grid.get_by_role("row")).to_have_count(3)
    expect(grid.get_by_role("columnheader", name="Job title")).to_be_visible()


def test_a_cell_is_edited_and_the_edit_undone(
    page: Page, api: Api, zhang_wei: dict[str, Any]
) -> None:
    view = {"field": "email", "op": "eq", "value": "zhang.wei@find.example"}
    shown = api.post(
        "views",
        {
            "object": "contact",
            "name": "一人",
            "filter": view,
            "columns": ["name", "job_title", "stage"],
            "shared": False,
        },
    )
    page.goto(f"/o/contact?view={shown['id']}")
    cells = page.get_by_role("row", name="张伟").get_by_role("gridcell")
    cells.nth(2).dblclick()
    page.keyboard.type("厂长")
    page.keyboard.press("Enter")
    expect(cells.nth(2)).to_have_text("厂长")
    expect(page.get_by_text("Job title changed")).to_be_visible()
    assert api.get(f"records/contact/{zhang_wei['id']}")["job_title"] == "厂长"
    page.get_by_role("button", name="Undo").click()
    expect(cells.nth(2)).not_to_contain_text("厂长")
    page.reload()
    expect(cells.nth(2)).to_have_text("—")
    assert not api.get(f"records/contact/{zhang_wei['id']}")["job_title"]

    cells.nth(3).dblclick()
    page.get_by_role("option", name="Repeat customer").click()
    expect(cells.nth(3)).to_contain_text("Repeat customer")


def test_tags_are_added_to_many_and_taken_from_them(page: Page, api: Api) -> None:
    mark = f"批量{int(time.time())}"
    people = [
        api.create("contact", name=f"公羊{name}", tags=[mark, *more])
        for name, more in (("甲", ["老客"]), ("乙", []))
    ]

    def tags() -> list[list[str]]:
        return [api.get(f"records/contact/{one['id']}")["tags"] for one in people]

    where = json.dumps({"all": [{"field": "tags", "op": "has_any", "value": [mark]}]})
    page.goto(f"/o/contact?filter={urllib.parse.quote(where)}")
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("row")).to_have_count(3)

    def tag(way: str, value: str) -> None:
        page.get_by_role("checkbox", name="Select all rows shown").click()
        page.get_by_role("toolbar").get_by_role("button", name="Tag").click()
        ask = page.get_by_role("dialog", name="Tag")
        if way != "Add":
            ask.get_by_role("radio", name=way).click()
        ask.get_by_role("textbox", name="Add and press Enter").fill(value)
        page.keyboard.press("Enter")
        ask.get_by_role("button", name="Apply to 2").click()

    tag("Add", "展会")
    expect(page.get_by_text("2 records changed")).to_be_visible()
    assert tags() == [[mark, "老客", "展会"], [mark, "展会"]]
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone")).to_be_visible()
    assert tags() == [[mark, "老客"], [mark]]
    tag("Remove", "老客")
    expect(page.get_by_text("1 record changed")).to_be_visible()
    assert tags() == [[mark], [mark]]


def test_a_long_list_is_counted_to_the_end_when_asked(page: Page, api: Api) -> None:
    page.goto("/o/order")
    page.get_by_role("button", name="2,500+").click()
    total = api.get("records/order?count=exact&limit=1")["count"]["value"]
    assert total > 2500
    expect(page.get_by_text(f"{total:,}", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="2,500+")).to_have_count(0)
    expect(page.locator("footer")).to_contain_text("Average")
