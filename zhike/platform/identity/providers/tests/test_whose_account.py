"""Whom a provider's word is about: connected accounts, vouched addresses, people made and people shut out."""

from typing import Any

import pytest

from tests.cast import ApiClient, make_person
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Identity, Invitation, Passkey, Session, User
from zhike.platform.identity.providers.tests.conftest import (
    TRUSTED,
    arrive,
    connect,
    leave,
    make,
    sign_in,
)
from zhike.platform.identity.providers.tests.openid_provider import OpenIdProvider

REFUSED = (403, "not-connected")


def refused(guest: ApiClient, provider_id: str) -> tuple[int, str]:
    """The refusal, which changed nothing."""
    before = (User.objects.count(), Identity.objects.count(), Session.objects.count())
    answer = sign_in(guest, provider_id)
    after = (User.objects.count(), Identity.objects.count(), Session.objects.count())
    assert after == before
    return answer.status, str(answer.problem["code"])


@pytest.mark.parametrize(
    ("provider", "person"),
    [
        ({}, {}),
        (TRUSTED, {"email_verified": False}),
        (TRUSTED, {"email_verified": "false"}),
        (TRUSTED, {"email_verified": None}),
        ({**TRUSTED, "domains": ["example.org"]}, {}),
        (TRUSTED, {"email": "alice@sub.example.com"}),
        (TRUSTED, {"email": "alice@evil.com@example.com"}),
        (TRUSTED, {"email": "alice@example.com\x00"}),
        (TRUSTED, {"email": "alice@еxample.com"}),
        (TRUSTED, {"email": ["alice@example.com"]}),
        (TRUSTED, {"email": "nobody@example.com"}),
    ],
)
def test_an_address_that_is_not_vouched_for_connects_nobody(
    admin: ApiClient,
    alice: ApiClient,
    guest: ApiClient,
    keycloak: OpenIdProvider,
    provider: dict[str, Any],
    person: dict[str, Any],
) -> None:
    provider_id = make(admin, keycloak, **provider)
    keycloak.person |= person
    assert refused(guest, provider_id) == REFUSED


def test_a_known_and_an_unknown_address_are_refused_alike(
    admin: ApiClient, alice: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak)
    answers = []
    for email in ("alice@example.com", "nobody@example.com"):
        keycloak.person["email"] = email
        answers.append(sign_in(ApiClient(), provider_id).problem["detail"])
    assert answers[0] == answers[1]


def test_an_account_stays_its_persons_whatever_its_address_becomes(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    assert sign_in(guest, provider_id).json["id"] == str(alice.id)
    keycloak.person["email"] = "bob@example.com"
    assert sign_in(ApiClient(), provider_id).json["id"] == str(alice.id)
    # Another account that was given Alice's address does not become hers.
    keycloak.person |= {"sub": "another", "email": "alice@example.com"}
    assert refused(ApiClient(), provider_id) == REFUSED


def test_the_same_subject_of_another_issuer_is_another_person(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    assert sign_in(guest, make(admin, keycloak, **TRUSTED)).status == 200
    other = OpenIdProvider()
    try:
        other_id = make(admin, other, name="Other")
        assert refused(ApiClient(), other_id) == REFUSED
    finally:
        other.stop()


def test_people_are_made_only_where_an_administrator_wants_that(
    admin: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    keycloak.person |= {"email": "Wang.Fang@Example.com", "name": "  王芳  "}
    provider_id = make(admin, keycloak, **TRUSTED, roles=["read_only"])
    assert refused(guest, provider_id) == REFUSED
    department = admin.post("departments", {"name": "Sales"}).json["id"]
    change = {"makes_people": True, "department": department}
    assert admin.patch(f"admin/providers/{provider_id}", change).status == 200
    answer = sign_in(guest, provider_id)
    assert answer.status == 200, answer
    made = (answer.json["email"], answer.json["name"], answer.json["roles"])
    assert made == ("wang.fang@example.com", "王芳", ["read_only"])
    user = User.objects.get(email="wang.fang@example.com")
    assert not user.has_usable_password()
    assert [str(place.department_id) for place in user.department_places.all()] == [department]
    after = Change.objects.get(record=user.id, verb="create").after
    assert after == {"email": user.email, "name": "王芳", "provider": "Keycloak"}
    assert sign_in(ApiClient(), provider_id).json["id"] == str(user.id)


def test_who_signs_in_by_a_provider_is_no_apps_own_person(
    admin: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    keycloak.person |= {"email": "bot@example.com"}
    provider_id = make(admin, keycloak, **TRUSTED, makes_people=True)
    made = sign_in(guest, provider_id).json["id"]
    app = {"name": "Bot", "confidential": True, "scopes": ["contact:view"], "service_user": made}
    answer = admin.post("admin/apps", app)
    assert (answer.status, answer.problem["code"]) == (409, "service-person-signs-in")
    assert admin.get("admin/apps").json["rows"] == []


def test_who_is_invited_joins_as_the_invitation_says(
    admin: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    keycloak.person |= {"email": "mei@example.com", "name": "Mei"}
    body = {"email": "mei@example.com", "name": "Mei Li", "language": "en", "roles": ["manager"]}
    assert admin.post("admin/invitations", body).status == 201
    answer = sign_in(guest, provider_id)
    assert (answer.json["name"], answer.json["roles"]) == ("Mei Li", ["manager"])
    assert Invitation.objects.count() == 0


def test_who_may_no_longer_invite_has_invited_nobody(
    admin: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    keycloak.person["email"] = "mei@example.com"
    other = make_person("Olga", "administrator")
    assert other.post("admin/invitations", {"email": "mei@example.com", "name": "M"}).status == 201
    assert admin.patch(f"admin/users/{other.id}", {"roles": ["member"]}).status == 200
    assert refused(guest, provider_id) == REFUSED


def test_who_is_disabled_stays_out(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    assert sign_in(guest, provider_id).status == 200
    assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    assert guest.get("auth/me").status == 401
    answer = sign_in(guest, provider_id)
    assert (answer.status, answer.problem["code"]) == (403, "account-shut")
    assert Session.objects.filter(user_id=alice.id).count() == 0


def test_who_is_disabled_is_not_connected_either(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED)
    assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    assert refused(guest, provider_id) == (403, "account-shut")


def test_alice_connects_and_disconnects_her_account(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, keycloak: OpenIdProvider
) -> None:
    keycloak.person["email"] = "private@elsewhere.example"
    provider_id = make(admin, keycloak)
    shown = {"id": provider_id, "name": "Keycloak", "kind": "oidc"}
    assert alice.get("auth/identities").json == {"rows": [], "others": [shown]}
    made = connect(alice, provider_id)
    assert (made.status, made.json["label"]) == (201, "private@elsewhere.example")
    found = alice.get("auth/identities").json
    assert [row["provider"] for row in found["rows"]] == [shown]
    assert found["others"] == []
    assert sign_in(ApiClient(), provider_id).json["id"] == str(alice.id)
    assert connect(bob, provider_id).problem["code"] == "already-connected"
    assert bob.delete(f"auth/identities/{made.json['id']}").status == 404
    assert alice.delete(f"auth/identities/{made.json['id']}").status == 204
    assert refused(ApiClient(), provider_id) == REFUSED
    verbs = Change.objects.filter(record=alice.id, verb__contains="identity").order_by("id")
    assert [row.verb for row in verbs] == ["connect-identity", "disconnect-identity"]


def test_connecting_needs_a_fresh_proof_and_the_session_that_left(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak)
    brought = leave(alice, provider_id, "identities")
    bob.http.cookies["zhike-trip"] = alice.http.cookies["zhike-trip"].value
    for client, part in ((bob, "identities"), (alice, "providers")):
        answer = arrive(client, provider_id, brought, part)
        assert answer.problem["code"] == "start-again"
    assert Identity.objects.count() == 0
    Session.objects.update(proved_at="2020-01-01T00:00:00Z")
    answer = alice.post(f"auth/identities/{provider_id}/leave")
    assert answer.problem["code"] == "proof-needed"


def test_the_last_way_in_is_kept(
    admin: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak, **TRUSTED, makes_people=True)
    keycloak.person["email"] = "new@example.com"
    assert sign_in(guest, provider_id).status == 200
    guest._headers["X-CSRFToken"] = guest.http.cookies["zhike_csrf"].value
    path = f"auth/identities/{guest.get('auth/identities').json['rows'][0]['id']}"
    assert guest.delete(path).problem["code"] == "last-way-in"
    assert Identity.objects.count() == 1
    user = User.objects.get(email="new@example.com")
    Passkey.objects.create(
        user=user, name="x", credential_id=b"x", public_key=b"x", created_at=user.created_at
    )
    assert guest.delete(path).problem["code"] == "proof-needed"
    Session.objects.update(two_factor=True)
    assert guest.delete(path).status == 204
