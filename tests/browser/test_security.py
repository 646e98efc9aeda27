"""Signing in safely, in a real browser: passkeys of a virtual device, an authenticator app, letters, and demanded factors."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.product import Api

PASSWORD = "harbour-cloud-nine"


@pytest.fixture
def person(api: Api) -> Iterator[dict[str, Any]]:
    """Somebody new, who may read; shut out afterwards."""
    number = time.time_ns()
    body = {"email": f"nina{number}@browser.example", "name": "Nina", "language": "en"}
    made = api.post("admin/users", {**body, "password": PASSWORD, "roles": ["read_only"]})
    yield made
    api.call("PATCH", f"admin/users/{made['id']}", {"active": False})


def plug_in_device(page: Page) -> None:
    """A device inside the browser that keeps passkeys and always finds its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="My account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()


def home(page: Page) -> None:
    expect(page.get_by_role("button", name="My account")).to_be_visible()


def link_from_mailbox(api: Api, address: str, page: str) -> str:
    """The newest link to `page` in a letter to this address; letters take a moment."""
    for _ in range(60):
        for row in api.get(f"demo/mailbox?q={address}")["rows"]:
            text = api.get(f"demo/mailbox/{row['id']}")["text"]
            if found := re.search(rf"http\S+/{page}#\S+", text):
                return str(found[0])
        time.sleep(0.5)
    raise AssertionError(f"no letter to {address}")


def test_a_passkey_signs_in_alone_and_as_the_second_step(
    open_page: Opener, person: dict[str, Any], allow: Callable[..., None]
) -> None:
    page = open_page(stranger=True)
    # What a page still asks for while its reader signs out is refused.
    allow("401")
    plug_in_device(page)
    sign_in(page, person["email"])
    home(page)
    page.goto("/settings/security")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Test device")
    page.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    assert violations(page) == []
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("region", name="Passkeys")).to_contain_text("Test device")

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    home(page)
    sign_out(page)
    sign_in(page, person["email"])
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.goto("/o/contact")
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    sign_in(page, person["email"])
    page.get_by_role("button", name="Use a passkey").click()
    home(page)


def test_codes_of_an_app_and_on_paper_are_the_second_step(
    open_page: Opener, person: dict[str, Any], allow: Callable[..., None]
) -> None:
    page = open_page(stranger=True)
    allow("401")
    sign_in(page, person["email"])
    home(page)
    page.goto("/settings/security")
    page.get_by_role("button", name="Set up: Authenticator app").click()
    window = page.get_by_role("dialog")
    expect(window.get_by_role("img", name="QR code for the app")).to_be_visible()
    totp = pyotp.TOTP(window.locator("code").inner_text().replace(" ", ""))
    window.get_by_label("Six-digit code").fill("000000")
    window.get_by_role("button", name="Confirm").click()
    expect(window).to_contain_text("This code is wrong")
    window.get_by_label("Six-digit code").fill(totp.at(datetime.now(UTC), counter_offset=-1))
    window.get_by_role("button", name="Confirm").click()
    paper = (
        page.get_by_role("list", name="Recovery codes").get_by_role("listitem").first.inner_text()
    )
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("region", name="Recovery codes")).to_contain_text("10 codes left")

    sign_out(page)
    sign_in(page, person["email"])
    page.get_by_label("Six-digit code").fill(totp.now())
    page.get_by_role("button", name="Continue").click()
    home(page)
    sign_out(page)
    sign_in(page, person["email"])
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(paper)
    page.keyboard.press("Enter")
    home(page)


def test_an_invited_person_joins_by_the_link_of_the_letter(
    page: Page, open_page: Opener, api: Api
) -> None:
    address = f"guest{time.time_ns()}@browser.example"
    page.goto("/settings/people")
    page.get_by_role("button", name="Invite", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Hanna")
    form.get_by_label("E-mail").fill(address)
    form.get_by_label("Member").uncheck()
    form.get_by_label("Read only").check()
    assert violations(page) == []
    form.get_by_role("button", name="Send the invitation").click()
    row = page.get_by_role("region", name="Invitations").get_by_role("row", name=address)
    expect(row).to_be_visible()

    guest = open_page(stranger=True, phone=True)
    guest.goto(link_from_mailbox(api, address, "accept"))
    expect(guest.get_by_text(f"Your account is {address}")).to_be_visible()
    expect(guest.get_by_label("Your name")).to_have_value("Hanna")
    assert violations(guest) == []
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.get_by_role("button", name="Join with a password").click()
    home(guest)
    page.reload()
    expect(page.get_by_role("region", name="People").get_by_text(address)).to_be_visible()
    expect(page.get_by_role("region", name="Invitations")).to_have_count(0)


def test_a_forgotten_password_is_replaced_by_the_link_of_a_letter(
    open_page: Opener, api: Api, person: dict[str, Any], allow: Callable[..., None]
) -> None:
    page = open_page(stranger=True)
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("E-mail").fill(person["email"])
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    link = link_from_mailbox(api, person["email"], "reset")
    page.goto(link)
    page.get_by_label("New password").fill("a quite different harbour")
    assert violations(page) == []
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    page.goto("about:blank")
    allow("410")
    page.goto(link)
    page.get_by_label("New password").fill("one more harbour")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("heading", name="This link is no longer valid")).to_be_visible()


def test_a_role_that_needs_two_steps_sets_them_up_before_anything_else(
    page: Page, open_page: Opener, person: dict[str, Any]
) -> None:
    page.goto("/settings/workspace")
    page.get_by_label("Read only").check()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Saved")).to_be_visible()
    try:
        reader = open_page(stranger=True)
        plug_in_device(reader)
        sign_in(reader, person["email"])
        expect(reader.get_by_role("heading", name="Set up two-step sign-in")).to_be_visible()
        assert violations(reader) == []
        reader.goto("/o/contact")
        expect(reader.get_by_role("heading", name="Set up two-step sign-in")).to_be_visible()
        reader.get_by_role("button", name="Add a passkey").click()
        reader.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
        reader.get_by_role("button", name="I have kept them").click()
        home(reader)
    finally:
        page.get_by_label("Read only").uncheck()
        page.get_by_role("button", name="Save").last.click()
        expect(page.get_by_label("Read only")).not_to_be_checked()
        page.wait_for_load_state("networkidle")


def test_changing_how_one_signs_in_asks_for_a_proof_first(
    open_page: Opener, person: dict[str, Any], allow: Callable[..., None]
) -> None:
    page = open_page(stranger=True)
    allow("403")
    sign_in(page, person["email"])
    home(page)
    old = {"status": 403, "code": "proof-needed", "detail": "Confirm that it is you."}
    page.goto("/settings/tokens")
    page.get_by_role("button", name="New token").first.click()
    page.get_by_label("Name").fill("shop")
    page.get_by_role("radio", name="Read everything I may see").check()
    page.route("**/api/v1/auth/tokens", lambda route: route.fulfill(status=403, json=old), times=1)
    page.get_by_role("button", name="Create", exact=True).click()
    window = page.get_by_role("dialog", name="Confirm that it is you")
    window.get_by_label("Password").fill(PASSWORD)
    window.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("This is the only time it is shown")).to_be_visible()


def test_departments_are_tended_and_sessions_ended(
    page: Page, open_page: Opener, person: dict[str, Any], api: Api, allow: Callable[..., None]
) -> None:
    number = str(time.time_ns())
    page.goto("/settings/people")
    for name, above in ((f"Sales {number}", ""), (f"East {number}", f"Sales {number}")):
        page.get_by_role("button", name="New department").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Name").fill(name)
        if above:
            form.get_by_label("Belongs to").select_option(label=above)
        form.get_by_role("button", name="Create", exact=True).click()
        expect(form).to_have_count(0)
    tree = page.get_by_role("list", name="Departments")
    expect(tree).to_contain_text(f"East {number}")
    rows = {row["name"]: row for row in api.get("departments")["rows"]}
    assert rows[f"East {number}"]["parent"] == rows[f"Sales {number}"]["id"]

    one, other = open_page(stranger=True), open_page(stranger=True)
    allow("401")
    for each in (one, other):
        sign_in(each, person["email"])
        home(each)
    one.goto("/settings/security")
    expect(one.get_by_text("This one")).to_be_visible()
    one.get_by_role("button", name="Sign out all others").click()
    expect(one.get_by_role("button", name=re.compile("^Sign out: "))).to_have_count(0)
    other.goto("/settings")
    expect(other.get_by_role("heading", name="Welcome back")).to_be_visible()
    for name in (f"East {number}", f"Sales {number}"):
        api.call("DELETE", f"departments/{rows[name]['id']}")
