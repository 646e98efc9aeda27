"""SAML in a real browser: the form is filled from the provider's file, and what another site posts signs its person in."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from zhike.platform.identity.providers.tests.saml_provider import SamlServer, Telling

DOMAIN = "saml.example"


@pytest.fixture
def adfs() -> Iterator[SamlServer]:
    running = SamlServer()
    yield running
    running.stop()


def describe(page: Page, adfs: SamlServer, name: str) -> None:
    """Fill in the form from the provider's own description."""
    page.goto("/settings/sso")
    page.get_by_role("button", name="Add a provider").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Kind").select_option(label="SAML 2.0")
    window.get_by_label("Name on the button").fill(name)
    window.get_by_label("Choose a file").set_input_files(
        {
            "name": "metadata.xml",
            "mimeType": "application/xml",
            "buffer": adfs.provider.metadata().encode(),
        }
    )
    expect(window.get_by_label("Sign-in address")).to_have_value(f"{adfs.address}/sso")
    window.get_by_label("Internal hosts").fill("127.0.0.1")


def test_a_company_connects_its_saml_provider_and_its_people_come_in(
    open_page: Opener, adfs: SamlServer, allow: Callable[..., None]
) -> None:
    number = time.time_ns()
    name = f"AD FS {number}"
    page = open_page()
    describe(page, adfs, name)
    window = page.get_by_role("dialog")
    expect(window.get_by_label("Entity ID of the provider")).to_have_value(
        "https://idp.example/saml"
    )
    allow("422")
    window.get_by_label("Metadata of the provider").fill("<a/>")
    window.get_by_role("button", name="Fill in").click()
    expect(window).to_contain_text("describes no identity provider")
    window.get_by_label("Its e-mail addresses are ours").check()
    window.get_by_label("Our e-mail domains").fill(DOMAIN)
    window.get_by_label("Make people who are not here yet").check()
    window.get_by_label("Show its button on the sign-in page").check()
    assert violations(page) == []
    window.get_by_role("button", name="Save").click()
    expect(window.locator("code").first).to_contain_text("/acs")
    expect(window.locator("code").last).to_contain_text("/metadata")
    window.get_by_role("button", name="Test connection").click()
    expect(window).to_contain_text("Certificates: 1, the last good until")
    assert violations(page) == []

    adfs.provider.subject = str(number)
    adfs.provider.person = {"email": [f"mei{number}@{DOMAIN}"], "displayName": ["Mei Li"]}
    stranger = open_page(stranger=True)
    stranger.goto("/o/contact")
    stranger.get_by_role("button", name=f"Sign in with {name}").click()
    expect(stranger.get_by_role("button", name="My account")).to_be_visible()
    expect(stranger).to_have_url("/o/contact")

    # An answer that was not signed is told in words, and nobody is signed in.
    adfs.provider.how = Telling(signed=())
    other = open_page(stranger=True)
    allow("401")
    other.goto("/sign-in")
    other.get_by_role("button", name=f"Sign in with {name}").click()
    expect(other.get_by_role("alert")).to_contain_text("was not accepted: it is not signed")
    assert "refused=" not in other.url
    assert violations(other) == []

    window.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No provider yet")).to_be_visible()
