"""Single sign-on in a real browser: an administrator connects a provider, people sign in with it and connect their accounts."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from zhike.platform.identity.providers.tests.openid_provider import SECRET, OpenIdProvider

DOMAIN = "sso.example"


@pytest.fixture
def keycloak() -> Iterator[OpenIdProvider]:
    running = OpenIdProvider()
    yield running
    running.stop()


def describe(page: Page, keycloak: OpenIdProvider, name: str) -> None:
    """Fill in the form for the provider on this machine."""
    page.goto("/settings/sso")
    page.get_by_role("button", name="Add a provider").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Name on the button").fill(name)
    window.get_by_label("Address (issuer)").fill(keycloak.issuer)
    window.get_by_label("Client ID").fill("zhike")
    window.get_by_label("Client secret").fill(SECRET)
    window.get_by_label("Internal hosts").fill("127.0.0.1")


def test_a_company_connects_its_provider_and_its_people_come_in(
    open_page: Opener, keycloak: OpenIdProvider, allow: Callable[..., None]
) -> None:
    number = time.time_ns()
    name = f"Company {number}"
    page = open_page()
    describe(page, keycloak, name)
    window = page.get_by_role("dialog")
    window.get_by_label("Its e-mail addresses are ours").check()
    window.get_by_label("Make people who are not here yet").check()
    window.get_by_label("Show its button on the sign-in page").check()
    allow("422")
    window.get_by_role("button", name="Save").click()
    expect(window).to_contain_text("Name your own e-mail domains first")
    window.get_by_label("Our e-mail domains").fill(DOMAIN)
    assert violations(page) == []
    window.get_by_role("button", name="Save").click()
    expect(window.locator("code")).to_contain_text("/sso/")
    window.get_by_role("button", name="Test connection").click()
    expect(window).to_contain_text("has 1 keys")
    window.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("region", name="Providers")).to_contain_text(name)
    assert violations(page) == []

    keycloak.person |= {"sub": str(number), "email": f"mei{number}@{DOMAIN}", "name": "Mei Li"}
    stranger = open_page(stranger=True)
    stranger.goto("/o/contact")
    button = stranger.get_by_role("button", name=f"Sign in with {name}")
    expect(button).to_be_visible()
    assert violations(stranger) == []
    button.click()
    expect(stranger.get_by_role("button", name="My account")).to_be_visible()
    expect(stranger).to_have_url("/o/contact")
    stranger.goto("/settings/security")
    accounts = stranger.get_by_role("region", name=name)
    expect(accounts).to_contain_text(f"mei{number}@{DOMAIN}")
    assert violations(stranger) == []

    # Mei has no password here; once her sign-in is some time ago, the page says how to prove herself.
    stale = {"status": 403, "code": "proof-needed", "title": "Not allowed"}
    stranger.route(
        "**/api/v1/auth/identities/*", lambda route: route.fulfill(status=403, json=stale)
    )
    allow("403")
    stranger.get_by_role("button", name=f"Disconnect: {name}").click()
    stranger.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(stranger.get_by_role("dialog").last).to_contain_text("Sign out and sign in again")
    assert violations(stranger) == []

    # Without a provider's word for the address nobody comes in, and the page says what to do.
    keycloak.person |= {"sub": "another", "email_verified": False}
    other = open_page(stranger=True)
    allow("403")
    other.goto("/sign-in")
    other.get_by_role("button", name=f"Sign in with {name}").click()
    expect(other.get_by_role("alert")).to_contain_text("is not connected to anybody here")
    assert "code=" not in other.url
    assert violations(other) == []
    other.get_by_role("link", name="Back to sign-in").click()
    expect(other.get_by_role("heading", name="Welcome back")).to_be_visible()

    page.get_by_role("button", name=f"Change {name}").click()
    window = page.get_by_role("dialog")
    window.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No provider yet")).to_be_visible()


def test_an_account_is_connected_and_passwords_are_left_to_administrators(
    open_page: Opener, keycloak: OpenIdProvider
) -> None:
    number = time.time_ns()
    name = f"Login {number}"
    keycloak.person |= {"sub": str(number), "email": "elsewhere@private.example"}
    page = open_page()
    describe(page, keycloak, name)
    window = page.get_by_role("dialog")
    window.get_by_label("Show its button on the sign-in page").check()
    window.get_by_role("button", name="Save").click()
    expect(window.locator("code")).to_contain_text("/sso/")
    window.get_by_role("button", name="Cancel").click()
    page.get_by_label("Passwords and passkeys only for administrators").check()
    expect(page.get_by_text("Saved").first).to_be_visible()

    page.goto("/settings/security")
    page.get_by_role("button", name=f"Connect: {name}").click()
    expect(page.get_by_role("button", name=f"Disconnect: {name}")).to_be_visible()
    expect(page.get_by_role("region", name=name)).to_contain_text("elsewhere@private.example")

    stranger = open_page(stranger=True)
    stranger.goto("/sign-in")
    expect(stranger.get_by_role("button", name=f"Sign in with {name}")).to_be_visible()
    expect(stranger.get_by_label("E-mail")).to_have_count(0)
    assert violations(stranger) == []
    stranger.get_by_role("button", name="Administrators: use a password").click()
    expect(stranger.get_by_label("E-mail")).to_be_visible()
    stranger.get_by_role("button", name=f"Sign in with {name}").click()
    expect(stranger.get_by_role("button", name="My account")).to_be_visible()

    page.goto("/settings/sso")
    page.get_by_label("Passwords and passkeys only for administrators").uncheck()
    expect(page.get_by_text("Saved").first).to_be_visible()
    page.get_by_role("button", name=f"Change {name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No provider yet")).to_be_visible()
