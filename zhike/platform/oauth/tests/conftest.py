"""An app of somebody else, and the way from its question to its tokens."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.http import HttpResponse

from tests.cast import Answer, ApiClient

FORM = "application/x-www-form-urlencoded"
CALLBACK = "https://app.example/done?from=zhike"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
CHALLENGE = "IdFsue1MJJJtybEPX0invmHHuW1I7Ai5LXVlXpENjsk"


@dataclass
class App:
    """A registered app as its developer has it."""

    id: str
    secret: str
    browser: ApiClient
    """Nobody: the app's own requests carry no cookie."""

    def query(self, **changes: str | None) -> str:
        """What it sends people to the authorization endpoint with; None leaves a parameter out."""
        sent: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": CALLBACK,
            "scope": "contact:view",
            "state": "s&t=1e5",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        return urlencode({key: value for key, value in sent.items() if value is not None})

    def post(self, path: str, **given: str) -> Answer:
        """A form to one of the endpoints for apps; with the secret in a header, unless the body names the app."""
        headers: dict[str, Any] = {}
        if self.secret and "client_id" not in given:
            pair = b64encode(f"{self.id}:{self.secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        given = {"client_id": self.id, **given}
        sent = self.browser.http.post(
            f"/oauth/{path}", data=urlencode(given), content_type=FORM, headers=headers
        )
        return Answer(cast("HttpResponse", sent))

    def redeem(self, code: str, **changes: str) -> Answer:
        """Ask for tokens with a code."""
        given = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **changes}
        return self.post("token", grant_type="authorization_code", **given)

    def renew(self, token: str, **changes: str) -> Answer:
        """Ask for tokens with a refresh token."""
        return self.post("token", grant_type="refresh_token", refresh_token=token, **changes)


def register(admin: ApiClient, **changes: Any) -> App:
    """An app registered by an administrator."""
    body = {
        "name": "Shop sync",
        "confidential": True,
        "redirect_uris": [CALLBACK],
        "scopes": ["contact:view", "contact:edit"],
        **changes,
    }
    answer = admin.post("admin/apps", body)
    assert answer.status == 201, answer
    return App(answer.json["id"], answer.json["secret"], ApiClient())


def allowed(person: ApiClient, app: App, **changes: str | None) -> dict[str, str]:
    """What the app is answered once the person let it in."""
    answer = person.post("oauth/answer", {"query": app.query(**changes), "allow": True})
    assert answer.status == 200, answer
    return told(answer.json["redirect"])


def told(address: str) -> dict[str, str]:
    """The query the app is answered with; the rest of the address is its own."""
    assert address.startswith(CALLBACK + "&"), address
    return dict(parse_qsl(urlsplit(address).query))


@pytest.fixture
def app(admin: ApiClient) -> App:
    """A confidential app."""
    return register(admin)


@pytest.fixture
def public_app(admin: ApiClient) -> App:
    """An app without a secret."""
    return register(admin, name="Phone", confidential=False)
