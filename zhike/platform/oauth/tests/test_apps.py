"""Administering apps, and each person's own connections."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import ApiToken
from zhike.platform.oauth.models import OAuthApp
from zhike.platform.oauth.tests.conftest import App, allowed, register
from zhike.platform.oauth.tests.test_flow import program


def test_only_administrators_see_and_change_apps(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    body = {
        "name": "Mine",
        "confidential": False,
        "scopes": ["read"],
        "redirect_uris": ["https://a.example/"],
    }
    one = f"admin/apps/{app.id}"
    for method, path, sent in (
        ("get", "admin/apps", None),
        ("post", "admin/apps", body),
        ("patch", one, {"name": "Mine"}),
        ("post", f"{one}/secret", None),
        ("delete", one, None),
        ("get", f"{one}/people", None),
        ("delete", f"{one}/people/{admin.id}", None),
    ):
        assert alice.request(method, path, sent).status == 403, (method, path)
    assert OAuthApp.objects.get().name == "Shop sync"
    assert "secret" not in admin.get("admin/apps").json["rows"][0]


def test_what_is_done_with_apps_is_in_the_log_without_secrets(admin: ApiClient, app: App) -> None:
    renewed = admin.post(f"admin/apps/{app.id}/secret").json["secret"]
    admin.patch(f"admin/apps/{app.id}", {"name": "Sync"})
    admin.delete(f"admin/apps/{app.id}")
    rows = Change.objects.filter(object="oauth_app").order_by("at")
    assert [row.verb for row in rows] == ["create", "renew-secret", "update", "delete"]
    for secret in (app.secret, renewed):
        assert secret not in repr([(row.before, row.after) for row in rows])


def test_a_new_secret_puts_the_old_one_out_of_use(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    code = allowed(alice, app)["code"]
    old, app.secret = app.secret, admin.post(f"admin/apps/{app.id}/secret").json["secret"]
    assert App(app.id, old, app.browser).redeem(code).json["error"] == "invalid_client"
    assert app.redeem(code).status == 200


def test_two_apps_of_one_name_could_not_be_told_apart(admin: ApiClient, app: App) -> None:
    body = {
        "name": "Shop sync",
        "confidential": False,
        "scopes": ["read"],
        "redirect_uris": ["https://a.example/"],
    }
    assert admin.post("admin/apps", body).problem["code"] == "app-name-taken"
    other = register(admin, name="Other")
    answer = admin.patch(f"admin/apps/{other.id}", {"name": "Shop sync"})
    assert answer.problem["code"] == "app-name-taken"
    assert OAuthApp.objects.get(id=other.id).name == "Other"


@pytest.mark.parametrize("scopes", [[], ["scim"], ["contact:fly"]])
def test_an_app_needs_scopes_and_cannot_provision(admin: ApiClient, scopes: list[str]) -> None:
    body = {
        "name": "X",
        "confidential": False,
        "scopes": scopes,
        "redirect_uris": ["https://a.example/"],
    }
    answer = admin.post("admin/apps", body)
    assert answer.status == 422
    assert answer.problem["errors"][0]["loc"] == ["scopes"]
    assert not OAuthApp.objects.exists()


def test_people_see_their_connections_and_end_them(
    alice: ApiClient, bob: ApiClient, app: App
) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    again = app.redeem(allowed(alice, app, scope="contact:edit")["code"]).json
    of_bob = app.redeem(allowed(bob, app)["code"]).json
    (row,) = alice.get("auth/apps").json["rows"]
    assert (row["name"], row["scopes"]) == ("Shop sync", ["contact:edit", "contact:view"])
    assert alice.post("oauth/question", {"query": app.query()}).json["connected"] is True
    mine = alice.post("auth/tokens", {"name": "x"}).json["token"]
    ending = program(alice, mine).delete(f"auth/apps/{app.id}")
    assert ending.problem["code"] == "session-required"
    assert alice.delete(f"auth/apps/{app.id}").status == 204
    for token in (tokens, again):
        assert program(alice, token["access_token"]).get("auth/me").status == 401
        assert app.renew(token["refresh_token"]).json["error"] == "invalid_grant"
    assert program(bob, of_bob["access_token"]).get("auth/me").status == 200
    assert alice.get("auth/apps").json["rows"] == []
    assert alice.delete(f"auth/apps/{app.id}").status == 404
    assert Change.objects.filter(verb="disconnect-app", record=alice.id).count() == 2


def test_what_became_too_old_is_no_connection_anywhere(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    app.redeem(allowed(alice, app)["code"])
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))
    assert alice.post("oauth/question", {"query": app.query()}).json["connected"] is False
    assert alice.get("auth/apps").json["rows"] == []
    assert admin.get(f"admin/apps/{app.id}/people").json["rows"] == []
    assert admin.get("admin/apps").json["rows"][0]["people"] == 0


def test_a_code_is_worth_no_more_than_its_app_may_ask_for_by_now(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    code = allowed(alice, app)["code"]
    assert admin.patch(f"admin/apps/{app.id}", {"scopes": ["company:view"]}).status == 200
    assert app.redeem(code).json["error"] == "invalid_grant"
    assert not ApiToken.objects.exists()


def test_ending_an_app_costs_the_same_for_many_as_for_few(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    spent = []
    for number, people in enumerate(([alice], [alice, bob, charlie])):
        app = register(admin, name=f"App {number}")
        for person in people:
            app.redeem(allowed(person, app)["code"])
        with CaptureQueriesContext(connection) as asked:
            assert admin.delete(f"admin/apps/{app.id}").status == 204
        spent.append(len(asked))
    assert spent[0] == spent[1]
    assert not ApiToken.objects.exists()
    assert Change.objects.filter(verb="disconnect-app").count() == 4


def test_tokens_of_apps_are_not_among_ones_own_tokens(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    app.redeem(allowed(alice, app)["code"])
    assert alice.get("auth/tokens").json["rows"] == []
    assert admin.get("admin/tokens").json["rows"] == []


def test_administrators_see_who_let_an_app_in_and_end_it(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    (row,) = admin.get(f"admin/apps/{app.id}/people").json["rows"]
    assert (row["user"]["title"], row["scopes"]) == ("Alice", ["contact:view"])
    assert admin.get("admin/apps").json["rows"][0]["people"] == 1
    assert admin.delete(f"admin/apps/{app.id}/people/{alice.id}").status == 204
    assert program(alice, tokens["access_token"]).get("auth/me").status == 401


def test_an_app_that_may_ask_for_less_loses_connections_that_have_more(
    alice: ApiClient, bob: ApiClient, admin: ApiClient, app: App
) -> None:
    edits = app.redeem(allowed(alice, app, scope="contact:edit")["code"]).json
    views = app.redeem(allowed(bob, app)["code"]).json
    assert admin.patch(f"admin/apps/{app.id}", {"scopes": ["contact:view"]}).status == 200
    assert program(alice, edits["access_token"]).get("auth/me").status == 401
    assert program(bob, views["access_token"]).get("auth/me").status == 200


def test_an_app_that_is_removed_is_gone_for_everybody(
    alice: ApiClient, admin: ApiClient, app: App
) -> None:
    tokens = app.redeem(allowed(alice, app)["code"]).json
    assert admin.delete(f"admin/apps/{app.id}").status == 204
    assert program(alice, tokens["access_token"]).get("auth/me").status == 401
    assert app.renew(tokens["refresh_token"]).json["error"] == "invalid_client"
    assert alice.post("oauth/question", {"query": app.query()}).problem["code"] == "unknown-app"
