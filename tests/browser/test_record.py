"""One person on one page: facts edited in place, an edit that came too late, notes, tasks, neighbours."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.product import Api


@pytest.fixture
def person(api: Api) -> dict[str, Any]:
    return api.create(
        "contact", name="百里守约", email="shouyue@record.example", job_title="采购员"
    )


def edit_fact(page: Page, name: str, value: str) -> None:
    """Change a text among the facts and save it with Enter."""
    facts = page.get_by_role("region", name="Facts")
    facts.get_by_role("button", name=f"Edit {name}").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_a_fact_is_edited_where_it_stands(page: Page, api: Api, person: dict[str, Any]) -> None:
    page.goto(f"/o/contact/{person['id']}")
    expect(page.get_by_role("heading", name="百里守约", exact=True)).to_be_visible()
    edit_fact(page, "Job title", "采购总监")
    expect(page.get_by_text("Job title changed")).to_be_visible()
    expect(page.locator("article > header")).to_contain_text("采购总监")
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("changed Job title")
    assert api.get(f"records/contact/{person['id']}")["job_title"] == "采购总监"


def test_a_wrong_value_is_refused_with_a_sentence(
    page: Page, person: dict[str, Any], allow: Callable[..., None]
) -> None:
    allow("422")
    page.goto(f"/o/contact/{person['id']}")
    edit_fact(page, "E-mail", "not an address")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("e-mail")
    expect(page.get_by_role("region", name="Facts")).to_contain_text("shouyue@record.example")


def test_an_edit_that_comes_too_late_loses_nothing(
    page: Page, api: Api, person: dict[str, Any], allow: Callable[..., None]
) -> None:
    allow("412")
    # Live updates would show the other edit before this one is made.
    page.route("**/live", lambda route: route.abort("aborted"))
    page.goto(f"/o/contact/{person['id']}")
    expect(page.get_by_role("heading", name="百里守约", exact=True)).to_be_visible()
    api.change("contact", person["id"], job_title="厂长")
    edit_fact(page, "Job title", "采购总监")
    expect(page.get_by_text("Somebody else changed this meanwhile")).to_be_visible()
    expect(page.get_by_role("region", name="Facts")).to_contain_text("厂长")
    assert api.get(f"records/contact/{person['id']}")["job_title"] == "厂长"


def test_a_note_a_task_and_the_task_done(page: Page, person: dict[str, Any]) -> None:
    page.goto(f"/o/contact/{person['id']}")
    timeline = page.get_by_role("region", name="Timeline")
    timeline.get_by_role("textbox", name="Write a note").fill("想换供应商\n十二月初再联系")
    page.keyboard.press("Control+Enter")
    expect(timeline.get_by_role("listitem").filter(has_text="想换供应商")).to_contain_text(
        "十二月初再联系"
    )
    expect(timeline.get_by_role("textbox", name="Write a note")).to_have_value("")

    timeline.get_by_role("radio", name="Task").click()
    timeline.get_by_role("textbox", name="What is to be done?").fill("寄样品")
    timeline.get_by_role("button", name="Save").click()
    upcoming = timeline.get_by_role("list", name="Next")
    expect(upcoming).to_contain_text("寄样品")
    upcoming.get_by_role("button", name="Complete “寄样品”").click()
    expect(page.get_by_text("Completed")).to_be_visible()
    expect(upcoming).to_have_count(0)
    expect(timeline.get_by_role("listitem").filter(has_text="寄样品")).to_be_visible()


def test_create_with_a_new_company_and_go_to_the_trash_and_back(page: Page, api: Api) -> None:
    page.goto("/o/contact")
    page.get_by_role("button", name="Contact", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("慕容听雪")
    form.get_by_label("E-mail").fill("tingxue@record.example")
    form.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("慕容听雪 created")).to_be_visible()
    row = api.get("search?q=tingxue@record.example&object=contact")["groups"][0]["items"][0]
    page.goto(f"/o/contact/{row['id']}")
    page.wait_for_load_state("networkidle")  # the panels beside it have asked all they will
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_text("Moved to the trash")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Restored")).to_be_visible()
    api.made.append(("contact", row["id"]))


def test_records_are_linked_seen_from_both_ends_and_unlinked(
    page: Page, open_page: Opener, api: Api, person: dict[str, Any]
) -> None:
    firm = api.create("company", name="百里联结仪表")
    page.goto(f"/o/contact/{person['id']}")
    related = page.get_by_role("region", name="Related")
    expect(related).to_contain_text("Not linked to any other record.")
    related.get_by_role("button", name="Link another record").click()
    dialog = page.get_by_role("dialog", name="Link another record")
    dialog.get_by_role("button", name="Record").click()
    page.get_by_role("combobox", name="Record").fill("baililianjie")
    page.get_by_role("option", name="百里联结仪表").click()
    dialog.get_by_role("textbox", name="How they belong together").fill("顾问")
    dialog.get_by_role("button", name="Save").click()
    expect(related.get_by_role("link", name="百里联结仪表")).to_be_visible()
    expect(page.get_by_role("region", name="Timeline")).to_contain_text(
        "linked 百里联结仪表 · 顾问"
    )
    assert [one["kind"] for one in api.get(f"records/contact/{person['id']}/links")] == ["顾问"]

    other = open_page("zh-CN", phone=True)
    other.goto(f"/o/company/{firm['id']}")
    other.get_by_role("radio", name="关联").click()
    link = other.get_by_role("link", name="百里守约")
    expect(link.get_by_role("img", name="由对方指向：顾问")).to_be_visible()
    other.get_by_role("button", name="取消与百里守约的关联").click()
    expect(other.get_by_text("还没有关联其他记录。")).to_be_visible()
    # The first end hears of it without a reload, and so does the taking back.
    expect(related).to_contain_text("Not linked to any other record.")
    other.get_by_role("button", name="撤销").click()
    expect(related.get_by_role("img", name="From here: 顾问")).to_be_visible()


def test_histories_name_owners_and_companies(page: Page, api: Api, person: dict[str, Any]) -> None:
    firm = api.create("company", name="百里旧东家")
    api.change("contact", person["id"], company=firm["id"])
    page.goto(f"/o/contact/{person['id']}")
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline.get_by_role("listitem").filter(has_text="changed Company")).to_contain_text(
        "百里旧东家"
    )


def test_a_record_deleted_by_somebody_else_says_so(
    page: Page, api: Api, allow: Callable[..., None]
) -> None:
    allow("404")
    gone = api.post("records/contact", {"name": "百里离席"})
    page.goto(f"/o/contact/{gone['id']}")
    expect(page.get_by_text("Not linked to any other record.")).to_be_visible()
    api.call("DELETE", f"records/contact/{gone['id']}", If_Match=f'"{gone["version"]}"')
    expect(page.get_by_text("This does not exist, or you may not see it.")).to_be_visible()
    api.post(f"records/contact/{gone['id']}/restore")
    expect(page.get_by_role("heading", name="百里离席", exact=True)).to_be_visible()
    api.made.append(("contact", gone["id"]))
