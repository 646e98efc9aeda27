"""Forgotten passwords: the answer tells nothing, the link is good for one use, and it always leads to our own address."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity import security_actions
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.models import ResetLink, Session, User
from zhike.platform.identity.tests.browser import PASSWORD, AppUser, try_password
from zhike.platform.identity.tests.conftest import Mailbag

NEW = "harbour cloud nine"


def ask(client: ApiClient, email: str = "alice@example.com", **headers: str) -> int:
    return client.post("auth/forgot", {"email": email}, headers=headers).status


def key_from(mailbag: Mailbag) -> str:
    [letter] = [one for one in mailbag.collect() if "/reset#" in one.link]
    assert letter.address == "alice@example.com"
    return letter.link.partition("#")[2]


def choose(client: ApiClient, key: str, password: str = NEW) -> tuple[int, str]:
    answer = client.post("auth/reset", {"key": key, "password": password})
    return answer.status, answer.problem["code"] if answer.status != 204 else ""


def test_a_link_sets_a_new_password_and_ends_every_session(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    assert ask(guest, " Alice@Example.com ") == 204
    key = key_from(mailbag)
    assert choose(guest, key) == (204, "")
    assert alice.get("auth/me").status == 401
    assert "zhike" not in guest.http.cookies
    assert try_password(guest, alice.email, PASSWORD).status == 401
    assert try_password(guest, alice.email, NEW).status == 200
    assert Change.objects.filter(verb="reset-password", record=alice.id).count() == 1
    assert key not in repr(list(Change.objects.values()))


def test_the_key_is_stored_as_its_hash_and_travels_in_no_queue(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    ask(guest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        arguments = [row[0] for row in cursor.fetchall()]
    assert len(arguments) == 1
    assert "alice" not in arguments[0]
    key = key_from(mailbag)
    assert key not in arguments[0]
    assert ResetLink.objects.get().key_hash != key


def test_known_unknown_and_disabled_addresses_get_one_answer_at_one_price(
    alice: ApiClient, bob: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    User.objects.filter(id=bob.id).update(is_active=False)
    prices, answers = set(), set()
    for email in (alice.email, "nobody@example.com", bob.email, "no address at all"):
        with CaptureQueriesContext(connection) as captured:
            answer = guest.post("auth/forgot", {"email": email})
        prices.add(len(captured.captured_queries))
        answers.add((answer.status, answer.text))
    assert answers == {(204, b"")}
    assert len(prices) == 1
    assert [letter.address for letter in mailbag.collect()] == [alice.email]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        {"Host": "localhost,evil.example"},
        {"Host": "localhost:8000@evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "4444"},
    ],
)
def test_the_link_never_leads_where_a_header_says(
    alice: ApiClient,
    guest: ApiClient,
    mailbag: Mailbag,
    headers: dict[str, str],
    settings: LazySettings,
) -> None:
    settings.ZHIKE_BASE_URL = "https://crm.example.com"
    ask(guest, **headers)
    for letter in mailbag.collect():
        assert letter.link.startswith("https://crm.example.com/reset#")
        assert "evil" not in repr(letter)
        assert "4444" not in repr(letter)


def test_a_host_that_is_not_ours_is_refused(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag, settings: LazySettings
) -> None:
    settings.ZHIKE_HOSTS = ["testserver"]
    answer = guest.post(
        "auth/forgot", {"email": alice.email}, headers={"Origin": "http://testserver"}
    )
    assert answer.status == 204
    refused = guest.http.post("/api/v1/auth/forgot", HTTP_HOST="evil.example")
    assert refused.status_code in (400, 403, 422)
    assert len(mailbag.collect()) == 1


def test_a_link_is_good_for_one_use(alice: ApiClient, guest: ApiClient, mailbag: Mailbag) -> None:
    ask(guest)
    key = key_from(mailbag)
    assert choose(guest, key)[0] == 204
    assert choose(guest, key, "another harbour nine") == (410, "link-dead")
    assert User.objects.get(id=alice.id).check_password(NEW)


def test_a_second_link_takes_the_place_of_the_first(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    ask(guest)
    first = key_from(mailbag)
    ask(guest)
    assert mailbag.collect() == []  # too soon: the first link stays good
    ResetLink.objects.update(created_at=now() - timedelta(minutes=3))
    ask(guest)
    second = key_from(mailbag)
    assert choose(guest, first) == (410, "link-dead")
    assert choose(guest, second)[0] == 204


@pytest.mark.parametrize("change", ["email", "late", "disabled", "password", "email back"])
def test_a_link_dies_with_what_it_was_for(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag, admin: ApiClient, change: str
) -> None:
    ask(guest)
    key = key_from(mailbag)
    if change.startswith("email"):
        assert admin.put(f"admin/users/{alice.id}/email", {"email": "a@example.com"}).status == 204
        if change == "email back":
            security_actions.change_email(SYSTEM, alice.id, "alice@example.com")
    elif change == "late":
        ResetLink.objects.update(expires_at=now())
    elif change == "disabled":
        admin.patch(f"admin/users/{alice.id}", {"active": False})
        admin.patch(f"admin/users/{alice.id}", {"active": True})
    else:
        alice.post("auth/password", {"current": PASSWORD, "new": "another harbour 9"})
    before = User.objects.get(id=alice.id).password
    assert choose(guest, key) == (410, "link-dead")
    assert User.objects.get(id=alice.id).password == before


def test_a_refused_password_leaves_the_link(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    ask(guest)
    key = key_from(mailbag)
    assert choose(guest, key, "short") == (422, "validation-failed")
    assert alice.get("auth/me").status == 200
    assert choose(guest, key)[0] == 204


def test_second_factors_outlive_a_reset(
    app_user: AppUser, guest: ApiClient, mailbag: Mailbag
) -> None:
    ask(guest)
    assert choose(guest, key_from(mailbag))[0] == 204
    assert Session.objects.count() == 0
    answer = try_password(guest, "alice@example.com", NEW)
    assert answer.status == 202
    assert answer.json["methods"] == ["totp", "recovery"]


def test_made_up_keys_are_dead(alice: ApiClient, guest: ApiClient) -> None:
    for key in ("", "x", "a" * 100, "' OR 1=1--"):
        assert choose(guest, key) == (410, "link-dead")
    assert choose(guest, "a" * 101)[0] == 422
    assert choose(guest, "a\x00")[0] == 422


def test_asking_is_slowed_down_per_asker_and_signing_in_is_not(
    alice: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    assert [ask(guest) for _ in range(6)] == [204] * 5 + [429]
    assert [ask(guest, "nobody@example.com") for _ in range(6)] == [204] * 5 + [429]
    assert len(mailbag.collect()) == 1
    elsewhere: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9", "content_type": "application/json"}
    answer = guest.http.post("/api/v1/auth/forgot", {"email": alice.email}, **elsewhere)
    assert answer.status_code == 204
    assert try_password(guest, alice.email, PASSWORD).status == 200
