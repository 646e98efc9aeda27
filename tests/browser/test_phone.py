"""At 390 x 844: the bar at the thumb, a list, a record, a new contact, the results of a campaign."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.product import Api


def bar(page: Page) -> None:
    """The bottom bar's targets are big enough for a thumb."""
    for one in page.get_by_role("navigation", name="导航").get_by_role("button").all():
        if one.is_visible():
            box = one.bounding_box()
            assert box, "a target without a box"
            assert box["height"] >= 44, box


def test_the_bottom_bar_a_list_and_a_record(open_page: Opener, api: Api) -> None:
    person = api.create("contact", name="微生指尖", phone="13900030001", job_title="店长")
    page = open_page("zh-CN", phone=True)
    page.goto("/")
    page.wait_for_url("**/home")
    bar(page)
    page.get_by_role("link", name="联系人").last.tap()
    expect(page.get_by_role("heading", name="联系人", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("row").nth(2).get_by_role("gridcell").nth(1).tap()
    page.wait_for_url(re.compile(r"/o/contact/[0-9a-f-]{36}"))

    page.goto(f"/o/contact/{person['id']}")
    expect(page.get_by_role("heading", name="微生指尖", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_text("资料", exact=True).tap()
    expect(page.get_by_role("region", name="资料")).to_contain_text("店长")
    page.get_by_text("动态", exact=True).tap()
    page.get_by_role("textbox", name="写备注").fill("电话里说下周来店")
    page.get_by_role("button", name="保存").tap()
    expect(page.get_by_role("region", name="动态").get_by_role("listitem").first).to_contain_text(
        "电话里说下周来店"
    )


def test_a_new_contact_from_the_middle_of_the_bar(open_page: Opener, api: Api) -> None:
    page = open_page("zh-CN", phone=True)
    page.goto("/home")
    page.get_by_role("button", name="新建").last.tap()
    page.get_by_role("menuitem", name="联系人").tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("姓名").fill("亓官掌上")
    assert violations(page) == []
    sheet.get_by_role("button", name="新建", exact=True).tap()
    expect(page.get_by_text("已新建 亓官掌上")).to_be_visible()
    found = api.get("search?q=亓官掌上&object=contact")["groups"][0]["items"][0]
    api.made.append(("contact", found["id"]))
