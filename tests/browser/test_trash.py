"""Deleting leads to the trash; the trash gives back."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.product import Api


def test_what_was_deleted_is_found_in_the_trash_and_restored(open_page: Opener, api: Api) -> None:
    name = f"Teapot {uuid4().hex[:8]}"
    made = api.create("product", name=name)["id"]
    page = open_page()
    page.goto(f"/o/product/{made}")
    page.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("region", name="Messages").get_by_role("button", name="Trash").click()
    expect(page.get_by_role("heading", name="Trash", exact=True)).to_be_visible()

    page.get_by_label("Search the trash").fill(name)
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("Product")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Restore 1").click()
    expect(page.get_by_text("Nothing in the trash matches.")).to_be_visible()
    page.goto(f"/o/product/{made}")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
