"""Two people at once: what one changes, the other sees without a reload."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.product import Api
from tests.browser.test_record import edit_fact


def test_an_edit_reaches_the_other_reader(open_page: Opener, api: Api) -> None:
    person = api.create("contact", name="子车同看", job_title="旧职务", tags=["同看样本"])
    writer, reader, lister = open_page(), open_page("zh-CN"), open_page("zh-CN")
    for one in (writer, reader):
        one.goto(f"/o/contact/{person['id']}")
        expect(one.get_by_role("heading", name="子车同看", exact=True)).to_be_visible()
    view = '{"field":"tags","op":"has_any","value":["同看样本"]}'
    lister.goto(f"/o/contact?filter={view}&columns=name,job_title")
    expect(lister.get_by_role("grid")).to_contain_text("旧职务")
    for one in (reader, lister):
        one.evaluate("window.sameDocument = true")

    edit_fact(writer, "Job title", "新职务")
    expect(reader.get_by_role("region", name="资料")).to_contain_text("新职务")
    expect(reader.get_by_role("region", name="动态")).to_contain_text("Grace Lin 修改了职务")
    expect(lister.get_by_role("grid")).to_contain_text("新职务")

    note = writer.get_by_role("textbox", name="Write a note")
    note.fill("大家都看得到")
    writer.keyboard.press("Control+Enter")
    expect(reader.get_by_role("region", name="动态")).to_contain_text("大家都看得到")
    for one in (reader, lister):
        assert one.evaluate("window.sameDocument") is True
