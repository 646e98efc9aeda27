"""Accessibility checks by axe-core, injected into the page under test."""

import json
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.browser.product import PROJECT

_SCRIPT = PROJECT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async (rules) => {
  // A colour half way between two themes is nobody's mistake.
  const moving = () =>
    document.getAnimations().some((one) => one.effect?.getTiming().iterations !== Infinity);
  for (let still = 0; still < 3; still = moving() ? 0 : still + 1)
    await new Promise(requestAnimationFrame);
  const found = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: rules,
    // Still an experiment of axe's: it takes initials on a portrait for a label.
    rules: { "label-content-name-mismatch": { enabled: false } },
    // Mails are the marketer's own pages, shown in a frame.
    iframes: false,
  });
  return JSON.stringify(found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => ({
      id, help, nodes: nodes.slice(0, 4).map(({ html, any }) => [html.slice(0, 160), any[0]?.message ?? ""]) })));
}"""


@cache
def _source() -> str:
    assert _SCRIPT.exists(), "axe-core is not installed: make web"
    return _SCRIPT.read_text()


ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CONTRAST = ["color-contrast"]
"""All that another theme can change."""


def violations(page: Page, rules: list[str] = ALL) -> list[str]:
    """What is seriously wrong with the page as it is now, a line for each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_source())
    found: list[dict[str, Any]] = json.loads(page.evaluate(_RUN, rules))
    return [
        f"{one['id']}: {one['help']} {node[0]} {node[1]}" for one in found for node in one["nodes"]
    ]
