"""A mail from the first word to its effect: template, preview, test, check, sending, the mailbox, opens, clicks, goodbye."""

import html
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PEOPLE, Opener
from tests.browser.product import Api

LINK = "https://shop.example/autumn"
BODY = (
    "<p>您好 {{ contact.first_name | default: '朋友' }}：</p>"
    f'<p><a href="{LINK}">秋季备件目录</a></p><p><a href="{{{{ unsubscribe_url }}}}">退订</a></p>'
)
DOMAIN = f"readers{int(time.time())}.example"
"""New in each run: who once said goodbye stays unwritten to."""
AUDIENCE = f"收信人 {DOMAIN}"
NAMES = ["濮阳收信", "淳于收信", "单于收信", "太叔收信"]


@pytest.fixture(scope="module")
def audience(api: Api) -> dict[str, Any]:
    """A segment of five, one of whom never agreed to anything; who they are, by name."""
    people = {}
    for at, name in enumerate([*NAMES, "申屠没同意"]):
        row = api.create("contact", name=name, email=f"reader{at}@{DOMAIN}", tags=[DOMAIN])
        people[name] = row
        if name in NAMES:
            agreed = {"purpose": "marketing", "channel": "email", "status": "granted"}
            api.post(f"contacts/{row['id']}/consents", agreed)
    wanted = {"field": "tags", "op": "has_any", "value": [DOMAIN]}
    segment = api.create("segment", name=AUDIENCE, target="contact", filter=wanted)
    return {"segment": segment, "people": people}


@pytest.fixture(scope="module")
def template(api: Api) -> dict[str, Any]:
    return api.create(
        "template", name="秋季备件", subject="{{ contact.first_name }}，秋季备件到货", body=BODY
    )


def test_a_template_is_written_checked_and_tried(
    page: Page, api: Api, audience: dict[str, Any], allow: Callable[..., None]
) -> None:
    allow("422")  # the preview of a mail with a mistake is refused
    page.goto("/marketing/templates/new")
    page.get_by_role("textbox", name="Name of the template").fill("冬季问候")
    page.get_by_role("textbox", name="Subject", exact=True).fill(
        "{{ contact.first_name | default: 'you' }}, winter is near"
    )
    body = page.locator("textarea")
    body.fill("<p>Dear {{ contact.nonsense }},</p>")
    expect(page.get_by_text("1 problem")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="contact.nonsense")).to_be_visible()
    body.fill("<p>Dear {{ contact.name | default: 'customer' }}, all the best.</p>")
    expect(page.get_by_text("1 problem")).to_have_count(0)

    letter = page.frame_locator("iframe").locator("body")
    expect(letter).to_contain_text("Dear customer")
    preview = page.get_by_role("region", name="Preview")
    preview.get_by_role("button").first.click()
    page.get_by_role("dialog").get_by_role("combobox").fill(NAMES[0])
    page.get_by_role("option", name=NAMES[0]).click()
    expect(letter).to_contain_text(f"Dear {NAMES[0]}")

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/o/template/*")
    api.made.append(("template", page.url.rsplit("/", 1)[1]))
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text(f"A test went to {PEOPLE['en'][0]}")).to_be_visible()

    page.goto("/demo/mailbox")
    page.get_by_role("button").filter(has_text=PEOPLE["en"][0]).filter(
        has_text="winter is near"
    ).first.click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("all the best")
    assert violations(page) == []


def figure(page: Page, label: str) -> Locator:
    """One of the figures at the head of the results."""
    return page.locator("main").get_by_text(label, exact=True).first.locator("..")


def test_a_campaign_is_checked_sent_and_measured(
    page: Page, open_page: Opener, api: Api, audience: dict[str, Any], template: dict[str, Any]
) -> None:
    page.goto("/o/campaign")
    page.get_by_role("button", name="Campaign", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name", exact=False).first.fill("秋季备件通知")
    for label, title in (("Segment", AUDIENCE), ("Template", "秋季备件")):
        form.get_by_label(label).click()
        page.get_by_role("combobox", name=label).fill(title)
        page.get_by_role("option", name=title).first.click()
        expect(form).to_contain_text(title)
    form.get_by_label("Sender name").fill("知客商城")
    form.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_text("秋季备件通知 created")).to_be_visible()
    page.wait_for_url("**/o/campaign/*")
    campaign = page.url.rsplit("/", 1)[1]

    hold_out = page.get_by_label("Hold-out (%)")
    hold_out.fill("0")
    hold_out.blur()
    check = page.locator("main")
    expect(check.get_by_text("No consent for this purpose")).to_be_visible()
    page.get_by_role("button", name="Send to 4 people").click()
    page.get_by_role("dialog").get_by_role("button", name="Send now").click()
    expect(figure(page, "Delivered")).to_contain_text("4", timeout=60_000)
    expect(page.locator("main").get_by_text("Done", exact=True).first).to_be_visible()

    page.get_by_role("button", name="Demo mailbox").click()
    page.get_by_role("textbox", name="Recipient or subject").fill(f"reader0@{DOMAIN}")
    page.get_by_role("button").filter(has_text=f"reader0@{DOMAIN}").first.click()
    letter = page.frame_locator("iframe").locator("body")
    expect(letter).to_contain_text("您好 收信")
    expect(letter.get_by_role("link", name="秋季备件目录")).to_be_visible()

    mails = api.get(f"demo/mailbox?q=@{DOMAIN}")["rows"]
    assert {one["recipient"] for one in mails} == {f"reader{at}@{DOMAIN}" for at in range(4)}
    seen = next(one for one in mails if one["recipient"] == f"reader0@{DOMAIN}")
    mail = api.get(f"demo/mailbox/{seen['id']}")
    headers = {one["name"].lower(): one["value"] for one in mail["headers"]}
    assert headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    reader = open_page("zh-CN", stranger=True)
    addresses = [html.unescape(one) for one in re.findall(r'(?:href|src)="([^"]+)"', mail["html"])]
    pixel = next(one for one in addresses if "/t/o/" in one)
    click = next(one for one in addresses if "/t/c/" in one)
    goodbye = next(one for one in addresses if "/u/" in one)
    assert reader.request.get(pixel).headers["content-type"] == "image/gif"
    led = reader.request.get(click, max_redirects=0)
    assert (led.status, led.headers["location"]) == (302, LINK)
    reader.goto(goodbye)
    assert violations(reader) == []
    expect(reader.get_by_role("button", name="我们的所有邮件")).to_be_visible()
    reader.get_by_role("button", name="此类邮件：营销推广").click()
    expect(reader.get_by_role("heading", name="您已退订")).to_be_visible()

    page.goto(f"/o/campaign/{campaign}")
    for label in ("Opened", "Clicked", "Unsubscribed"):
        expect(figure(page, label)).to_contain_text("1")
    expect(page.get_by_text(LINK)).to_be_visible()
    chinese = open_page("zh-CN", dark=True)
    chinese.goto(f"/o/campaign/{campaign}")
    expect(chinese.get_by_text("效果是真的吗？")).to_be_visible()
    assert violations(chinese) == []
    small = open_page("en", phone=True)
    small.goto(f"/o/campaign/{campaign}")
    expect(small.get_by_text("Was the effect real?")).to_be_visible()
    assert small.evaluate("document.documentElement.scrollWidth") <= 390
    gone = next(row for row in audience["people"].values() if row["email"] == seen["recipient"])
    consents = api.get(f"contacts/{gone['id']}/consents")
    assert [one["purpose"] for one in consents["suppressed"]] == ["marketing"]
    assert consents["states"][0]["status"] == "withdrawn"
    page.goto(f"/o/contact/{gone['id']}")
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("秋季备件")
    expect(page.get_by_text("Gets no marketing mail: Unsubscribed")).to_be_visible()
    page.get_by_role("button", name="Allow again").click()
    expect(page.get_by_text("Gets no marketing mail: Unsubscribed")).to_have_count(0)

    page.goto(f"/o/campaign/{campaign}")
    page.get_by_role("button", name="Follow up").click()
    page.get_by_role("menuitem", name="got it and did not open").click()
    page.wait_for_url("**/o/segment/*")
    api.made.append(("segment", page.url.rsplit("/", 1)[1]))
    expect(page.get_by_text("Got campaign “秋季备件通知” and did not open it")).to_be_visible()
    page.get_by_role("button", name="Copy the campaign").click()
    page.wait_for_url("**/o/campaign/*")
    api.made.append(("campaign", page.url.rsplit("/", 1)[1]))
    expect(page.get_by_text("Each subject will begin with “广告：”", exact=False)).to_be_visible()
    expect(page.locator("main").get_by_text("3", exact=True).first).to_be_visible()


def test_the_home_page_leads_to_lists(page: Page) -> None:
    page.goto("/home")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grace Lin")
    for words in ("Customers over time", "Sales by month", "Top customers"):
        expect(page.get_by_role("heading", name=words)).to_be_visible()
    expect(page.get_by_role("img", name="Sales by month")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Recency 5, frequency 5")).click()
    page.wait_for_url("**/o/contact?**")
    expect(page.get_by_role("grid").get_by_role("row").nth(1)).to_be_visible()
