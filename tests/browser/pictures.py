"""The pictures of the README, taken from a demo: `.venv/bin/python -m tests.browser.pictures`.

They are written to `docs/pictures`, in English, and in Chinese with `.zh` before the ending.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.conftest import PHONE, proof
from tests.browser.product import PROJECT, Product
from tests.chromium import find

FOLDER = PROJECT / "docs" / "pictures"
LARGEST = 250_000
WINDOW = {"width": 1300, "height": 812}
"""Of the form of a desk's screen, a little smaller: pictures stay light."""
LANGUAGES = {"en": "", "zh-CN": ".zh"}


def main() -> int:
    """Take every picture; 1 when one is too large for a README."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    given = os.environ.get("ZHIKE_BROWSER_HOME")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        product = Product.running_in(Path(given)) if given else Product.start(Path(folder) / "home")
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        try:
            for language, ending in LANGUAGES.items():
                _take(product, browser, language, ending)
        finally:
            browser.close()
            product.stop()
    large = [one for one in FOLDER.glob("*.png") if one.stat().st_size > LARGEST]
    for one in sorted(FOLDER.glob("*.png")):
        print(f"{one.relative_to(PROJECT)}  {one.stat().st_size / 1000:.0f} kB")
    return 1 if large else 0


def _take(product: Product, browser: Browser, language: str, ending: str) -> None:
    context = _signed_in(product, browser, language, WINDOW)
    page = context.new_page()
    best = _first(context, "contact", "sort=-spent")
    sent = _first(context, "campaign", 'filter={"field":"status","op":"eq","value":"done"}')
    regular = _first(context, "segment", "sort=-member_count")
    places = {
        "home": "/home",
        "list": "/o/contact?sort=-spent",
        "record": f"/o/contact/{best}",
        "segment": f"/o/segment/{regular}",
        "campaign": f"/o/campaign/{sent}",
    }
    for name, path in places.items():
        _shoot(page, path, FOLDER / f"{name}{ending}.png")
    context.close()
    phone = _signed_in(product, browser, language, PHONE)
    _shoot(phone.new_page(), "/o/contact?sort=-spent", FOLDER / f"phone{ending}.png")
    phone.close()


def _signed_in(
    product: Product, browser: Browser, language: str, size: dict[str, int]
) -> BrowserContext:
    context = browser.new_context(
        base_url=product.url,
        viewport=size,  # type: ignore[arg-type]
        reduced_motion="reduce",
        has_touch=size is PHONE,
    )
    who = {"email": product.email, "password": product.password}
    assert context.request.post("/api/v1/auth/sign-in", data=who).ok
    own = {"language": language, "theme": "light", "density": "compact"}
    made = context.request.patch("/api/v1/auth/me", data=own, headers=proof(context))
    assert made.ok, made.text()
    return context


def _first(context: BrowserContext, object: str, query: str) -> str:
    answer = context.request.get(f"/api/v1/records/{object}?limit=1&{query}")
    rows: list[dict[str, Any]] = answer.json()["rows"]
    assert rows, f"the demo has no {object} for {query}"
    return str(rows[0]["id"])


def _shoot(page: Page, path: str, file: Path) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
