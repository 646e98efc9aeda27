"""Settings: a field of one's own that is everywhere at once."""

import time

from playwright.sync_api import Page, expect

from tests.browser.product import Api


def test_a_field_of_ones_own_is_there_at_once(page: Page, api: Api) -> None:
    number = str(int(time.time()))
    person = api.create("contact", name="公冶自定")
    page.goto("/settings/fields")
    page.get_by_role("button", name="New field").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name in Chinese").fill(f"会员号 {number}")
    form.get_by_label("Name in English").fill(f"Member number {number}")
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
    key = next(one["key"] for one in rows if number in one["label"]["en"])
    row = api.get(f"records/contact/{person['id']}")
    assert row["custom"][key.removeprefix("custom.")] == "VIP-001"
    api.call("DELETE", f"objects/contact/fields/{key.removeprefix('custom.')}")
