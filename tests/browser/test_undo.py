"""Taking back: one value of a history, and the hand-over of everything a leaver owns."""

import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.product import Api


def test_a_line_of_the_history_puts_its_value_back(page: Page, api: Api) -> None:
    person = api.create("contact", name="撤销一", job_title="采购")
    api.change("contact", person["id"], job_title="经理")
    page.goto(f"/o/contact/{person['id']}")
    line = page.get_by_role("listitem").filter(has_text="采购").filter(has_text="经理")
    line.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("Undone")).to_be_visible()
    assert api.get(f"records/contact/{person['id']}")["job_title"] == "采购"


def test_an_edit_is_undone_unless_something_newer_stands_in_the_way(page: Page, api: Api) -> None:
    person = api.create("contact", name="撤销二", job_title="采购")
    path = f"records/contact/{person['id']}"
    page.goto(f"/o/contact/{person['id']}")
    facts = page.get_by_role("region", name="Facts")
    for word in ("经理", "总监"):
        facts.get_by_role("button", name="Edit Job title").click()
        page.keyboard.press("Control+a")
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        expect(facts).to_contain_text(word)
    # The page shows an edit before it is saved, and until then the toast undoes the one before.
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("changed 2 fields")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Undone")).to_be_visible()
    assert api.get(path)["job_title"] == "经理"
    api.change("contact", person["id"], job_title="总裁")
    expect(facts).to_contain_text("总裁")
    page.get_by_role("button", name="Show changes").last.click()
    page.get_by_role("button", name="Put back").last.click()
    expect(page.get_by_text("Job title was changed again since, and stays")).to_be_visible()
    assert api.get(path)["job_title"] == "总裁"
    page.get_by_role("button", name="Put back anyway").click()
    expect(page.get_by_text("Job title changed")).to_be_visible()
    assert api.get(path)["job_title"] == "采购"


def test_a_task_that_was_ticked_off_comes_back(page: Page, api: Api) -> None:
    person = api.create("contact", name="撤销三")
    name = f"Call back {time.time_ns()}"
    task = api.create(
        "activity", subject=name, type="task", about=person["id"], due_at="2031-01-01T08:00:00Z"
    )
    page.goto(f"/o/contact/{person['id']}")
    page.get_by_role("button", name=f"Complete “{name}”").click()
    expect(page.get_by_text("Completed", exact=True)).to_be_visible()
    assert api.get(f"records/activity/{task['id']}")["done_at"] is not None
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Undone")).to_be_visible()
    assert api.get(f"records/activity/{task['id']}")["done_at"] is None
    expect(page.get_by_role("button", name=f"Complete “{name}”")).to_be_enabled()


def test_a_leavers_records_are_handed_over_and_come_back(open_page: Opener, api: Api) -> None:
    stamp = int(time.time())
    leaver, receiver = (
        api.post(
            "admin/users",
            {
                "email": f"{key}.{stamp}@undo.example",
                "name": f"{name}{stamp}",
                "roles": ["member"],
            },
        )
        for key, name in (("leaver", "离职"), ("receiver", "接手"))
    )
    owned = api.create("contact", name="交接对象", owner=leaver["id"])
    page = open_page("zh-CN")
    page.goto("/settings/people")
    page.get_by_role("button", name=f"修改{leaver['name']}").click()
    page.get_by_role("button", name="工作交接…").click()
    dialog = page.get_by_role("dialog", name=f"交接 {leaver['name']} 负责的数据")
    expect(dialog.get_by_text("联系人")).to_be_visible()
    dialog.get_by_label("新负责人", exact=True).select_option(label=receiver["name"])
    dialog.get_by_role("button", name="交接", exact=True).click()
    expect(page.get_by_text("正在交接")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="后台任务").click()
    job = page.get_by_role("listitem").filter(has_text=f"交接 {leaver['name']} 负责的数据")
    job.get_by_role("button", name="撤销", exact=True).click(timeout=30_000)
    expect(page.get_by_text("已撤销")).to_be_visible()
    assert api.get(f"records/contact/{owned['id']}")["owner"]["id"] == leaver["id"]
