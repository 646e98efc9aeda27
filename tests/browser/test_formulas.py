"""A formula is written with help, shows what it gives while it is written, and works in the list at once."""

import time

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.product import Api


def test_a_formula_is_completed_checked_tried_and_shown(page: Page, api: Api) -> None:
    number = str(int(time.time()))
    person = api.create("contact", name="公冶公式", email=f"f{number}@example.com")
    page.goto("/settings/fields")
    page.get_by_role("button", name="New field").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name in English").fill(f"Domain {number}")
    form.get_by_label("Kind").select_option(label="Formula")
    create = form.get_by_role("button", name="Create", exact=True)
    expect(create).to_be_disabled()

    box = form.get_by_role("textbox", name="Formula")
    box.press_sequentially("UPPER(ema")
    options = form.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("email")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(box).to_have_value("UPPER(email")
    box.press_sequentially(") + 1")
    expect(form.get_by_role("status")).to_contain_text(
        "Character 1: Here a number or an amount is expected"
    )
    for _ in range(4):
        page.keyboard.press("Backspace")
    expect(form.get_by_role("status")).to_contain_text("Gives: Text")
    preview = form.get_by_role("table", name="What it gives for the records changed last")
    expect(preview.get_by_role("row")).to_have_count(3)
    expect(preview).to_contain_text(f"F{number}@EXAMPLE.COM")
    assert violations(page) == []
    create.click()
    expect(page.get_by_text("Field added")).to_be_visible()
    expect(page.get_by_role("row", name=f"Domain {number}")).to_contain_text("Formula · Text")

    page.goto(f"/o/contact/{person['id']}")
    facts = page.get_by_role("region", name="Facts")
    expect(facts).to_contain_text(f"F{number}@EXAMPLE.COM")
    expect(facts.get_by_role("button", name=f"Edit Domain {number}")).to_have_count(0)
    api.call("DELETE", f"objects/contact/fields/domain_{number}")
