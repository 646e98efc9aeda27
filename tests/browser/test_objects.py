"""Contracts, made by clicks: the object, its fields, a record, its company's page, a file, search, rights; and away again."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import files
from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.product import Api
from tests.browser.test_import import import_it
from tests.browser.test_rights import PLAIN, cell, set_rights

FILE = """合同名称,金额,客户
丙午年设备合同,186000,寒江机电
丙午年维保合同,12000,寒江机电
"""


@pytest.fixture
def company(api: Api) -> str:
    """The company contracts are made with."""
    return str(api.create("company", name="寒江机电")["id"])


@pytest.fixture
def cleared(api: Api) -> Iterator[None]:
    """No contracts are left behind, and members may do as they come."""
    yield
    api.call("DELETE", "objects/contract?confirm=contract")
    set_rights(api, "member", PLAIN)


def add_field(page: Page, zh: str, en: str, kind: str, refers_to: str = "") -> None:
    page.get_by_role("button", name="New field").click()
    form = page.get_by_role("dialog", name="New field")
    form.get_by_label("Name in Chinese").fill(zh)
    form.get_by_label("Name in English").fill(en)
    form.get_by_label("Kind").select_option(label=kind)
    if refers_to:
        form.get_by_label("Refers to").select_option(label=refers_to)
    form.get_by_role("button", name="Create").click()
    expect(form).to_be_hidden()


@pytest.mark.usefixtures("cleared")
def test_contracts_are_made_by_clicks_and_are_everywhere_at_once(
    page: Page, api: Api, company: str, as_role: Callable[..., Page]
) -> None:
    member = as_role("member")
    member.goto("/o/company")
    navigation = member.get_by_role("navigation", name="Navigation")
    expect(navigation.get_by_role("link", name="Companies")).to_be_visible()

    page.goto("/settings/objects")
    page.get_by_role("button", name="New object").click()
    form = page.get_by_role("dialog", name="New object")
    form.get_by_label("Name in Chinese").fill("合同")
    form.get_by_label("Name in English").fill("Contract")
    form.get_by_label("Title field in Chinese").fill("合同名称")
    form.get_by_label("Title field in English").fill("Subject")
    form.get_by_role("radio", name="file-signature").click()
    form.get_by_label("Colour").select_option(label="Violet")
    expect(form.get_by_label("Key")).to_have_attribute("placeholder", "contract")
    assert violations(page) == []
    form.get_by_role("button", name="Create").click()
    page.wait_for_url("**/settings/fields?object=contract")
    add_field(page, "金额", "Amount", "Money")
    add_field(page, "客户", "Company", "Reference to a record", "Companies")

    # Others hear of it where they are, without loading their page again.
    expect(navigation.get_by_role("link", name="Contracts")).to_be_visible()

    page.get_by_role("link", name="Contracts").click()
    page.get_by_role("button", name="New contract").click()
    form = page.get_by_role("dialog", name="New contract")
    form.get_by_label("Subject").fill("丙午年轴承框架协议")
    form.get_by_label("Amount").fill("90000")
    form.get_by_label("Company").click()
    page.keyboard.type("hanjiang")
    page.get_by_role("option", name="寒江机电").click()
    form.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", name="丙午年轴承框架协议")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="寒江机电").first.click()
    page.wait_for_url(f"**/o/company/{company}")
    expect(page.get_by_role("link", name=re.compile("丙午年轴承框架协议"))).to_be_visible()

    page.goto("/import/contract")
    page.locator("input[type=file]").set_input_files(
        files.file_of("合同.csv", FILE)  # type: ignore[arg-type]
    )
    expect(page.get_by_text("3 of 3 columns are used")).to_be_visible()
    import_it(page, "Import 2 rows")
    rows = api.get(f"records/company/{company}/related/contract.company")["rows"]
    assert len(rows) == 3

    page.keyboard.press("Control+k")
    page.get_by_placeholder("Type a name").fill("bwnsbht")
    expect(page.get_by_role("option", name=re.compile("丙午年设备合同"))).to_be_visible()
    page.keyboard.press("Escape")

    page.goto("/settings/roles?role=member")
    view = cell(page, "objects.contract.view")
    view.focus()
    page.keyboard.press("1")
    expect(view).to_have_text("None")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Rights of Member saved"))).to_be_visible()
    expect(navigation.get_by_role("link", name="Contracts")).to_be_hidden()


def test_an_object_is_switched_off_deleted_and_brought_back(
    page: Page, api: Api, open_page: Opener
) -> None:
    key = f"site{time.time_ns()}"
    label = {"en": f"Site {key[-5:]}", "zh": f"门店 {key[-5:]}"}
    api.post("objects", {"key": key, "label": label, "plural": label["en"] + "s"})
    api.create(key, title="一号店")
    page.goto("/settings/objects")
    row = page.get_by_role("row", name=re.compile(label["en"]))
    link = page.get_by_role("navigation", name="Navigation").get_by_role("link", name=label["en"])
    expect(link).to_be_visible()
    assert violations(page) == []

    def choose(action: str) -> None:
        row.get_by_role("button", name=re.compile("^Actions")).click()
        page.get_by_role("menuitem", name=action, exact=True).click()

    choose("Change")
    form = page.get_by_role("dialog", name=re.compile("^Change"))
    form.get_by_label("Name in English").fill(label["en"] + " B")
    expect(form.get_by_role("group", name="Columns of its list")).to_be_visible()
    assert violations(page) == []
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Object saved")).to_be_visible()

    choose("Switch off")
    expect(link).to_be_hidden()
    expect(row).to_contain_text("Switched off")
    page.get_by_role("button", name="Undo").click()
    expect(link).to_be_visible()

    choose("Delete")
    form = page.get_by_role("dialog", name=re.compile("^Delete"))
    expect(form).to_contain_text("Its 1 record disappears")
    button = form.get_by_role("button", name="Delete")
    expect(button).to_be_disabled()
    assert violations(page) == []
    form.get_by_role("textbox").fill(label["en"] + " B")
    button.click()
    expect(row).to_contain_text("Deleted, gone on")
    expect(link).to_be_hidden()
    choose("Restore")
    expect(link).to_be_visible()
    assert [one["title"] for one in api.get(f"records/{key}")["rows"]] == ["一号店"]
    phone = open_page("zh-CN", phone=True, dark=True)
    phone.goto("/settings/objects")
    expect(phone.get_by_role("row", name=re.compile(label["zh"]))).to_be_visible()
    assert violations(phone) == []
    api.call("DELETE", f"objects/{key}?confirm={key}")
