"""From an app's question to what it does in a person's name, and every way that ends."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import ApiToken
from zhike.platform.oauth.models import AppCode, AppGrant
from zhike.platform.oauth.tests.conftest import App, allowed, told

ANOTHER_VERIFIER = "another-verifier-that-is-long-enough-to-be-one-0123"


def program(person: ApiClient, token: str) -> ApiClient:
    return ApiClient(person.id, token=token)


def test_an_app_is_let_in_and_acts_as_the_person_within_its_scope(
    alice: ApiClient, app: App
) -> None:
    contact = alice.post("records/contact", {"name": "Wei"}).json["id"]
    asked = alice.post("oauth/question", {"query": app.query()}).json
    assert asked == {
        "app": "Shop sync",
        "host": "app.example",
        "scopes": ["contact:view"],
        "connected": False,
        "redirect": None,
    }
    answer = allowed(alice, app)
    assert answer["state"] == "s&t=1e5"
    assert answer["iss"] == settings.ZHIKE_BASE_URL
    assert answer["from"] == "zhike"
    tokens = app.redeem(answer["code"])
    assert tokens.status == 200, tokens
    assert (tokens.json["token_type"], tokens.json["expires_in"]) == ("Bearer", 3600)
    assert tokens.json["scope"] == "contact:view"
    assert tokens.headers["Cache-Control"] == "no-store"
    client = program(alice, tokens.json["access_token"])
    found = client.get(f"records/contact/{contact}")
    assert found.json["name"] == "Wei"
    assert (
        client.patch(f"records/contact/{contact}", {"name": "X"}, version=found.version).status
        == 403
    )
    assert client.get("records/company").status == 403
    assert client.get("jobs").problem["code"] == "scope-too-narrow"
    assert program(alice, tokens.json["refresh_token"]).get("auth/me").status == 401
    assert Change.objects.filter(verb="connect-app", record=alice.id).count() == 1


def test_secrets_are_stored_as_hashes_only(alice: ApiClient, app: App) -> None:
    code = allowed(alice, app)["code"]
    tokens = app.redeem(code).json
    stored = repr(list(AppCode.objects.values())) + repr(list(ApiToken.objects.values()))
    told_of = repr(list(Change.objects.values("before", "after")))
    for secret in (code, tokens["access_token"], tokens["refresh_token"], app.secret):
        assert secret not in stored + told_of


def test_the_address_of_the_question_leads_to_our_page_letter_by_letter(
    guest: ApiClient, app: App
) -> None:
    answer = guest.get(f"/oauth/authorize?{app.query()}")
    assert answer.status == 302
    assert answer.headers["Location"] == f"/connect#{app.query()}"


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "00000000-0000-7000-8000-000000000000"},
        {"client_id": "x"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": "https://app.example/done"},
        {"redirect_uri": "https://app.example/done?from=zhike&more=1"},
        {"redirect_uri": "https://app.example/done?from=zhike/../evil"},
        {"redirect_uri": "https://app.example.evil.example/done?from=zhike"},
        {"redirect_uri": "https://app.example@evil.example/done?from=zhike"},
        {"redirect_uri": "HTTPS://app.example/done?from=zhike"},
        {"redirect_uri": "https://app.example/done?from=zhike#x"},
        {"redirect_uri": "//evil.example"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    alice: ApiClient, app: App, changes: dict[str, str | None]
) -> None:
    code = "unknown-app" if "client_id" in changes else "redirect-not-registered"
    for path, more in (("oauth/question", {}), ("oauth/answer", {"allow": True})):
        answer = alice.post(path, {"query": app.query(**changes), **more})
        assert (answer.status, answer.problem["code"]) == (422, code)
    assert not AppCode.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "contact:delete"}, "invalid_scope"),
        ({"scope": "company:view"}, "invalid_scope"),
        ({"scope": "full"}, "invalid_scope"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": "scim"}, "invalid_scope"),
        ({"scope": "fly"}, "invalid_scope"),
    ],
)
def test_what_cannot_be_answered_is_told_to_the_app_at_its_own_address(
    alice: ApiClient, app: App, changes: dict[str, str | None], error: str
) -> None:
    for path, more in (("oauth/question", {}), ("oauth/answer", {"allow": True})):
        answer = told(alice.post(path, {"query": app.query(**changes), **more}).json["redirect"])
        assert (answer["error"], answer["state"]) == (error, "s&t=1e5")
        assert answer["iss"] == settings.ZHIKE_BASE_URL
        assert "code" not in answer
    assert not AppCode.objects.exists()


def test_a_parameter_sent_twice_is_refused(alice: ApiClient, app: App) -> None:
    query = f"{app.query()}&scope=contact:edit"
    assert (
        told(alice.post("oauth/question", {"query": query}).json["redirect"])["error"]
        == "invalid_request"
    )
    evil = f"{app.query()}&redirect_uri={quote('https://evil.example/', safe='')}"
    answer = alice.post("oauth/answer", {"query": evil, "allow": True})
    assert told(answer.json["redirect"])["error"] == "invalid_request"
    first = f"redirect_uri={quote('https://evil.example/', safe='')}&{app.query()}"
    assert (
        alice.post("oauth/answer", {"query": first, "allow": True}).problem["code"]
        == "redirect-not-registered"
    )


def test_who_says_no_gives_nothing(alice: ApiClient, app: App) -> None:
    answer = alice.post("oauth/answer", {"query": app.query(), "allow": False})
    assert told(answer.json["redirect"])["error"] == "access_denied"
    assert not AppCode.objects.exists()


def test_letting_an_app_in_needs_a_person_who_has_just_proved_themselves(
    alice: ApiClient, app: App
) -> None:
    from zhike.platform.identity.models import Session

    made = alice.post("auth/tokens", {"name": "x"}).json["token"]
    body = {"query": app.query(), "allow": True}
    assert program(alice, made).post("oauth/answer", body).problem["code"] == "session-required"
    Session.objects.update(proved_at=now() - timedelta(hours=1))
    assert alice.post("oauth/answer", body).problem["code"] == "proof-needed"
    assert not AppCode.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": ANOTHER_VERIFIER},
        {"redirect_uri": "https://app.example/done"},
        {"code": "zkc_wrong"},
    ],
)
def test_a_code_alone_is_worth_nothing(alice: ApiClient, app: App, changes: dict[str, str]) -> None:
    code = allowed(alice, app)["code"]
    answer = app.redeem(**{"code": code, **changes})
    assert (answer.status, answer.json["error"]) == (400, "invalid_grant")
    assert not ApiToken.objects.exists()
    if "code" not in changes:
        assert app.redeem(code).json["error"] == "invalid_grant"


def test_a_code_is_good_for_a_minute(alice: ApiClient, app: App) -> None:
    code = allowed(alice, app)["code"]
    stored = AppCode.objects.get()
    assert stored.expires_at - now() <= timedelta(seconds=60)
    AppCode.objects.update(expires_at=now() - timedelta(seconds=1))
    assert app.redeem(code).json["error"] == "invalid_grant"
    assert not ApiToken.objects.exists()


def test_a_code_used_twice_ends_what_came_of_it(alice: ApiClient, app: App) -> None:
    code = allowed(alice, app)["code"]
    client = program(alice, app.redeem(code).json["access_token"])
    assert client.get("auth/me").status == 200
    assert app.redeem(code).json["error"] == "invalid_grant"
    assert client.get("auth/me").status == 401
    assert Change.objects.filter(verb="end-copied-app", record=alice.id).count() == 1


def test_a_code_of_one_app_is_worth_nothing_to_another(
    alice: ApiClient, app: App, public_app: App
) -> None:
    code = allowed(alice, app)["code"]
    assert public_app.redeem(code).json["error"] == "invalid_grant"
    assert app.redeem(code).status == 200


def test_refresh_tokens_rotate_and_a_copied_one_ends_the_family(
    alice: ApiClient, public_app: App
) -> None:
    first = public_app.redeem(allowed(alice, public_app)["code"]).json
    second = public_app.renew(first["refresh_token"]).json
    assert second["refresh_token"] != first["refresh_token"]
    client = program(alice, second["access_token"])
    assert client.get("auth/me").status == 200
    stolen = public_app.renew(first["refresh_token"])
    assert (stolen.status, stolen.json["error"]) == (400, "invalid_grant")
    assert client.get("auth/me").status == 401
    assert public_app.renew(second["refresh_token"]).json["error"] == "invalid_grant"
    assert not ApiToken.objects.exists()
    assert not AppGrant.objects.exists()
    assert Change.objects.filter(verb="end-copied-app", record=alice.id).count() == 1


def test_a_refresh_may_narrow_and_never_widen(alice: ApiClient, app: App) -> None:
    both = "contact:view contact:edit"
    tokens = app.redeem(allowed(alice, app, scope=both)["code"]).json
    assert tokens["scope"] == "contact:edit contact:view"
    narrow = app.renew(tokens["refresh_token"], scope="contact:view").json
    assert narrow["scope"] == "contact:view"
    wide = app.renew(narrow["refresh_token"], scope=both)
    assert wide.json["error"] == "invalid_scope"
    assert app.renew(narrow["refresh_token"]).json["scope"] == "contact:view"


def test_a_refresh_token_ends_by_itself(alice: ApiClient, app: App) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))
    assert app.renew(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert program(alice, tokens["access_token"]).get("auth/me").status == 401


def test_whoever_is_disabled_is_gone_for_every_app_at_once_and_for_good(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    waiting = allowed(alice, app)["code"]
    client = program(alice, tokens["access_token"])
    assert client.get("auth/me").status == 200
    assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    assert client.get("auth/me").status == 401
    assert app.renew(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert app.redeem(waiting).json["error"] == "invalid_grant"
    assert admin.patch(f"admin/users/{alice.id}", {"active": True}).status == 200
    assert client.get("auth/me").status == 401
    assert app.renew(tokens["refresh_token"]).json["error"] == "invalid_grant"
