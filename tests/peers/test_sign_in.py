"""Class 18, signing in and resetting (CVE-2025-52898, CVE-2024-36419 links to a forged Host; CVE-2024-47057; CVE-2025-52575).

The battery of `zhike/platform/identity/tests` has reset twice, reset after a changed address, hosts, replayed and neighbouring codes,
recovery codes twice, skipped second steps and timing. Here: the same at once from two sides, and proofs put in the wrong hands.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.cast import ApiClient, make_person
from tests.rights.tables import unchanged
from zhike.platform.identity.keys import csrf_token
from zhike.platform.identity.models import Session, User
from zhike.platform.identity.tests.browser import PASSWORD, AppUser, as_browser, enrol, try_password
from zhike.platform.identity.tests.conftest import Mailbag, app_user, mailbag
from zhike.platform.identity.tests.test_reset import NEW, ask, key_from

__all__ = ["app_user", "mailbag"]


def at_once(work: Callable[[], int], times: int = 4) -> list[int]:
    """The same work from several sides at the same moment; the statuses, sorted."""
    start, found = threading.Barrier(times), []

    def run() -> None:
        start.wait()
        try:
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["totp", "recovery"])
def test_a_code_lets_one_in_however_many_send_it_at_once(method: str) -> None:
    person = enrol(make_person("Alice", "member", "East"))
    code = person.code() if method == "totp" else person.recovery[0]

    def step() -> int:
        browser = ApiClient()
        assert try_password(browser, "alice@example.com", PASSWORD).status == 202
        return browser.post("auth/second-step", {"method": method, "code": code}).status

    assert at_once(step) == [200, 401, 401, 401]
    assert Session.objects.filter(method=f"password+{method}").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_link_sets_one_password_however_many_follow_it_at_once(mailbag: Mailbag) -> None:
    make_person("Alice", "member", "East")
    assert ask(ApiClient()) == 204
    key = key_from(mailbag)

    def follow() -> int:
        return ApiClient().post("auth/reset", {"key": key, "password": NEW}).status

    assert at_once(follow) == [204, 410, 410, 410]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_administrator_stays_however_two_shut_each_other_out() -> None:
    first, second = make_person("Ada", "administrator"), make_person("Eve", "administrator")
    for _ in range(8):
        pairs = [(first, second), (second, first)]

        def shut_out(pairs: list[tuple[ApiClient, ApiClient]] = pairs) -> int:
            one, other = pairs.pop()
            return one.patch(f"admin/users/{other.id}", {"active": False}).status

        assert at_once(shut_out, 2)[0] == 200
        left = User.objects.filter(is_active=True, role_assignments__role="administrator")
        assert left.count() == 1
        User.objects.update(is_active=True)
        first, second = ApiClient(first.id), ApiClient(second.id)


def test_a_first_step_is_its_persons(app_user: AppUser, bob: ApiClient, guest: ApiClient) -> None:
    """Alice's password and Bob's code, or Bob's password and Alice's code, are nobody's proof."""
    bobs = enrol(bob)
    for email, password, person in (
        ("alice@example.com", PASSWORD, bobs),
        (bob.email, "bob-password-9", app_user),
    ):
        browser = ApiClient()
        assert try_password(browser, email, password).status == 202
        for method, code in (("totp", person.code()), ("recovery", person.recovery[0])):
            answer = browser.post("auth/second-step", {"method": method, "code": code})
            assert (answer.status, answer.problem["code"]) == (401, "wrong-code")
    stolen = ApiClient()
    try_password(guest, "alice@example.com", PASSWORD)
    stolen.http.cookies["zhike-pending"] = guest.http.cookies["zhike-pending"].value[:-2] + "xx"
    answer = stolen.post("auth/second-step", {"method": "totp", "code": app_user.code()})
    assert answer.problem["code"] == "start-again"


def test_a_key_from_before_is_not_the_key_afterwards(alice: ApiClient, guest: ApiClient) -> None:
    """Neither of a session nor of its pages: what somebody planted in the browser is worth nothing."""
    guest.http.cookies["zhike"] = "planted-by-somebody"
    guest.http.cookies["zhike_csrf"] = csrf_token("planted-by-somebody")
    assert try_password(guest, alice.email, PASSWORD).status == 200
    key = guest.http.cookies["zhike"].value
    assert key != "planted-by-somebody"
    assert guest.http.cookies["zhike_csrf"].value == csrf_token(key)
    planted = ApiClient()
    planted.http.cookies["zhike"] = "planted-by-somebody"
    assert planted.get("auth/me").status == 401


def test_whoever_signs_in_after_somebody_else_leaves_nothing_of_them(
    alice: ApiClient, bob: ApiClient, guest: ApiClient
) -> None:
    try_password(guest, alice.email, PASSWORD)
    old = guest.http.cookies["zhike"].value
    assert try_password(as_browser(guest), bob.email, "bob-password-9").status == 200
    assert as_browser(guest).get("auth/me").json["email"] == bob.email
    guest.http.cookies["zhike"] = old
    assert guest.get("auth/me").status == 401


@pytest.mark.parametrize(
    "email",
    [
        "alice@example.com,eve@evil.example",
        "alice@example.com;eve@evil.example",
        "alice@example.com\nBcc: eve@evil.example",
        "alice@example.com%0aBcc:eve@evil.example",
        "Alice <alice@example.com>, eve@evil.example",
        "alice@example.com eve@evil.example",
        "alice@éxample.com",
        "alice@example.com.",
        "alice+x@example.com",
        ["alice@example.com", "eve@evil.example"],
        {"email": "alice@example.com"},
    ],
)
def test_a_link_is_sent_to_the_address_of_a_person_only(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag, email: Any
) -> None:
    answer = guest.post("auth/forgot", {"email": email})
    assert answer.status in {204, 422}
    assert [letter.address for letter in mailbag.collect()] == []


def test_looking_at_a_link_does_not_use_it_up(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    """Mail scanners follow links; what they fetch never holds the key, which is behind the #."""
    ask(guest)
    key = key_from(mailbag)
    with unchanged():
        for path in ("/reset", f"/reset?key={key}", f"/reset/{key}", "/accept"):
            for method in ("get", "head"):
                assert guest.request(method, path).status in {200, 503}
        assert guest.get("auth/reset", query={"key": key}).status == 405
    assert guest.post("auth/reset", {"key": key, "password": NEW}).status == 204


def test_a_session_is_good_for_one_thing(app_user: AppUser, guest: ApiClient) -> None:
    """A session is no token, a token no session, and neither is a link or a first step."""
    key = app_user.client.http.cookies["zhike"].value
    assert guest.get("auth/me", headers={"Authorization": f"Bearer {key}"}).status == 401
    assert guest.post("auth/reset", {"key": key, "password": NEW}).status == 410
    assert guest.post("auth/invitation", {"key": key}).status == 410
    token = app_user.client.post("auth/tokens", {"name": "t"}).json["token"]
    guest.http.cookies["zhike"] = token
    assert guest.get("auth/me").status == 401
    guest.http.cookies["zhike-pending"] = token
    answer = guest.post("auth/second-step", {"method": "totp", "code": app_user.code()})
    assert answer.problem["code"] == "start-again"
