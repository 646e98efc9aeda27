"""The segment of regular customers who went quiet, built by hand: its count while it is built, its sentence, its members."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.product import Api

SHANGHAI, BEIJING = "310104", "110101"


@pytest.fixture(scope="module")
def quiet_regular(api: Api) -> dict[str, Any]:
    """Three people who differ in one thing each; only the first fits."""

    def person(name: str, region: str, days: list[int]) -> dict[str, Any]:
        made = api.create(
            "contact", name=name, tags=["分群样本"], address={"country": "CN", "region": region}
        )
        for day in days:
            moment = datetime.now(UTC) - timedelta(days=day)
            api.create(
                "order",
                number=f"FQ-{made['id'][-6:]}-{day}",
                contact=made["id"],
                ordered_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                total={"amount": "880.00", "currency": "CNY"},
            )
        return made

    person("端木新单", SHANGHAI, [10, 100, 200, 300])
    person("端木在京", BEIJING, [90, 100, 200, 300])
    return person("端木久安", SHANGHAI, [90, 100, 200, 300])


def add_condition(page: Page, group: Locator, typed: str) -> None:
    """Choose what the next condition of a group is about."""
    group.get_by_role("button", name="Condition", exact=True).last.click()
    page.get_by_role("combobox", name="Field").fill(typed)
    page.get_by_role("listbox", name="Field").get_by_role("option").first.click()


def test_regulars_of_shanghai_who_went_quiet(
    page: Page, open_page: Opener, api: Api, quiet_regular: dict[str, Any]
) -> None:
    page.goto("/segments/new")
    page.get_by_role("textbox", name="Name of the segment").fill("久未下单的上海常客")
    rules = page.get_by_role("group").first
    count = page.locator("[class*=big]")

    add_condition(page, rules, "tags")
    rules.get_by_role("button", name="Choose a value", exact=True).click()
    page.get_by_role("combobox", name="Tags").fill("分群样本")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(count).to_have_text("3")

    add_condition(page, rules, "address")
    page.get_by_role("combobox", name="Region").fill("上海")
    found = page.locator(".ant-cascader-menu-item")
    expect(found).to_have_text(["Shanghai"])
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(count).to_have_text("2")

    add_condition(page, rules, "orders")
    page.get_by_label("Value").last.fill("3")
    page.get_by_role("button", name="of which").click()
    add_condition(page, page.get_by_role("group").last, "ordered")
    page.get_by_label("Amount").last.fill("12")
    page.get_by_label("Unit").last.select_option("month")
    expect(count).to_have_text("2")

    add_condition(page, rules, "last order")
    page.get_by_label("Operator").last.select_option("not_in_last")
    page.get_by_label("Amount").last.fill("60")
    expect(count).to_have_text("1")
    sentence = page.locator("[class*=sentence]")
    for words in ("Shanghai", "3", "12 months", "60 days"):
        expect(sentence).to_contain_text(words)
    members = page.get_by_role("tabpanel")
    expect(members).to_contain_text("端木久安")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Segment saved")).to_be_visible()
    page.wait_for_url("**/o/segment/*")
    segment = page.url.rsplit("/", 1)[1]
    api.made.append(("segment", segment))
    listed = api.get(f"segments/{segment}/members")["rows"]
    assert [row["name"] for row in listed] == ["端木久安"]

    chinese = open_page("zh-CN")
    chinese.goto(f"/o/segment/{segment}")
    sentence = chinese.locator("[class*=sentence]")
    for words in ("上海", "3", "12 个月", "60 天"):
        expect(sentence).to_contain_text(words)
    expect(chinese.get_by_role("tabpanel")).to_contain_text("端木久安")
    chinese.get_by_role("tab", name="画像").click()
    expect(chinese.get_by_text("人均消费")).to_be_visible()


def test_a_segment_follows_what_happens(page: Page, api: Api) -> None:
    made = api.create(
        "segment",
        name="新鲜标签",
        target="contact",
        filter={"field": "tags", "op": "has_any", "value": ["新鲜样本"]},
    )
    page.goto(f"/o/segment/{made['id']}")
    expect(page.locator("[class*=big]")).to_have_text("0")
    api.create("contact", name="宰父新来", tags=["新鲜样本"])
    expect(page.get_by_role("tabpanel")).to_contain_text("宰父新来")
    expect(page.locator("[class*=big]")).to_have_text("1")
