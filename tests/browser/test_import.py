"""Bringing customers in: the wizard from the file to the list, files in old encodings, files that come again, orders."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import files
from tests.browser.axe import violations
from tests.browser.product import Api


def hand_over(page: Page, object: str, file: dict[str, object]) -> None:
    """The first step of the wizard."""
    page.goto(f"/import/{object}")
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def figure(page: Page, label: str) -> str:
    """The number under a label of the wizard's row of figures."""
    return page.locator("dl > div, [class*=stat]").filter(has_text=label).first.inner_text()


def import_it(page: Page, button: str) -> None:
    """From the columns through the check to the end of the run."""
    page.get_by_role("button", name="Check", exact=True).last.click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="is imported")).to_be_visible(timeout=60_000)


def test_a_file_of_contacts_from_the_list_to_the_list(page: Page, api: Api) -> None:
    page.goto("/o/contact")
    page.get_by_role("button", name="Import").or_(page.get_by_role("link", name="Import")).click()
    page.locator("input[type=file]").set_input_files(
        files.file_of("展会名单.csv", files.CONTACTS)  # type: ignore[arg-type]
    )
    columns = page.get_by_role("region", name="Columns")
    expect(columns.get_by_role("row")).to_have_count(8)
    expect(page.get_by_text("7 of 7 columns are used")).to_be_visible()
    expect(columns.get_by_role("row", name="职务")).to_contain_text("Job title")

    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(page.get_by_text("All 5 rows checked")).to_be_visible()
    check = page.get_by_role("region", name="Check")
    expect(check.get_by_role("row", name="坏邮箱")).to_contain_text("not-an-address")
    expect(check.get_by_role("row", name="坏邮箱")).to_contain_text("(left empty)")
    expect(page.get_by_role("button", name="Import 5 rows")).to_be_visible()
    expect(page.get_by_text("Would be created, too: 3 companies")).to_be_visible()
    page.get_by_text("Problems only").click()
    expect(check.get_by_role("row")).to_have_count(3)
    expect(check.get_by_role("row").nth(1).get_by_role("cell").first).to_have_text("5")

    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_label("leave the cell empty").click()
    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(check.get_by_role("row", name="坏邮箱")).to_contain_text("With problems")

    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_role("heading", name="展会名单.csv is imported")).to_be_visible()
    expect(page.get_by_role("region", name="Rows that were not imported")).to_contain_text("坏邮箱")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the error file").click()
    assert "坏邮箱" in download.value.path().read_text("utf-8-sig")

    page.get_by_role("button", name="Open the list").click()
    page.wait_for_url("**/o/contact*")
    found = api.get("search?q=司徒望舒")["groups"][0]["items"]
    assert [item["title"] for item in found] == ["司徒望舒"]
    row = api.get(f"records/contact/{found[0]['id']}")
    assert (row["company"]["title"], row["address"]["region"]) == ("望舒文化", "310104")


def test_people_who_are_known_are_updated_and_not_doubled(page: Page, api: Api) -> None:
    hand_over(page, "contact", files.file_of("outlook.csv", files.CONTACTS_AGAIN))
    expect(page.get_by_text("5 of 5 columns are used")).to_be_visible()
    import_it(page, "Import 2 rows")
    people = api.get("search?q=wangshu@import.example&object=contact")["groups"][0]["items"]
    assert len(people) == 1
    row = api.get(f"records/contact/{people[0]['id']}")
    assert row["job_title"] == "采购总监"


def test_a_file_of_chinese_excel_is_read_as_it_was_meant(page: Page, api: Api) -> None:
    file = files.file_of("客户.csv", files.CHINESE_EXCEL, "gb18030")
    hand_over(page, "contact", file)
    expect(page.get_by_role("region", name="Columns")).to_contain_text("令狐采薇")
    expect(page.get_by_label("Encoding")).to_have_value("gb18030")
    import_it(page, "Import 2 rows")
    row = api.get("search?q=caiwei&object=contact")["groups"][0]["items"][0]
    assert row["title"] == "令狐采薇"


ORDERS = """订单编号,客户邮箱,下单时间,金额,状态,产品
IMP-1,wangshu@import.example,2026/09/28 00:00,1125.14,已完成,茶具
IMP-2,nobody@import.example,2026/06/22 00:00,1089.49,已完成,礼盒
"""


def test_orders_keep_their_totals_and_make_no_buyers_unasked(page: Page, api: Api) -> None:
    hand_over(page, "order", files.file_of("订单.csv", ORDERS))
    expect(page.get_by_role("region", name="Columns")).to_contain_text("茶具")
    page.get_by_role("button", name="Check", exact=True).last.click()
    check = page.get_by_role("region", name="Check")
    row = check.get_by_role("row", name="IMP-1")
    expect(row).to_contain_text(re.compile(r"¥\s?1,125\.14"))
    expect(row).not_to_contain_text("T16:00:00Z")
    expect(row).to_contain_text("28 Sept 00:00")
    expect(page.get_by_text(re.compile(r"Would be created, too: \d contact"))).to_be_visible()
    page.get_by_label("Create what is referred to").click()
    expect(page.get_by_text("Would be created, too")).to_have_count(0)
    expect(check.get_by_role("row", name="IMP-2")).to_contain_text("without a buyer")
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("heading", name="is imported")).to_be_visible(timeout=60_000)
    found = api.get("search?q=IMP-1&object=order")["groups"][0]["items"][0]
    assert api.get(f"records/order/{found['id']}")["total"]["amount"] == "1125.14"

    hand_over(page, "order", files.file_of("订单2.csv", ORDERS.replace("1125.14", "1200")))
    expect(page.get_by_role("region", name="Columns")).to_contain_text("1200")
    page.get_by_role("button", name="Check", exact=True).last.click()
    expect(check.get_by_role("row", name="IMP-1")).to_contain_text(re.compile(r"¥\s?1,125\.14"))
    expect(check.get_by_role("row", name="IMP-1")).to_contain_text(re.compile(r"¥\s?1,200"))


def test_everybody_agreed_is_said_with_its_proof_and_opens_the_gate(page: Page, api: Api) -> None:
    text = "name,email,Phone,Country\nIngrid,ingrid@claim.example,33 12 34 56,Denmark\n"
    hand_over(page, "contact", files.file_of("fair.csv", text))
    expect(page.get_by_role("region", name="Columns")).to_contain_text("Ingrid")
    onward = page.get_by_role("button", name="Check", exact=True).last
    page.get_by_label("Everybody in this file has agreed").click()
    expect(page.get_by_text("Say how you know")).to_be_visible()
    expect(onward).to_be_disabled()
    page.get_by_label("How do you know?").fill("Sign-up sheet of the fair")
    day = page.get_by_label("Agreed on")
    day.fill("2026-01-15")
    day.press("Enter")
    expect(onward).to_be_enabled()
    assert violations(page) == []
    import_it(page, "Import 1 row")
    expect(page.get_by_text("Created, too")).to_have_count(0)
    found = api.get("search?q=ingrid@claim.example&object=contact")["groups"][0]["items"][0]
    assert api.get(f"records/contact/{found['id']}")["phone"] == "+4533123456"
    (line,) = api.get(f"contacts/{found['id']}/consents")["ledger"]
    assert (line["purpose"], line["status"], line["source"]) == (
        "marketing",
        "granted",
        "Sign-up sheet of the fair",
    )


def test_a_new_field_is_of_the_kind_its_column_looks_like(page: Page) -> None:
    hand_over(page, "contact", files.file_of("scores.csv", "name,Score\nWei,12.5\nNa,7\n"))
    page.get_by_role("button", name="Field for Score").click()
    page.get_by_role("button", name="New field “Score”").click()
    dialog = page.get_by_role("dialog", name="New field")
    expect(dialog.get_by_label("Kind")).to_have_value("number")
    expect(dialog.get_by_label("Name in English")).to_be_focused()


def test_headings_alone_are_not_imported(page: Page) -> None:
    hand_over(page, "contact", files.file_of("empty.csv", "name,email\n"))
    expect(page.get_by_role("alert")).to_contain_text("no rows")
    expect(page.get_by_role("button", name="Check", exact=True).last).to_be_disabled()


@pytest.mark.skipif(not files.RETAIL.exists(), reason="the shop's orders are not here")
def test_the_orders_of_a_real_shop_become_purchase_history(page: Page, api: Api) -> None:
    hand_over(page, "order", files.file_of("online_retail.csv", files.retail_orders(120)))
    expect(page.get_by_role("region", name="Columns")).to_contain_text("WHITE METAL LANTERN")
    page.get_by_role("button", name="Check", exact=True).last.click()
    page.get_by_role("button", name=re.compile(r"Import \d+ rows")).click()
    expect(page.get_by_role("heading", name="is imported")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile(r"\d+ lines read. New: .*order"))).to_be_visible()
    order = api.get("search?q=536365&object=order")["groups"][0]["items"][0]
    page.goto(f"/o/order/{order['id']}")
    expect(page.get_by_role("heading", name="536365")).to_be_visible()
    expect(page.get_by_text("WHITE METAL LANTERN")).to_be_visible()
    expect(page.get_by_text("139.12").first).to_be_visible()
