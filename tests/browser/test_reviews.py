"""An access review from its start to the file that proves itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.product import Api


def test_a_review_is_answered_closed_and_its_result_checked(
    open_page: Opener, api: Api, tmp_path: Path
) -> None:
    stamp = datetime.now(UTC).strftime("%H%M%S%f")
    who, name = f"Rea Der {stamp}", f"Review {stamp}"
    email = f"reader-{stamp}@browser.example"
    made = api.call("POST", "admin/users", {"email": email, "name": who, "roles": ["read_only"]})
    page = open_page()
    page.goto("/settings/reviews")
    page.get_by_role("button", name="Start a review").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill(name)
    due = datetime.now(UTC).date() + timedelta(days=10)
    form.get_by_label("Due").fill(due.isoformat())
    form.get_by_role("button", name="Read only").click()
    form.get_by_role("button", name="Start a review").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=who)).to_contain_text("Asked: Grace Lin")

    page.get_by_role("link", name="To review").click()
    card = page.get_by_role("list", name=name)
    row = card.get_by_role("listitem").filter(has_text=who)
    row.get_by_role("button", name=f"Withdraw Read only from {who}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note (optional)").fill("left the company")
    dialog.get_by_role("button", name="Withdraw", exact=True).click()
    expect(row).to_contain_text("Withdrawn")
    assert roles_of(api, made["id"]) == []
    row.get_by_role("button", name="Undo").click()
    row.get_by_role("button", name=f"Keep Read only for {who}").click()
    expect(row).to_contain_text("Kept")
    assert roles_of(api, made["id"]) == ["read_only"]

    page.goto("/settings/reviews")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Close and sign").click()
    page.get_by_role("dialog").get_by_role("button", name="Close and sign").click()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Download the result").click()
    file = tmp_path / "result.json"
    caught.value.save_as(file)
    page.goto("/settings/reviews")
    choose = page.locator("input[type=file]")
    choose.set_input_files(file)
    expect(page.get_by_text(f"Genuine: “{name}”")).to_be_visible()
    file.write_text(file.read_text(encoding="utf-8").replace(who, "Somebody Else"))
    choose.set_input_files(file)
    expect(page.get_by_text("Altered, or not signed by this house.")).to_be_visible()


def roles_of(api: Api, person: str) -> list[str]:
    rows = api.get("admin/users")["rows"]
    return next(one["roles"] for one in rows if one["id"] == person)
