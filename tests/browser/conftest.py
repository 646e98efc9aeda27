"""The running product, a browser, two administrators (one reads English, one 中文), and pages that are watched."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.browser.product import PROJECT, Api, Product
from tests.browser.watch import Watch
from tests.chromium import find

Language = Literal["en", "zh-CN"]
PASSWORD = "quiet-paper-and-ink"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PEOPLE: dict[Language, tuple[str, str]] = {
    "en": ("grace@browser.example", "Grace Lin"),
    "zh-CN": ("linlan@browser.example", "林岚"),
}

NAMES = {"member": "Mia Member", "manager": "Max Manager"}
"""What people of a role are called in tests."""

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demo, started once; `ZHIKE_BROWSER_HOME` names one that runs already."""
    assert (PROJECT / "web" / "dist" / "index.html").exists(), "build the pages first: make web"
    if given := os.environ.get("ZHIKE_BROWSER_HOME"):
        yield Product.running_in(Path(given))
        return
    running = Product.start(tmp_path_factory.mktemp("product") / "home")
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = find()
    assert path, "no Chromium found: .venv/bin/python -m tests.chromium installs one"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--font-render-hinting=none"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def signed_in(product: Product, browser: Browser) -> dict[Language, StorageState]:
    """The cookies of the two administrators, who are made when they are not there yet."""
    administrator = browser.new_context(base_url=product.url)
    who = {"email": product.email, "password": product.password}
    assert administrator.request.post("/api/v1/auth/sign-in", data=who).ok
    states: dict[Language, StorageState] = {}
    for language, (email, name) in PEOPLE.items():
        body = {"email": email, "name": name, "password": PASSWORD, "roles": ["administrator"]}
        made = administrator.request.post(
            "/api/v1/admin/users", data=body, headers=proof(administrator)
        )
        assert made.ok or os.environ.get("ZHIKE_BROWSER_HOME"), made.text()
        context = browser.new_context(base_url=product.url)
        who = {"email": email, "password": PASSWORD}
        assert context.request.post("/api/v1/auth/sign-in", data=who).ok
        own = {"language": language, "theme": "system", "density": "compact"}
        changed = context.request.patch("/api/v1/auth/me", data=own, headers=proof(context))
        assert changed.ok, changed.text()
        states[language] = context.storage_state()
        context.close()
    administrator.close()
    return states


def proof(context: BrowserContext) -> dict[str, str]:
    """The header that shows a write comes from a page of ours."""
    token = next(
        one.get("value", "") for one in context.cookies() if one.get("name") == "zhike_csrf"
    )
    return {"X-CSRFToken": token}


@pytest.fixture(scope="package")
def api(
    product: Product, browser: Browser, signed_in: dict[Language, StorageState]
) -> Iterator[Api]:
    """The API as Grace, for what a test needs to find."""
    context = browser.new_context(base_url=product.url, storage_state=signed_in["en"])
    made = context.request.post(
        "/api/v1/auth/tokens",
        data={"name": "browser tests"},
        headers=proof(context),
    )
    assert made.ok, made.text()
    ready = Api(product.url, made.json()["token"])
    context.close()
    yield ready
    if product.process is None:
        ready.tidy()


class Opener(Protocol):
    """Opens another watched page in a browser context of its own."""

    def __call__(
        self,
        language: Language = "en",
        *,
        phone: bool = False,
        dark: bool = False,
        stranger: bool = False,
    ) -> Page: ...


@dataclass
class Pages:
    """The pages of one test and their watches."""

    watches: dict[Page, Watch] = field(default_factory=dict)


@pytest.fixture
def pages() -> Pages:
    """The pages this test has open."""
    return Pages()


@pytest.fixture
def open_page(
    product: Product,
    browser: Browser,
    signed_in: dict[Language, StorageState],
    pages: Pages,
) -> Iterator[Opener]:
    """Makes pages; afterwards none of them may have complained."""
    contexts = []

    def opened(
        language: Language = "en",
        *,
        phone: bool = False,
        dark: bool = False,
        stranger: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=product.url,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            locale="en-GB" if language == "en" else "zh-CN",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            storage_state=None if stranger else signed_in[language],
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        pages.watches[page] = Watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    left = [one for watch in pages.watches.values() for one in watch.left()]
    assert not left, "\n".join(left)


@pytest.fixture
def page(open_page: Opener) -> Page:
    """A desk's page of the English reader."""
    return open_page()


@pytest.fixture
def allow(pages: Pages) -> Callable[..., None]:
    """Say what complaints this test provokes."""

    def allowed(*patterns: str) -> None:
        for watch in pages.watches.values():
            watch.allow(*patterns)

    return allowed


@pytest.fixture
def as_role(api: Api, open_page: Opener) -> Iterator[Callable[..., Page]]:
    """Opens a page of somebody new who has one role; they are shut out afterwards."""
    made: list[tuple[str, Page]] = []

    def opened(role: str, **how: Any) -> Page:
        email = f"{role}{time.time_ns()}@browser.example"
        body = {"email": email, "name": NAMES[role], "password": PASSWORD, "roles": [role]}
        person = api.post("admin/users", {**body, "language": "en"})["id"]
        page = open_page(stranger=True, **how)
        made.append((person, page))
        who = {"email": email, "password": PASSWORD}
        assert page.request.post("/api/v1/auth/sign-in", data=who).ok
        return page

    yield opened
    for person, page in made:
        # What the page still asks for would be refused, and told as an error.
        page.close()
        api.call("PATCH", f"admin/users/{person}", {"active": False})
