"""Signing in and out with a browser: cookies, forged requests, guessing, and people who may no longer enter."""

import time
from typing import Any

import pytest
from django.conf import LazySettings

from tests.cast import ApiClient
from zhike.platform.identity import network, profile
from zhike.platform.identity.keys import csrf_token
from zhike.platform.identity.models import Session, SignInFailure, User
from zhike.platform.identity.tests.browser import PASSWORD, as_browser, try_password


def test_signing_in_sets_cookies_and_tells_who_it_is(alice: ApiClient, guest: ApiClient) -> None:
    assert guest.get("auth/session").json["signed_in"] is False
    answer = try_password(guest, " ALICE@example.com ", PASSWORD)
    assert answer.status == 200
    assert answer.json["email"] == "alice@example.com"
    assert answer.json["roles"] == ["member"]
    assert [team["name"] for team in answer.json["teams"]] == ["East"]
    cookie = guest.http.cookies["zhike"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not guest.http.cookies["zhike_csrf"]["httponly"]
    assert guest.get("auth/session").json == {
        "signed_in": True,
        "enrolling": False,
        "demo": False,
        "letters": False,
        "providers": [],
        "provider_only": False,
    }
    assert guest.get("auth/me").json["name"] == "Alice"


def test_over_https_the_cookie_is_bound_to_the_host(
    alice: ApiClient, settings: LazySettings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    browser = ApiClient()
    assert try_password(browser, alice.email, PASSWORD).status == 200
    cookie = browser.http.cookies["__Host-zhike"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_the_key_changes_at_sign_in_and_the_old_session_ends(
    alice: ApiClient, guest: ApiClient
) -> None:
    try_password(guest, alice.email, PASSWORD)
    first = guest.http.cookies["zhike"].value
    try_password(as_browser(guest), alice.email, PASSWORD)
    assert guest.http.cookies["zhike"].value != first
    guest.http.cookies["zhike"] = first
    assert guest.get("auth/me").status == 401


def test_the_key_is_not_in_the_database(alice: ApiClient, guest: ApiClient) -> None:
    try_password(guest, alice.email, PASSWORD)
    key = guest.http.cookies["zhike"].value
    stored = Session.objects.filter(user_id=alice.id).values_list("key_hash", flat=True)
    assert key not in stored
    assert all(len(one) == 64 for one in stored)


def test_unknown_wrong_and_disabled_get_one_answer(
    alice: ApiClient, bob: ApiClient, guest: ApiClient
) -> None:
    User.objects.filter(id=bob.id).update(is_active=False)
    answers = [
        try_password(guest, "nobody@example.com", PASSWORD),
        try_password(guest, alice.email, "wrong-password"),
        try_password(guest, bob.email, "bob-password-9"),
    ]
    for answer in answers:
        answer.problem.pop("request")
    assert {answer.status for answer in answers} == {401}
    assert {answer.problem["code"] for answer in answers} == {"sign-in-failed"}
    assert {answer.problem["detail"] for answer in answers} == {
        "E-mail address or password is wrong."
    }
    assert "zhike" not in guest.http.cookies


@pytest.mark.parametrize(
    "email",
    ["*)(uid=*", "alice@example.com*", "' OR 1=1--", "alice@example.com%00", "%", "_" * 254],
)
def test_no_pattern_stands_for_an_address(alice: ApiClient, guest: ApiClient, email: str) -> None:
    assert try_password(guest, email, PASSWORD).problem["code"] == "sign-in-failed"
    assert "zhike" not in guest.http.cookies


def test_an_unknown_address_costs_a_hash_too(
    guest: ApiClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("zhike.platform.identity.passwords.make_password", hashed.append)
    try_password(guest, "nobody@example.com", "some-password")
    assert hashed == ["some-password"]


def test_guessing_is_slowed_down_and_the_right_password_must_wait_too(
    alice: ApiClient, guest: ApiClient
) -> None:
    for _ in range(5):
        assert try_password(guest, alice.email, "guess").status == 401
    answer = try_password(guest, alice.email, PASSWORD)
    assert answer.status == 429
    assert answer.problem["code"] == "too-many-requests"
    assert int(answer.headers["Retry-After"]) >= 1


def test_guesses_elsewhere_lock_nobody_out(alice: ApiClient, guest: ApiClient) -> None:
    for _ in range(8):
        guest.http.post(
            "/api/v1/auth/sign-in",
            {"email": alice.email, "password": "guess"},
            content_type="application/json",
            REMOTE_ADDR="203.0.113.9",
        )
    assert try_password(guest, alice.email, PASSWORD).status == 200


def test_waits_double_and_a_success_takes_the_count_back(
    alice: ApiClient, guest: ApiClient
) -> None:
    waits = []
    for _ in range(8):
        SignInFailure.objects.update(blocked_until=None)
        try_password(guest, alice.email, "guess")
        row = SignInFailure.objects.order_by("-count", "-blocked_until").first()
        assert row is not None
        pair = SignInFailure.objects.filter(blocked_until__isnull=False).first()
        waits.append(round((pair.blocked_until - pair.last_at).total_seconds()) if pair else 0)  # type: ignore[operator]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8]
    SignInFailure.objects.update(blocked_until=None)
    assert try_password(guest, alice.email, PASSWORD).status == 200
    assert [row.count for row in SignInFailure.objects.all()] == [8]


def test_addresses_people_tried_are_not_stored(guest: ApiClient, db: None) -> None:
    try_password(guest, "my-secret-in-the-wrong-box", "x")
    assert not SignInFailure.objects.filter(key__contains="secret").exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_foreign_page_can_neither_sign_in_nor_write(
    alice: ApiClient, guest: ApiClient, headers: dict[str, str], status: int
) -> None:
    assert try_password(guest, alice.email, PASSWORD, **headers).status == status
    answer = alice.patch("auth/me", {"theme": "dark"}, headers=headers)
    assert answer.status == status
    if status == 403:
        assert answer.problem["code"] == "csrf-failed"
        assert User.objects.get(id=alice.id).theme == "system"


@pytest.mark.parametrize("token", ["", "0" * 64, "other session", "ü"])
def test_a_write_needs_the_token_of_this_very_session(alice: ApiClient, token: str) -> None:
    if token == "other session":
        token = csrf_token("another-key")
    answer = alice.patch("auth/me", {"theme": "dark"}, headers={"X-CSRFToken": token})
    assert answer.status == 403
    assert answer.problem["code"] == "csrf-failed"
    assert User.objects.get(id=alice.id).theme == "system"
    assert alice.get("auth/me", headers={"X-CSRFToken": token}).status == 200


def test_a_lost_csrf_cookie_comes_back(alice: ApiClient, guest: ApiClient) -> None:
    try_password(guest, alice.email, PASSWORD)
    del guest.http.cookies["zhike_csrf"]
    guest.get("auth/session")
    assert as_browser(guest).patch("auth/me", {"theme": "dark"}).status == 200


def test_signing_out_ends_the_session_at_once(alice: ApiClient) -> None:
    assert alice.get("auth/me").status == 200
    assert alice.post("auth/sign-out").status == 204
    assert alice.get("auth/me").status == 401
    assert not Session.objects.filter(user_id=alice.id).exists()


def test_one_sees_and_ends_ones_own_sessions_only(alice: ApiClient, bob: ApiClient) -> None:
    other = ApiClient(alice.id)
    rows = alice.get("auth/sessions").json["rows"]
    assert [row["current"] for row in rows] == [False, True]
    assert bob.delete(f"auth/sessions/{rows[0]['id']}").status == 404
    assert other.get("auth/me").status == 200
    assert alice.delete(f"auth/sessions/{rows[0]['id']}").status == 204
    assert other.get("auth/me").status == 401
    assert alice.get("auth/me").status == 200


def test_a_session_ends_when_its_time_is_over(alice: ApiClient) -> None:
    Session.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert alice.get("auth/me").status == 401


def test_another_process_learns_of_a_disabled_person_within_two_seconds(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert alice.get("auth/me").status == 200
    User.objects.filter(id=alice.id).update(is_active=False)  # as if in another process
    later = time.monotonic() + profile.KEEP_SECONDS + 0.1
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert alice.get("auth/me").status == 401


def test_a_request_costs_one_statement_and_none_soon_after(
    alice: ApiClient, django_assert_num_queries: Any
) -> None:
    profile.forget(alice.id)
    with django_assert_num_queries(1):
        alice.get("auth/me")
    with django_assert_num_queries(0):
        alice.get("auth/me")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.7", "198.51.100.4", "198.51.100.4"),
        ("10.0.0.7", "6.6.6.6, 198.51.100.4, 10.1.1.1", "198.51.100.4"),
        ("203.0.113.1", "198.51.100.4", "203.0.113.1"),
        ("10.0.0.7", "<script>", None),
        ("10.0.0.7", "", "10.0.0.7"),
    ],
)
def test_a_forwarded_address_is_believed_from_a_proxy_only(
    settings: LazySettings, rf: Any, peer: str, forwarded: str, address: str | None
) -> None:
    settings.ZHIKE_TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert network.client_address(request) == address


def test_an_ipv6_customer_is_one_subscriber() -> None:
    assert network.subscriber("2001:db8:1:2:3::9") == network.subscriber("2001:db8:1:2::1")
    assert network.subscriber("2001:db8:1:3::1") != network.subscriber("2001:db8:1:2::1")
