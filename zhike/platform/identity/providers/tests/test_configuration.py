"""Describing providers: for administrators, without telling the secret, and without locking anybody out."""

from argparse import Namespace
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.config.commands import user as user_command
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import IdentityProvider, Session, WorkspaceSecurity
from zhike.platform.identity.providers.tests.conftest import TRUSTED, described, make, sign_in
from zhike.platform.identity.providers.tests.openid_provider import SECRET, OpenIdProvider
from zhike.platform.identity.tests.browser import PASSWORD, SoftwareKey, try_password


def test_a_provider_is_described_without_telling_its_secret(
    admin: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    row = admin.get("admin/providers").json["rows"][0]
    assert row == {
        "id": provider_id,
        "kind": "oidc",
        "name": "Keycloak",
        "settings": {
            "issuer": keycloak.issuer,
            "client_id": "zhike",
            "scopes": "openid email profile",
            "groups_claim": "groups",
        },
        "has_secret": True,
        "is_enabled": True,
        "trusts_email": True,
        "makes_people": False,
        "two_factor": False,
        "domains": ["example.com"],
        "roles": [],
        "department": None,
        "group_roles": {},
        "private_hosts": ["127.0.0.1"],
        "back": f"http://localhost:8000/sso/{provider_id}",
        "called": "",
        "people": 0,
    }
    stored = IdentityProvider.objects.get()
    assert SECRET.encode() not in bytes(stored.sealed_secret or b"")
    change = Change.objects.get(object="identity_provider")
    assert change.after["secret"] == "•••"
    assert SECRET not in str(change.after)
    assert admin.patch(f"admin/providers/{provider_id}", {"name": "Company"}).status == 200
    change = Change.objects.filter(object="identity_provider").latest("at")
    assert (change.before, change.after) == ({"name": "Keycloak"}, {"name": "Company"})
    assert sign_in(ApiClient(), provider_id).status == 403  # the secret is still the right one


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"settings": {"client_id": "x"}}, ["settings", "issuer"]),
        ({"settings": {"issuer": "https://a", "client_id": "x", "more": 1}}, ["settings", "more"]),
        ({"makes_people": True}, ["makes_people"]),
        ({"trusts_email": True}, ["domains"]),
        ({"domains": ["example.com", "not a domain"]}, ["domains", 1]),
        ({"name": "   "}, ["name"]),
    ],
)
def test_what_is_not_right_is_said_at_its_place(
    admin: ApiClient, keycloak: OpenIdProvider, values: dict[str, Any], place: list[Any]
) -> None:
    answer = admin.post("admin/providers", described(keycloak, **values))
    assert answer.status == 422, answer
    assert place in [error["loc"] for error in answer.problem["errors"]]
    assert IdentityProvider.objects.count() == 0


def test_roles_and_kinds_there_are_none_of_are_refused(
    admin: ApiClient, keycloak: OpenIdProvider
) -> None:
    for values in ({"roles": ["emperor"]}, {"kind": "carrier pigeon"}):
        assert admin.post("admin/providers", described(keycloak, **values)).status in {
            400,
            404,
            422,
        }
    make(admin, keycloak)
    answer = admin.post("admin/providers", described(keycloak))
    assert (answer.status, answer.problem["code"]) == (409, "provider-name-taken")
    assert IdentityProvider.objects.count() == 1


def test_only_administrators_with_a_fresh_proof_describe_providers(
    admin: ApiClient, alice: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak)
    one = f"admin/providers/{provider_id}"
    assert alice.get("admin/providers").status == 403
    assert alice.post("admin/providers", described(keycloak, name="B")).status == 403
    assert alice.patch(one, {"name": "B"}).status == 403
    assert alice.delete(one).status == 403
    assert alice.post(f"{one}/try").status == 403
    assert alice.put("admin/providers/order", {"ids": []}).status == 403
    Session.objects.update(proved_at="2020-01-01T00:00:00Z")
    assert admin.patch(one, {"name": "B"}).problem["code"] == "proof-needed"
    assert admin.post("admin/providers", described(keycloak, name="B")).status == 403
    assert [row.name for row in IdentityProvider.objects.all()] == ["Keycloak"]


def test_a_secret_is_not_sent_to_another_place(admin: ApiClient, keycloak: OpenIdProvider) -> None:
    provider_id = make(admin, keycloak)
    moved = {"settings": {"issuer": "https://evil.example", "client_id": "zhike"}}
    answer = admin.patch(f"admin/providers/{provider_id}", moved)
    assert [error["loc"] for error in answer.problem["errors"]] == [["secret"]]
    assert admin.patch(f"admin/providers/{provider_id}", {**moved, "secret": "new"}).status == 200


def test_a_provider_with_people_does_not_become_another(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    assert sign_in(guest, provider_id).status == 200
    moved = {"settings": {"issuer": "https://evil.example", "client_id": "z"}, "secret": "new"}
    answer = admin.patch(f"admin/providers/{provider_id}", moved)
    assert (answer.status, answer.problem["code"]) == (409, "provider-has-people")
    assert sign_in(ApiClient(), provider_id).status == 200


def test_trying_out_says_what_the_provider_answers(
    admin: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak)
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert answer.json == {
        "sentence": f"{keycloak.issuer} answers and has 1 keys. Sign in once to see the rest."
    }
    keycloak.fault = "other discovery"
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert "enter exactly that as its address" in answer.problem["detail"]


@pytest.mark.parametrize(
    "issuer",
    [
        "http://127.0.0.1:1",
        "https://127.0.0.1",
        "https://localhost",
        "https://[::1]",
        "https://169.254.169.254",
        "http://example.com",
        "gopher://example.com",
        "https://a@example.com",
    ],
)
def test_a_host_inside_is_asked_only_when_it_was_named(
    admin: ApiClient, keycloak: OpenIdProvider, issuer: str
) -> None:
    settings = {"issuer": issuer, "client_id": "zhike"}
    provider_id = make(admin, keycloak, settings=settings, private_hosts=[])
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert (answer.status, answer.problem["code"]) == (422, "address-refused")


def test_providers_stand_in_the_order_given(admin: ApiClient, keycloak: OpenIdProvider) -> None:
    ids = [make(admin, keycloak, name=name) for name in ("A", "B", "C")]
    assert admin.put("admin/providers/order", {"ids": [ids[2], ids[0]]}).status == 204
    names = [row["name"] for row in admin.get("auth/identities").json["others"]]
    assert names == ["C", "A", "B"]


def test_passwords_can_be_left_to_administrators(
    admin: ApiClient,
    alice: ApiClient,
    guest: ApiClient,
    keycloak: OpenIdProvider,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = admin.patch("admin/security", {"provider_only": True})
    assert [error["loc"] for error in answer.problem["errors"]] == [["provider_only"]]
    provider_id = make(admin, keycloak, **TRUSTED)
    assert admin.patch("admin/security", {"provider_only": True}).json["provider_only"] is True
    assert guest.get("auth/session").json["provider_only"] is True
    answer = try_password(guest, alice.email, PASSWORD)
    assert (answer.status, answer.problem["code"]) == (403, "own-way-shut")
    assert try_password(guest, alice.email, "wrong").problem["code"] == "sign-in-failed"
    assert try_password(ApiClient(), admin.email, "ada-password-9").status == 200
    assert sign_in(ApiClient(), provider_id).status == 200
    for refused in (
        admin.patch(f"admin/providers/{provider_id}", {"is_enabled": False}),
        admin.delete(f"admin/providers/{provider_id}"),
    ):
        assert (refused.status, refused.problem["code"]) == (409, "last-provider")
    user_command._open_passwords(Namespace())
    assert "passwords" in capsys.readouterr().out
    assert WorkspaceSecurity.objects.get().provider_only is False
    assert try_password(guest, alice.email, PASSWORD).status == 200


def test_a_passkey_alone_is_an_own_way_too(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    key = SoftwareKey()
    question = alice.post("auth/factors/passkeys/question")
    sent = {"name": "Key", "credential": key.make(question.json["options"])}
    assert alice.post("auth/factors/passkeys", sent).status == 201
    make(admin, keycloak)
    assert admin.patch("admin/security", {"provider_only": True}).status == 200
    options = guest.post("auth/passkey/question").json["options"]
    answer = guest.post("auth/passkey", {"credential": key.get(options)})
    assert (answer.status, answer.problem["code"]) == (403, "own-way-shut")


def test_a_removed_provider_leaves_its_people(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    assert sign_in(guest, provider_id).status == 200
    assert admin.delete(f"admin/providers/{provider_id}").status == 204
    change = Change.objects.get(object="identity_provider", verb="delete")
    assert change.before == {"name": "Keycloak", "people": 1}
    assert alice.get("auth/identities").json == {"rows": [], "others": []}
    assert try_password(ApiClient(), alice.email, PASSWORD).status == 200
