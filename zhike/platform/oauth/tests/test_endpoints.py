"""The endpoints apps speak to: who they are, revoking, looking into tokens, acting as a person of their own, metadata."""

from base64 import b64encode
from datetime import timedelta
from typing import Any, cast

import pytest
from django.conf import settings
from django.http import HttpResponse

from tests.cast import Answer, ApiClient
from zhike.kit.clock import now
from zhike.platform.identity.models import ApiToken, ResetLink, User
from zhike.platform.identity.tests.conftest import Mailbag, mailbag
from zhike.platform.oauth.models import AppGrant
from zhike.platform.oauth.tests.conftest import CALLBACK, FORM, App, allowed, register
from zhike.platform.oauth.tests.test_flow import program

__all__ = ["mailbag"]


def form(path: str, data: str, **headers: Any) -> Answer:
    kind = headers.pop("content_type", FORM)
    sent = ApiClient().http.post(f"/oauth/{path}", data=data, content_type=kind, headers=headers)
    return Answer(cast("HttpResponse", sent))


def basic(name: str, secret: str) -> str:
    return "Basic " + b64encode(f"{name}:{secret}".encode()).decode()


@pytest.fixture
def service(admin: ApiClient) -> ApiClient:
    """A person without a password, for a program."""
    body = {"email": "shop@example.com", "name": "Shop", "roles": ["member"]}
    return ApiClient(admin.post("admin/users", body).json["id"], token="none")


def test_an_app_that_does_not_prove_itself_gets_nothing(
    alice: ApiClient, app: App, public_app: App
) -> None:
    code = allowed(alice, app)["code"]
    for authorization in (
        basic(app.id, "zks_wrong"),
        basic(app.id, ""),
        basic("x", app.secret),
        basic(public_app.id, app.secret),
        "Basic !!",
        f"Bearer {app.secret}",
    ):
        answer = form(
            "token", f"grant_type=authorization_code&code={code}", Authorization=authorization
        )
        assert (answer.status, answer.json["error"]) == (401, "invalid_client"), authorization
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
    without = app.post("token", client_id=app.id, grant_type="authorization_code", code=code)
    assert (without.status, without.json["error"]) == (401, "invalid_client")
    assert not ApiToken.objects.exists()
    assert app.redeem(code).status == 200


def test_the_secret_may_come_in_the_body_and_not_twice(alice: ApiClient, app: App) -> None:
    code = allowed(alice, app)["code"]
    twice = app.redeem(code, client_secret=app.secret)
    assert twice.json["error"] == "invalid_request"
    once = app.post(
        "token",
        grant_type="refresh_token",
        refresh_token="x",
        client_id=app.id,
        client_secret=app.secret,
    )
    assert once.json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("", "invalid_request"),
        ("grant_type=password&username=a&password=b", "unsupported_grant_type"),
        ("grant_type=authorization_code", "invalid_request"),
        ("grant_type=refresh_token", "invalid_request"),
        ("grant_type=refresh_token&grant_type=refresh_token", "invalid_request"),
        ("grant_type=client_credentials", "unauthorized_client"),
    ],
)
def test_errors_are_in_the_words_of_the_standard(app: App, data: str, error: str) -> None:
    answer = form("token", data, Authorization=basic(app.id, app.secret))
    assert (answer.status, answer.json["error"]) == (400, error)
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_forms_that_are_posted_are_read(app: App) -> None:
    json = form(
        "token", "{}", content_type="application/json", Authorization=basic(app.id, app.secret)
    )
    assert json.json["error"] == "invalid_request"
    for path in ("token", "revoke", "introspect"):
        assert ApiClient().get(f"/oauth/{path}").status == 405


def test_revoking_a_refresh_token_ends_the_family_and_an_access_token_itself(
    alice: ApiClient, app: App, public_app: App
) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    client = program(alice, tokens["access_token"])
    assert public_app.post("revoke", token=tokens["access_token"]).status == 200
    assert client.get("auth/me").status == 200
    assert app.post("revoke", token=tokens["access_token"]).status == 200
    assert client.get("auth/me").status == 401
    renewed = app.renew(tokens["refresh_token"]).json
    assert (
        app.post("revoke", token=renewed["refresh_token"], token_type_hint="refresh_token").status
        == 200
    )
    assert program(alice, renewed["access_token"]).get("auth/me").status == 401
    assert app.renew(renewed["refresh_token"]).json["error"] == "invalid_grant"
    assert app.post("revoke", token="zka_never").status == 200


def test_an_app_looks_into_its_own_tokens_only(
    alice: ApiClient, admin: ApiClient, app: App, public_app: App
) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    found = app.post("introspect", token=tokens["access_token"]).json
    assert found.pop("exp") - found.pop("iat") in {3599, 3600}
    assert found == {
        "active": True,
        "scope": "contact:view",
        "client_id": app.id,
        "username": alice.email,
        "token_type": "Bearer",
        "sub": str(alice.id),
        "iss": settings.ZHIKE_BASE_URL,
    }
    other = register(admin, name="Other")
    assert other.post("introspect", token=tokens["access_token"]).json == {"active": False}
    mine = alice.post("auth/tokens", {"name": "x"}).json["token"]
    assert app.post("introspect", token=mine).json == {"active": False}
    assert public_app.post("introspect", token=tokens["access_token"]).status == 401
    app.renew(tokens["refresh_token"])
    assert app.post("introspect", token=tokens["refresh_token"]).json == {"active": False}


def test_an_app_acts_as_its_own_person_and_not_as_one_who_signs_in(
    alice: ApiClient, admin: ApiClient, service: ApiClient
) -> None:
    refused = admin.post(
        "admin/apps",
        {
            "name": "Bot",
            "confidential": True,
            "scopes": ["contact:view"],
            "service_user": str(alice.id),
        },
    )
    assert refused.problem["code"] == "service-person-signs-in"
    app = register(admin, name="Bot", redirect_uris=[], service_user=str(service.id))
    tokens = app.post("token", grant_type="client_credentials", scope="contact:view").json
    assert "refresh_token" not in tokens
    assert program(service, tokens["access_token"]).get("auth/me").json["name"] == "Shop"
    assert program(service, tokens["access_token"]).get("records/contact").status == 200
    assert (
        app.post("token", grant_type="client_credentials", scope="company:view").json["error"]
        == "invalid_scope"
    )
    assert admin.patch(f"admin/users/{service.id}", {"active": False}).status == 200
    assert program(service, tokens["access_token"]).get("auth/me").status == 401
    assert app.post("token", grant_type="client_credentials").json["error"] == "unauthorized_client"
    assert User.objects.get(id=service.id).is_active is False


def test_what_an_apps_person_allowed_it_themselves_is_not_in_its_way(
    admin: ApiClient, service: ApiClient
) -> None:
    app = register(admin, name="Bot", service_user=str(service.id))
    mine = ApiClient(service.id, email="shop@example.com")
    for _ in range(2):
        assert app.redeem(allowed(mine, app)["code"]).status == 200
    for _ in range(2):
        answer = app.post("token", grant_type="client_credentials")
        assert answer.status == 200, answer
    assert AppGrant.objects.filter(is_service=True).count() == 1
    assert AppGrant.objects.filter(is_service=False).count() == 2
    other = admin.post("admin/users", {"email": "b@example.com", "name": "B", "roles": ["member"]})
    change = {"service_user": other.json["id"]}
    assert admin.patch(f"admin/apps/{app.id}", change).status == 200
    assert not AppGrant.objects.filter(is_service=True).exists()
    assert program(service, answer.json["access_token"]).get("auth/me").status == 401


def test_the_person_an_app_acts_as_gets_no_password_by_letter(
    admin: ApiClient, service: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    email = User.objects.get(id=service.id).email

    def letters() -> list[str]:
        assert guest.post("auth/forgot", {"email": email}).status == 204
        return [letter.link.partition("#")[2] for letter in mailbag.collect()]

    (early,) = letters()
    register(admin, name="Bot", redirect_uris=[], service_user=str(service.id))
    ResetLink.objects.update(created_at=now() - timedelta(minutes=3))
    assert letters() == []
    late = guest.post("auth/reset", {"key": early, "password": "harbour cloud nine"})
    assert (late.status, late.problem["code"]) == (410, "link-dead")
    assert not User.objects.get(id=service.id).has_usable_password()


def test_metadata_says_where_everything_is(guest: ApiClient) -> None:
    found = guest.get("/.well-known/oauth-authorization-server").json
    here = settings.ZHIKE_BASE_URL
    assert found["issuer"] == here
    assert found["token_endpoint"] == f"{here}/oauth/token"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["authorization_response_iss_parameter_supported"] is True
    assert "contact:view" in found["scopes_supported"]
    assert "scim" not in found["scopes_supported"]


@pytest.mark.parametrize(
    "address",
    [
        "http://app.example/done",
        "https://",
        "https://app.example/#x",
        "https://name:word@app.example/",
        "https://app.example/*",
        "https://app.example\\@evil.example/",
        "https://app.example/\n",
        "https://例子.example/",
        "https://app.example:99999/",
        "javascript:alert(1)",
        "data:text/html,x",
        "app:/done",
        "com.example.app://host/done",
        "//app.example/",
        "/done",
        "",
    ],
)
def test_an_address_that_could_lead_elsewhere_is_not_registered(
    admin: ApiClient, address: str
) -> None:
    body = {
        "name": "X",
        "confidential": True,
        "scopes": ["read"],
        "redirect_uris": [CALLBACK, address],
    }
    answer = admin.post("admin/apps", body)
    assert answer.status == 422
    assert answer.problem["errors"][0]["loc"] == ["redirect_uris", 1]
    assert admin.get("admin/apps").json["rows"] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://app.example:8443/a?b=c",
        "http://localhost:9000/",
        "http://127.0.0.1/x",
        "http://[::1]:1/",
        "com.example.app:/done",
    ],
)
def test_proper_addresses_are_registered(admin: ApiClient, address: str) -> None:
    app = register(admin, redirect_uris=[address], confidential=False)
    (row,) = admin.get("admin/apps").json["rows"]
    assert (row["id"], row["redirect_uris"], row["people"]) == (app.id, [address], 0)
