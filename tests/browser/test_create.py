"""Entering somebody who is there already: told while typing, asked before saving."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.product import Api


def test_a_second_contact_of_one_address_is_asked_about(open_page: Opener, api: Api) -> None:
    api.create("contact", name="Twin One", email="twin@browser.example")
    page = open_page()
    page.goto("/o/contact")
    expect(page.get_by_role("heading", name="Contacts", exact=True)).to_be_visible()
    page.keyboard.press("c")
    form = page.get_by_role("dialog")
    form.get_by_label("Name").first.fill("Twin Two")
    form.get_by_label("E-mail").first.fill("twin@browser.example")
    form.get_by_role("button", name="Create", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("There is one like this already")
    expect(form.get_by_role("link", name="Twin One")).to_be_visible()
    form.get_by_role("button", name="Create anyway").click()
    expect(page.get_by_role("heading", name="Twin Two")).to_be_visible()
    page.evaluate(
        """async () => {
            const id = location.pathname.split("/").pop();
            const token = decodeURIComponent(document.cookie.match(/zhike_csrf=([^;]+)/)[1]);
            const headers = {"X-CSRFToken": token, "If-Match": '"1"'};
            await fetch(`/api/v1/records/contact/${id}`, {method: "DELETE", headers});
        }"""
    )
