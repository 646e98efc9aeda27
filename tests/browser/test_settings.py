"""Settings: the list of sections, and a field of one's own that is everywhere at once."""

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.product import Api


def test_the_sections_stand_in_groups_beside_the_page(page: Page) -> None:
    page.goto("/settings")
    page.wait_for_url("**/settings/me")
    sections = page.get_by_role("navigation", name="Sections of the settings")
    groups = sections.get_by_role("list")
    expect(groups).to_have_count(4)
    rights = sections.get_by_role("list", name="People and rights").get_by_role("link")
    expect(rights).to_contain_text(
        ["People", "Roles and rights", "Sharing rules", "Access reviews"]
    )
    sections.get_by_role("link", name="Profile").focus()
    page.keyboard.press("ArrowDown")
    expect(sections.get_by_role("link", name="Security", exact=True)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    expect(sections.get_by_role("link", name="Audit log")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Control+k")
    page.get_by_placeholder("Type a name").fill("ziduan")
    page.get_by_role("option", name="Fields").click()
    expect(page.get_by_role("heading", name="Fields", exact=True)).to_be_visible()


def test_on_a_phone_the_sections_are_a_page(open_page: Opener) -> None:
    page = open_page("zh-CN", phone=True)
    page.goto("/settings")
    sections = page.get_by_role("navigation", name="设置分区")
    expect(page.get_by_role("heading", name="设置", exact=True)).to_be_visible()
    assert violations(page) == []
    boxes = [link.bounding_box() for link in sections.get_by_role("link").all()]
    assert all(box and box["height"] >= 44 for box in boxes), boxes
    sections.get_by_role("link", name="字段").tap()
    expect(page.get_by_role("heading", name="字段", exact=True)).to_be_visible()
    expect(sections).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("link", name="全部设置").tap()
    page.wait_for_url(re.compile("/settings$"))
    expect(sections).to_be_visible()


def test_what_is_typed_stays_when_the_screen_is_turned(page: Page) -> None:
    page.goto("/settings/fields")
    page.get_by_role("button", name="New field").click()
    name = page.get_by_role("dialog").get_by_label("Name in English")
    name.fill("Half a na")
    for width, height in ((820, 1180), (390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        expect(name).to_have_value("Half a na")


def test_a_field_of_ones_own_is_there_at_once(page: Page, api: Api) -> None:
    number = str(int(time.time()))
    person = api.create("contact", name="公冶自定")
    page.goto("/settings/fields")
    page.get_by_role("button", name="New field").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name in Chinese").fill(f"会员号 {number}")
    form.get_by_label("Name in English").fill(f"Member number {number}")
    form.get_by_label("Class").select_option(label="Personal")
    form.get_by_role("button", name="Create", exact=True).or_(
        form.get_by_role("button", name="Save", exact=True)
    ).click()
    expect(page.get_by_text("Field added")).to_be_visible()

    page.get_by_role("link", name="Contacts").first.click()
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("combobox", name="Columns").fill(number)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name=number)).to_be_visible()

    page.goto(f"/o/contact/{person['id']}")
    facts = page.get_by_role("region", name="Facts")
    facts.get_by_role("button", name="empty fields").click()
    facts.get_by_role("button", name=f"Edit Member number {number}").click()
    page.keyboard.type("VIP-001")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Member number {number} changed")).to_be_visible()
    expect(facts).to_contain_text("VIP-001")
    fields = api.get("objects/contact/fields")
    rows = fields["rows"] if isinstance(fields, dict) else fields
    made = next(one for one in rows if number in one["label"]["en"])
    key = made["key"]
    assert made["field_class"] == "personal"
    row = api.get(f"records/contact/{person['id']}")
    assert row["custom"][key.removeprefix("custom.")] == "VIP-001"
    api.call("DELETE", f"objects/contact/fields/{key.removeprefix('custom.')}")
