"""Passkeys: made, used alone and as the second step; proofs that do not hold, and proofs used twice."""

from typing import Any

import pytest

from tests.cast import Answer, ApiClient
from zhike.platform.identity.models import Passkey, RecoveryCode, Session, User
from zhike.platform.identity.tests.browser import PASSWORD, SoftwareKey, as_browser, try_password


def add(client: ApiClient, key: SoftwareKey, name: str = "Laptop") -> Answer:
    options = client.post("auth/factors/passkeys/question").json["options"]
    return client.post("auth/factors/passkeys", {"name": name, "credential": key.make(options)})


def question(client: ApiClient, path: str = "auth/passkey/question") -> dict[str, Any]:
    found: dict[str, Any] = client.post(path).json["options"]
    return found


def enter(client: ApiClient, key: SoftwareKey) -> Answer:
    return client.post("auth/passkey", {"credential": key.get(question(client))})


def test_a_passkey_signs_in_alone(alice: ApiClient, guest: ApiClient) -> None:
    key = SoftwareKey()
    made = add(alice, key)
    assert made.status == 201
    assert len(made.json["recovery_codes"]) == 10
    options = question(guest)
    assert options["rpId"] == "localhost"
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    answer = guest.post("auth/passkey", {"credential": key.get(options)})
    assert answer.status == 200
    assert answer.json["email"] == alice.email
    session = Session.objects.order_by("-created_at")[0]
    assert (session.method, session.two_factor) == ("passkey", True)
    row = as_browser(guest).get("auth/factors").json["passkeys"][0]
    assert row["name"] == "Laptop"
    assert row["last_used_at"] is not None


def test_a_passkey_is_the_second_step(alice: ApiClient, guest: ApiClient) -> None:
    key = SoftwareKey()
    add(alice, key)
    assert try_password(guest, alice.email, PASSWORD).json["methods"] == ["passkey", "recovery"]
    options = question(guest, "auth/second-step/question")
    assert len(options["allowCredentials"]) == 1
    body = {"method": "passkey", "credential": key.get(options)}
    assert guest.post("auth/second-step", body).status == 200
    assert Session.objects.order_by("-created_at")[0].method == "password+passkey"


def test_an_answer_is_good_for_once(alice: ApiClient, guest: ApiClient) -> None:
    key = SoftwareKey()
    add(alice, key)
    options = question(guest)
    credential = key.get(options)
    cookie = guest.http.cookies["zhike-question"].value
    assert guest.post("auth/passkey", {"credential": credential}).status == 200
    thief = ApiClient()
    thief.http.cookies["zhike-question"] = cookie
    assert thief.post("auth/passkey", {"credential": credential}).problem["code"] == "start-again"
    # A new signature over the spent question is no better.
    again = thief.post("auth/passkey", {"credential": key.get(options)})
    assert again.problem["code"] == "start-again"
    assert "zhike" not in thief.http.cookies


def test_an_answer_is_for_the_browser_that_asked(alice: ApiClient, guest: ApiClient) -> None:
    key = SoftwareKey()
    add(alice, key)
    credential = key.get(question(guest))
    other = ApiClient()
    assert other.post("auth/passkey", {"credential": credential}).status == 401
    question(other)
    assert other.post("auth/passkey", {"credential": credential}).status == 401


def test_a_question_for_one_purpose_does_not_serve_another(
    alice: ApiClient, guest: ApiClient
) -> None:
    key = SoftwareKey()
    add(alice, key)
    try_password(guest, alice.email, PASSWORD)
    credential = key.get(question(guest, "auth/second-step/question"))
    assert guest.post("auth/passkey", {"credential": credential}).status == 401


def test_an_unverified_owner_a_foreign_page_and_a_strange_key_are_refused(
    alice: ApiClient, guest: ApiClient
) -> None:
    key = SoftwareKey()
    add(alice, key)
    key.verifies = False
    assert enter(guest, key).problem["code"] == "passkey-refused"
    key.verifies, key.origin = True, "https://evil.example"
    assert enter(guest, key).problem["code"] == "passkey-refused"
    stranger = SoftwareKey()
    assert enter(guest, stranger).problem["code"] == "passkey-refused"
    stranger.id = key.id
    assert enter(guest, stranger).problem["code"] == "passkey-refused"
    assert "zhike" not in guest.http.cookies


def test_a_copied_key_that_counts_backwards_is_refused(alice: ApiClient, guest: ApiClient) -> None:
    key = SoftwareKey()
    add(alice, key)
    key.count = 5
    assert enter(guest, key).status == 200
    key.count = 3
    assert enter(ApiClient(), key).problem["code"] == "passkey-refused"


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"id": "x"},
        {"id": None},
        {"id": ["a"]},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": None},
        {"id": "AAAA", "rawId": "BBBB", "type": "nothing", "response": {"a": "b"}},
        {"id": "ü", "rawId": 7, "response": []},
    ],
)
def test_nonsense_is_refused_politely(
    alice: ApiClient, guest: ApiClient, credential: dict[str, Any]
) -> None:
    add(alice, SoftwareKey())
    question(guest)
    assert guest.post("auth/passkey", {"credential": credential}).status == 401
    alice.post("auth/factors/passkeys/question")
    refused = alice.post("auth/factors/passkeys", {"name": "x", "credential": credential})
    assert refused.problem["code"] == "passkey-refused"
    assert Passkey.objects.count() == 1


def test_anothers_passkey_proves_nobody_else(alice: ApiClient, bob: ApiClient) -> None:
    key, bobs = SoftwareKey(), SoftwareKey()
    add(alice, key)
    add(bob, bobs)
    credential = bobs.get(question(alice, "auth/proof/question"))
    refused = alice.post("auth/proof", {"method": "passkey", "credential": credential})
    assert refused.problem["code"] == "passkey-refused"
    own = key.get(question(alice, "auth/proof/question"))
    assert alice.post("auth/proof", {"method": "passkey", "credential": own}).status == 204


def test_one_passkey_belongs_to_one_person(alice: ApiClient, bob: ApiClient) -> None:
    key = SoftwareKey()
    add(alice, key)
    assert add(bob, key).problem["code"] == "passkey-refused"
    assert Passkey.objects.get().user_id == alice.id


def test_a_passkey_is_removed_by_its_owner_only(alice: ApiClient, bob: ApiClient) -> None:
    add(alice, SoftwareKey())
    path = f"auth/factors/passkeys/{Passkey.objects.get().id}"
    assert bob.delete(path).status == 404
    assert Passkey.objects.count() == 1
    assert alice.delete(path).status == 204
    assert RecoveryCode.objects.count() == 0


def test_a_disabled_person_does_not_enter_by_passkey(alice: ApiClient, guest: ApiClient) -> None:
    key = SoftwareKey()
    add(alice, key)
    User.objects.filter(id=alice.id).update(is_active=False)
    assert enter(guest, key).problem["code"] == "sign-in-failed"
    assert "zhike" not in guest.http.cookies
