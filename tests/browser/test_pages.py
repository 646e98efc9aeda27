"""Every page in both languages, light and dark: accessible, quiet in the console, wholly translated, nothing cut off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import files
from tests.browser.axe import CONTRAST, violations
from tests.browser.conftest import Language, Opener
from tests.browser.product import Api

PATHS = [
    "/home",
    "/o/contact",
    "/o/contact/{contact}",
    "/o/company/{company}",
    "/o/order",
    "/o/order/{order}",
    "/o/product",
    "/o/activity",
    "/o/segment",
    "/o/segment/{segment}",
    "/segments/new",
    "/o/template",
    "/o/template/{template}",
    "/marketing/templates/new",
    "/o/campaign",
    "/o/campaign/{draft}",
    "/o/campaign/{sent}",
    "/import/contact",
    "/demo/mailbox",
    "/trash",
    "/settings",
    "/settings/me",
    "/settings/tokens",
    "/settings/apps",
    "/settings/provisioning",
    "/settings/fields",
    "/settings/objects",
    "/settings/people",
    "/settings/reviews",
    "/reviews",
    "/settings/security",
    "/settings/workspace",
    "/settings/roles?role=member",
    "/settings/roles?role=member&part=fields",
    "/settings/sharing",
    "/settings/attributes",
    "/no/such/page",
]
LANGUAGES: list[Language] = ["en", "zh-CN"]
# What a key that was never translated, or a value nobody formatted, looks like on a page.
UNTRANSLATED = re.compile(
    r"\b[a-z]+[A-Z][a-z]+\b|\{\{|\bundefined\b|\bNaN\b|\[object|\b[a-z]+_[a-z_]+\b"
)
CODE = "code, pre, textarea, time, [translate=no], iframe"


@pytest.fixture(scope="module")
def ids(api: Api) -> dict[str, str]:
    """A record of each kind that has much to show."""

    def first(object: str, **query: str) -> str:
        wanted = "&".join(f"{name}={value}" for name, value in query.items())
        rows: list[dict[str, Any]] = api.get(f"records/{object}?limit=1&{wanted}")["rows"]
        return str(rows[0]["id"]) if rows else ""

    segment = api.create("segment", name="页面检查", target="contact", filter={"all": []})
    template = api.create("template", name="页面检查", subject="你好", body="<p>你好</p>")
    draft = api.create(
        "campaign",
        name="页面检查",
        segment=segment["id"],
        template=template["id"],
        from_name="知客",
    )
    return {
        "contact": first("contact", sort="-spent"),
        "company": first("company"),
        "order": first("order"),
        "segment": segment["id"],
        "template": template["id"],
        "draft": draft["id"],
        "sent": first("campaign", filter='{"field":"status","op":"eq","value":"done"}')
        or draft["id"],
    }


def settled(page: Page) -> None:
    """Wait until the page shows what it came for."""
    expect(page.get_by_role("heading").or_(page.get_by_role("textbox")).first).to_be_visible()
    expect(page.locator("[class*=skeleton]")).to_have_count(0)


def untranslated(page: Page) -> list[str]:
    """Words that look like keys, outside what is meant to be code or somebody's data."""
    text: str = page.evaluate(
        """(code) => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            if (node.parentElement.closest(code + ",script,style,[role=grid],option")) continue;
            found.push(node.textContent);
          }
          for (const node of document.querySelectorAll("[aria-label],[title],[placeholder]"))
            for (const name of ["aria-label", "title", "placeholder"])
              if (!node.closest("[role=grid]")) found.push(node.getAttribute(name) ?? "");
          return found.join("\\n");
        }""",
        CODE,
    )
    return UNTRANSLATED.findall(text)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_in_light_and_dark(
    open_page: Opener,
    ids: dict[str, str],
    path: str,
    language: Language,
) -> None:
    page = open_page(language)
    page.goto(path.format(**ids))
    settled(page)
    assert untranslated(page) == []
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert violations(page, CONTRAST) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_a_stranger_sees(open_page: Opener, language: Language) -> None:
    page = open_page(language, stranger=True)
    page.goto("/sign-in")
    settled(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


def open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("li")
    expect(page.get_by_role("option").first).to_be_visible()


def open_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def open_create(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_be_visible()


def open_help(page: Page) -> None:
    page.locator("header").get_by_role("button", name=re.compile("^(Help|帮助)$")).click()
    expect(page.get_by_role("dialog").get_by_role("heading").nth(1)).to_be_visible()


def open_filter(page: Page) -> None:
    page.locator("[data-add-filter]").click()
    page.get_by_role("option").nth(2).click()
    page.get_by_role("button", name=re.compile("Advanced filter|高级筛选")).click()


def open_beside(page: Page) -> None:
    page.get_by_role("row").nth(2).hover()
    page.get_by_role("row").nth(2).get_by_role("button", name=re.compile("Open|打开")).click()
    page.wait_for_url("**peek=*")
    settled(page)


OPENERS: list[Callable[[Page], None]] = [
    open_palette,
    open_keys,
    open_create,
    open_help,
    open_filter,
    open_beside,
]


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize(("language", "dark"), [("en", True), ("zh-CN", False)])
def test_what_opens_over_a_page(
    open_page: Opener, language: Language, dark: bool, opener: Callable[[Page], None]
) -> None:
    page = open_page(language, dark=dark)
    page.goto("/o/contact")
    settled(page)
    opener(page)
    assert untranslated(page) == []
    assert violations(page) == []


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("zh-CN", True)])
def test_the_steps_of_an_import(open_page: Opener, language: Language, dark: bool) -> None:
    page = open_page(language, dark=dark)
    page.goto("/import/contact")
    page.locator("input[type=file]").set_input_files(
        files.file_of("pages.csv", files.CONTACTS)  # type: ignore[arg-type]
    )
    expect(page.get_by_role("cell", name="职务", exact=True)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^(Check|检查)$")).last.click()
    expect(page.get_by_text("not-an-address")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_on_a_phone(
    open_page: Opener, ids: dict[str, str], language: Language
) -> None:
    page = open_page(language, phone=True)
    wide = []
    for path in PATHS:
        page.goto(path.format(**ids))
        settled(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide.append((path, width))
    assert wide == []
