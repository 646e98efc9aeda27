"""What the tests of single sign-on share: providers on this machine, and the way there and back."""

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.cast import Answer, ApiClient
from zhike.platform.identity.providers.kinds.oidc import OpenIdConnect
from zhike.platform.identity.providers.kinds.registry import AWAY, RETURNING
from zhike.platform.identity.providers.tests.openid_provider import SECRET, OpenIdProvider
from zhike.platform.identity.providers.tests.saml_provider import SamlProvider


@pytest.fixture
def keycloak() -> Iterator[OpenIdProvider]:
    """An OpenID provider inside the network."""
    running = OpenIdProvider()
    yield running
    running.stop()


@pytest.fixture
def adfs() -> SamlProvider:
    """A SAML provider inside the network; nobody but browsers ever goes there."""
    return SamlProvider()


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a provider belongs to one test: ports are used again."""
    fresh = OpenIdConnect()
    for kinds in (AWAY, RETURNING):
        monkeypatch.setitem(kinds, "oidc", fresh)


def described(provider: OpenIdProvider, **values: Any) -> dict[str, Any]:
    """What an administrator sends to describe it, switched on."""
    return {
        "kind": "oidc",
        "name": "Keycloak",
        "settings": provider.settings(),
        "secret": SECRET,
        "private_hosts": ["127.0.0.1"],
        "is_enabled": True,
        **values,
    }


TRUSTED: dict[str, Any] = {"trusts_email": True, "domains": ["example.com"]}


def make(admin: ApiClient, provider: OpenIdProvider, **values: Any) -> str:
    """Describe it; its id."""
    answer = admin.post("admin/providers", described(provider, **values))
    assert answer.status == 201, answer
    return str(answer.json["id"])


def visit(address: str) -> dict[str, str]:
    """Be the browser at the provider: what it is sent back with."""
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.port
    connection = HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    assert answer.status == 302, answer.status
    back = answer.headers["Location"]
    connection.close()
    return dict(parse_qsl(urlsplit(back).query))


def leave(client: ApiClient, provider_id: str, part: str = "providers") -> dict[str, str]:
    """Go to the provider and come back; what was brought."""
    answer = client.post(f"auth/{part}/{provider_id}/leave")
    assert answer.status == 200, answer
    return visit(answer.json["address"])


def arrive(
    client: ApiClient, provider_id: str, brought: dict[str, str], part: str = "providers"
) -> Answer:
    return client.post(f"auth/{part}/{provider_id}/arrive", {"brought": brought})


def sign_in(client: ApiClient, provider_id: str) -> Answer:
    """There and back."""
    return arrive(client, provider_id, leave(client, provider_id))


def connect(client: ApiClient, provider_id: str) -> Answer:
    """The same to connect an account of one's own."""
    part = "identities"
    return arrive(client, provider_id, leave(client, provider_id, part), part)
