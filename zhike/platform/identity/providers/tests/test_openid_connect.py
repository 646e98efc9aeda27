"""Signing in by OpenID Connect: the way there and back, and every answer that must not be believed."""

import pytest

from tests.cast import ApiClient
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Identity, Session
from zhike.platform.identity.providers.tests.conftest import (
    TRUSTED,
    arrive,
    leave,
    make,
    sign_in,
    visit,
)
from zhike.platform.identity.providers.tests.openid_provider import OpenIdProvider
from zhike.platform.identity.tests.browser import enrol


@pytest.fixture
def provider_id(admin: ApiClient, alice: ApiClient, keycloak: OpenIdProvider) -> str:
    """Keycloak, whose addresses are the house's own."""
    return make(admin, keycloak, **TRUSTED)


def test_alice_signs_in_and_the_log_names_the_provider(
    provider_id: str, guest: ApiClient, alice: ApiClient
) -> None:
    answer = sign_in(guest, provider_id)
    assert (answer.status, answer.json["email"]) == (200, "alice@example.com")
    assert guest.get("auth/me").json["id"] == str(alice.id)
    session = Session.objects.order_by("-created_at")[0]
    assert (session.method, session.two_factor) == ("oidc", False)
    change = Change.objects.get(verb="sign-in")
    assert change.after == {"ip": "127.0.0.1", "method": "oidc", "provider": "Keycloak"}
    linked = Change.objects.get(verb="connect-identity")
    assert linked.after == {"provider": "Keycloak", "account": "alice@example.com"}
    assert guest.http.cookies["zhike-trip"].value == ""


def test_what_is_asked_of_the_provider(provider_id: str, guest: ApiClient) -> None:
    answer = guest.post(f"auth/providers/{provider_id}/leave")
    address = answer.json["address"]
    assert "/authorize?response_type=code&client_id=zhike&" in address
    assert f"redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fsso%2F{provider_id}&" in address
    assert "&scope=openid+email+profile&" in address
    assert "&code_challenge_method=S256" in address
    cookie = guest.http.cookies["zhike-trip"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 600)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("wrong issuer", "somebody else issued it"),
        ("other audience", "it is meant for another application"),
        ("two audiences without a party", "it is meant for another application"),
        ("other party", "it is meant for another application"),
        ("wrong nonce", "it answers another question"),
        ("no nonce", "it answers another question"),
        ("expired", "it is out of date"),
        ("no expiry", "it is out of date"),
        ("from the future", "it is out of date"),
        ("not yet", "it is out of date"),
        ("nobody", "it names nobody"),
        ("number as subject", "it names nobody"),
        ("long subject", "it names nobody"),
        ("alg none", "its signature is not right"),
        ("public key as secret", "its signature is not right"),
        ("listed secret", "its signature is not right"),
        ("another key", "its signature is not right"),
        ("unknown key", "its signature is not right"),
        ("changed", "its signature is not right"),
        ("other discovery", "it calls itself https://other.example"),
    ],
)
def test_an_answer_that_is_not_right_signs_nobody_in(
    provider_id: str, guest: ApiClient, keycloak: OpenIdProvider, fault: str, why: str
) -> None:
    before = Session.objects.count()
    keycloak.fault = "" if fault == "other discovery" else fault
    if fault == "other discovery":
        keycloak.fault = fault
        answer = guest.post(f"auth/providers/{provider_id}/leave")
    else:
        answer = sign_in(guest, provider_id)
    assert (answer.status, answer.problem["code"]) == (401, "answer-not-trusted"), answer
    assert why in answer.problem["detail"]
    assert (Session.objects.count(), Identity.objects.count()) == (before, 0)
    assert guest.get("auth/me").status == 401


def test_keys_are_read_again_when_the_provider_has_new_ones(
    provider_id: str,
    guest: ApiClient,
    keycloak: OpenIdProvider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sign_in(guest, provider_id).status == 200
    keycloak.fault = "elliptic"
    assert sign_in(ApiClient(), provider_id).status == 401
    assert keycloak.asked.count("/keys") == 1
    monkeypatch.setattr("zhike.platform.identity.providers.kinds.key_sets._AGAIN_AFTER", 0)
    assert sign_in(ApiClient(), provider_id).status == 200
    assert keycloak.asked.count("/keys") == 2
    assert keycloak.asked.count("/.well-known/openid-configuration") == 1


def test_the_person_gave_up_at_the_provider(
    provider_id: str, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    keycloak.fault = "cancelled"
    answer = sign_in(guest, provider_id)
    assert (answer.status, answer.problem["code"]) == (401, "provider-refused")
    assert "(access_denied)" in answer.problem["detail"]
    failed = Change.objects.get(verb="sign-in-failed")
    assert failed.after == {"ip": "127.0.0.1", "method": "oidc", "provider": "Keycloak"}


def test_only_the_browser_that_left_can_return(
    provider_id: str, guest: ApiClient, admin: ApiClient, keycloak: OpenIdProvider
) -> None:
    brought = leave(guest, provider_id)
    stranger = ApiClient()
    assert arrive(stranger, provider_id, brought).problem["code"] == "start-again"
    leave(stranger, provider_id)
    assert arrive(stranger, provider_id, brought).problem["code"] == "start-again"
    without = {"code": brought["code"]}
    assert arrive(guest, provider_id, without).problem["code"] == "start-again"
    assert arrive(guest, provider_id, {**brought, "state": ""}).problem["code"] == "start-again"
    other = make(admin, keycloak, name="Other", **TRUSTED)
    assert arrive(guest, other, brought).problem["code"] == "start-again"
    assert keycloak.asked.count("/token") == 0
    assert arrive(guest, provider_id, brought).status == 200
    again = arrive(guest, provider_id, brought)
    assert again.problem["code"] == "start-again"


def test_a_code_of_somebody_elses_trip_is_refused_by_its_challenge(
    provider_id: str, guest: ApiClient
) -> None:
    mine, stolen = leave(guest, provider_id), leave(ApiClient(), provider_id)
    answer = arrive(guest, provider_id, {**mine, "code": stolen["code"]})
    assert (answer.status, answer.problem["code"]) == (401, "provider-refused")
    assert "(invalid_grant)" in answer.problem["detail"]


def test_a_trip_ends_after_ten_minutes(
    provider_id: str, guest: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = leave(guest, provider_id)
    monkeypatch.setattr("zhike.platform.identity.providers.trips.LASTS", -1)
    assert arrive(guest, provider_id, brought).problem["code"] == "start-again"


def test_a_page_of_another_site_neither_leaves_nor_arrives(
    provider_id: str, guest: ApiClient
) -> None:
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    brought = leave(guest, provider_id)
    for path, body in (("leave", None), ("arrive", {"brought": brought})):
        answer = guest.post(f"auth/providers/{provider_id}/{path}", body, headers=evil)
        assert (answer.status, answer.problem["code"]) == (403, "csrf-failed")


def test_the_house_asks_its_second_step_unless_the_provider_counts_for_two(
    provider_id: str, guest: ApiClient, admin: ApiClient, alice: ApiClient
) -> None:
    person = enrol(alice)
    answer = sign_in(guest, provider_id)
    assert (answer.status, answer.json) == (202, {"methods": ["totp", "recovery"]})
    assert guest.get("auth/me").status == 401
    done = guest.post("auth/second-step", {"method": "totp", "code": person.code()})
    assert done.status == 200
    change = Change.objects.get(verb="sign-in")
    assert change.after == {"ip": "127.0.0.1", "method": "oidc+totp", "provider": "Keycloak"}
    assert admin.patch(f"admin/providers/{provider_id}", {"two_factor": True}).status == 200
    assert sign_in(ApiClient(), provider_id).status == 200
    assert Session.objects.order_by("-created_at")[0].two_factor is True


def test_the_address_may_come_from_userinfo_of_the_same_person(
    provider_id: str, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    told = {"email": keycloak.person.pop("email"), "email_verified": True}
    keycloak.userinfo = {"sub": "somebody-else", **told}
    assert sign_in(guest, provider_id).problem["code"] == "answer-not-trusted"
    keycloak.userinfo = {"sub": keycloak.person["sub"], **told}
    assert sign_in(guest, provider_id).status == 200


def test_a_provider_that_does_not_answer_is_told(
    admin: ApiClient, guest: ApiClient, keycloak: OpenIdProvider
) -> None:
    provider_id = make(admin, keycloak)
    gone = OpenIdProvider()
    gone.stop()
    settings = {"settings": gone.settings(), "secret": "x"}
    assert admin.patch(f"admin/providers/{provider_id}", settings).status == 200
    answer = guest.post(f"auth/providers/{provider_id}/leave")
    assert (answer.status, answer.problem["code"]) == (503, "no-answer")


def test_a_provider_that_is_off_is_not_there(
    provider_id: str, guest: ApiClient, admin: ApiClient
) -> None:
    brought = leave(guest, provider_id)
    assert guest.get("auth/session").json["providers"] == [
        {"id": provider_id, "name": "Keycloak", "kind": "oidc"}
    ]
    assert admin.patch(f"admin/providers/{provider_id}", {"is_enabled": False}).status == 200
    assert guest.get("auth/session").json["providers"] == []
    assert guest.post(f"auth/providers/{provider_id}/leave").status == 404
    assert arrive(guest, provider_id, brought).status == 404


def test_guessing_is_slowed_down(provider_id: str, guest: ApiClient) -> None:
    for _ in range(5):
        brought = {**leave(guest, provider_id), "code": "made-up"}
        assert arrive(guest, provider_id, brought).status in {401, 503}
    brought = leave(guest, provider_id)
    assert arrive(guest, provider_id, brought).status == 429


def test_the_way_back_is_only_ever_the_configured_address(
    provider_id: str, guest: ApiClient
) -> None:
    sent = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    answer = guest.post(f"auth/providers/{provider_id}/leave", headers=sent)
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fsso%2F" in answer.json["address"]
    assert set(visit(answer.json["address"])) == {"code", "state"}
