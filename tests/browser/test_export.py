"""A list becomes a file, and the audit log tells that it did."""

import csv
import io

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.product import Api


def test_a_filtered_list_is_exported_and_found_in_the_audit_log(page: Page, api: Api) -> None:
    for name in ("皇甫导出", "皇甫导入"):
        api.create("contact", name=name, phone="13900017788")
    page.goto(
        '/o/contact?filter={"field":"name","op":"contains","value":"皇甫导"}&columns=name,phone&sort=name'
    )
    expect(page.get_by_text("皇甫导出")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    assert violations(page) == []
    dialog.get_by_text("CSV", exact=True).click()
    dialog.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_text("The export has started")).to_be_visible()
    page.get_by_role("button", name="Tasks").or_(
        page.get_by_role("button", name="Background")
    ).first.click()
    file = page.get_by_role("link", name=".csv").first
    expect(file).to_be_visible()
    with page.expect_download() as download:
        file.click()
    path = download.value.path()
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert rows == [
        ["Name", "Phone"],
        ["皇甫导出", "+8613900017788"],
        ["皇甫导入", "+8613900017788"],
    ]

    page.goto("/settings/audit?verb=export")
    first = page.get_by_role("list", name="Entries of the log").get_by_role("listitem").first
    expect(first).to_contain_text("Grace Lin exported 2 × Contacts")
    assert violations(page) == []


def test_the_audit_log_is_filtered_and_leads_to_the_record(page: Page, api: Api) -> None:
    made = api.create("contact", name="太史审计", job_title="店员")
    api.change("contact", made["id"], job_title="店长")
    page.goto("/settings/audit")
    page.get_by_role("combobox", name="Object").select_option(label="Contact")
    page.get_by_role("combobox", name="Action").select_option(label="Change")
    first = page.get_by_role("list", name="Entries of the log").get_by_role("listitem").first
    expect(first).to_contain_text("changed the contact “太史审计”")
    expect(first).to_contain_text("店员 → 店长")
    first.get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name="太史审计")).to_be_visible()


def test_for_how_long_the_log_is_kept_is_set_and_written_down(page: Page, api: Api) -> None:
    page.goto("/settings/audit")
    expect(page.get_by_text("Verified every night")).to_be_visible()
    page.get_by_role("combobox", name="Kept for").select_option(label="24 months")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("combobox", name="Kept for")).to_have_value("24")
    first = page.get_by_role("list", name="Entries of the log").get_by_role("listitem").first
    expect(first).to_contain_text("Kept for months")
    api.call("PATCH", "audit/keeping", {"months": None})
