"""Rights in a browser: the grid and its keys, fields, masks and revealing, and who reaches these pages."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PASSWORD
from tests.browser.product import Api

PLAIN: dict[str, Any] = {"objects": {}, "fields": {}, "classes": {}, "follows": {}}


@pytest.fixture
def limit(api: Api) -> Iterator[Callable[..., None]]:
    """Sets parts of a role, and puts the role back as it comes."""
    changed = set()

    def limited(role: str, **parts: Any) -> None:
        changed.add(role)
        set_rights(api, role, {**PLAIN, **parts})

    yield limited
    for role in changed:
        set_rights(api, role, PLAIN)


def set_rights(api: Api, role: str, parts: dict[str, Any]) -> None:
    version = role_of(api, role)["version"]
    api.call("PATCH", f"rights/roles/{role}", parts, If_Match=f'"{version}"')


def role_of(api: Api, key: str) -> dict[str, Any]:
    roles: list[dict[str, Any]] = api.get("rights/matrix")["roles"]
    return next(one for one in roles if one["key"] == key)


def cell(page: Page, place: str) -> Locator:
    return page.locator(f'[data-place="{place}"]')


@pytest.fixture
def own_role(api: Api) -> Iterator[str]:
    """A role nobody has, like a member's."""
    key = f"tester{time.time_ns()}"
    label = {"en": f"Tester {key[-6:]}", "zh": f"测试员 {key[-6:]}"}
    api.post("rights/roles", {"key": key, "label": label, "base": "member"})
    yield key
    if any(one["key"] == key for one in api.get("rights/matrix")["roles"]):
        api.call("DELETE", f"rights/roles/{key}")


def test_the_grid_is_changed_by_keys_saved_at_once_and_undone(
    page: Page, api: Api, own_role: str
) -> None:
    page.goto(f"/settings/roles?role={own_role}")
    view = cell(page, "objects.contact.view")
    expect(view).to_have_text("Team")
    view.focus()
    page.keyboard.press("5")
    expect(view).to_have_text("All")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "objects.contact.create")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    below = page.locator(":focus")
    place = below.get_attribute("data-place") or ""
    assert place.endswith(".edit")
    page.keyboard.press("Enter")
    page.get_by_role("menuitemradio", name=re.compile("^Department")).click()
    expect(page.get_by_text("2 changes not saved")).to_be_visible()
    assert violations(page) == []
    assert role_of(api, own_role)["objects"] == {}
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("Rights of Tester .* saved"))).to_be_visible()
    _, below_object, action = place.split(".")
    assert role_of(api, own_role)["objects"] == {
        "contact": {"view": "all"},
        below_object: {action: "department"},
    }
    expect(view).to_have_attribute("title", re.compile("changed from Team"))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Rights are as they were")).to_be_visible()
    expect(view).to_have_text("Team")
    assert role_of(api, own_role)["objects"] == {}


def test_a_default_comes_back_and_the_administrator_is_fixed(
    page: Page, api: Api, own_role: str
) -> None:
    set_rights(api, own_role, {"objects": {"contact": {"view": "all"}}})
    page.goto(f"/settings/roles?role={own_role}")
    view = cell(page, "objects.contact.view")
    view.click()
    page.get_by_role("menuitem", name="Back to default: Team").click()
    expect(view).to_have_text("Team")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("Rights of Tester .* saved"))).to_be_visible()
    assert role_of(api, own_role)["objects"] == {}
    page.get_by_role("tab", name="Administrator").click()
    expect(page.get_by_text("Administrators may do everything")).to_be_visible()
    expect(cell(page, "objects.contact.view")).to_be_disabled()


def test_two_administrators_do_not_overwrite_each_other(
    page: Page, api: Api, own_role: str, allow: Callable[..., None]
) -> None:
    allow("412")
    page.goto(f"/settings/roles?role={own_role}")
    cell(page, "objects.contact.view").focus()
    page.keyboard.press("5")
    set_rights(api, own_role, {"objects": {"company": {"view": "own"}}})
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Somebody else changed this role meanwhile")).to_be_visible()
    expect(cell(page, "objects.company.view")).to_have_text("Own")
    expect(page.get_by_text("1 change not saved")).to_be_visible()
    assert role_of(api, own_role)["objects"] == {"company": {"view": "own"}}
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("Rights of Tester .* saved"))).to_be_visible()
    both = {"company": {"view": "own"}, "contact": {"view": "all"}}
    assert role_of(api, own_role)["objects"] == both


def test_what_cannot_be_saved_is_told_where_it_is(
    page: Page, api: Api, own_role: str, allow: Callable[..., None]
) -> None:
    allow("422")
    page.goto(f"/settings/roles?role={own_role}&part=fields")
    cell(page, "fields.contact.name").click()
    page.get_by_role("menuitemradio", name=re.compile("^Hidden")).click()
    page.get_by_role("radio", name="Records and actions").click()
    page.get_by_role("button", name="Save", exact=True).click()
    name = cell(page, "fields.contact.name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("must be able to enter")
    assert role_of(api, own_role)["fields"] == {}


def test_roles_are_made_named_and_deleted(page: Page, api: Api, allow: Callable[..., None]) -> None:
    allow("409")
    number = str(time.time_ns())[-8:]
    page.goto("/settings/roles")
    page.get_by_role("button", name="New role").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name in Chinese").fill(f"大客户 {number}")
    form.get_by_label("Name in English").fill(f"Key accounts {number}")
    expect(form.get_by_label("Key", exact=True)).to_have_value(f"key_accounts_{number}")
    form.get_by_label("Based on").select_option(label="Manager")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_role("tab", name=f"Key accounts {number}")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(cell(page, "objects.contact.view")).to_have_text("All")
    page.get_by_role("button", name="Rename").click()
    form.get_by_label("Name in English").fill(f"Big accounts {number}")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("tab", name=f"Big accounts {number}")).to_be_visible()
    body = {"email": f"k{number}@browser.example", "name": "Kim", "password": PASSWORD}
    kim = api.post("admin/users", {**body, "roles": [f"key_accounts_{number}"]})
    page.get_by_role("button", name="Delete", exact=True).click()
    form.get_by_role("button", name="Delete").click()
    expect(form.get_by_role("alert")).to_contain_text("1 people have this role")
    api.call("PATCH", f"admin/users/{kim['id']}", {"roles": [], "active": False})
    form.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Role deleted")).to_be_visible()
    expect(page.get_by_role("tab", name=f"Big accounts {number}")).to_have_count(0)


def test_masked_values_are_marked_entered_once_and_revealed_for_a_reason(
    api: Api, as_role: Callable[..., Page], limit: Callable[..., None]
) -> None:
    number = str(time.time_ns())[-8:]
    phone = f"138{number}"
    limit(
        "manager",
        fields={"contact": {"phone": "masked", "birth_date": "masked", "job_title": "view"}},
    )
    page = as_role("manager")
    page.goto("/o/contact")
    page.get_by_role("button", name="Contact", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill(f"公冶脱敏 {number}")
    form.get_by_label("Phone", exact=True).fill(phone)
    form.get_by_role("button", name="Create", exact=True).click()
    facts = page.get_by_role("region", name="Facts")
    expect(facts.get_by_text(f"138****{phone[-4:]}")).to_be_visible()
    expect(facts.get_by_role("img", name="You see only a part of this")).to_be_visible()
    expect(facts.get_by_role("img", name="Hidden part: your role may not see this")).to_be_visible()
    expect(facts.get_by_role("button", name="Edit Phone")).to_have_count(0)
    assert violations(page) == []

    facts.get_by_role("button", name="Show Phone in full").click()
    ask = page.get_by_role("dialog", name="Show Phone in full")
    ask.get_by_role("button", name="Show", exact=True).click()
    expect(ask.get_by_text("Your reason is written")).to_be_visible()
    assert violations(page) == []
    ask.get_by_label("Why do you need it?").fill("calling back")
    page.keyboard.press("Enter")
    whole = f"138 {phone[3:7]} {phone[7:]}"
    expect(facts.get_by_text(whole)).to_be_visible()
    expect(page.get_by_text("Max Manager looked at Phone in full: calling back")).to_be_visible()
    path = page.url
    page.get_by_role("link", name="Contacts").first.click()
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.get_by_text(whole)).to_have_count(0)
    page.goto(path)
    expect(facts.get_by_text(f"138****{phone[-4:]}")).to_be_visible()
    expect(page.get_by_text(whole)).to_have_count(0)


def test_a_masked_column_offers_neither_sorting_nor_filtering(
    as_role: Callable[..., Page], limit: Callable[..., None]
) -> None:
    limit("manager", fields={"contact": {"email": "masked"}})
    page = as_role("manager")
    page.goto("/o/contact?columns=name,email")
    header = page.get_by_role("columnheader", name="E-mail")
    header.get_by_role("button").click()
    expect(page.get_by_role("menuitem", name="Hide column")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Sort ascending")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator("[data-add-filter]").click()
    page.get_by_role("combobox", name="Field").fill("e-mail")
    expect(page.get_by_role("option", name="E-mail", exact=True)).to_have_count(0)


def test_an_empty_list_says_none_you_may_see(as_role: Callable[..., Page]) -> None:
    page = as_role("member")
    page.goto('/o/company?filter={"field":"name","op":"eq","value":"没有这家"}')
    expect(page.get_by_role("heading", name="Nothing you may see matches")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)


def test_only_administrators_reach_the_pages_of_rights(
    as_role: Callable[..., Page], allow: Callable[..., None]
) -> None:
    page = as_role("manager")
    allow("403")
    page.goto("/settings")
    expect(page.get_by_role("link", name="Roles and rights")).to_have_count(0)
    for path in ("/settings/roles", "/settings/sharing"):
        page.goto(path)
        expect(page.get_by_text("Only administrators see and change rights.")).to_be_visible()
