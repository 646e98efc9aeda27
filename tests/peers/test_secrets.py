"""Class 23, secrets that get out (CVE-2026-65599, NetBox 4.7 tokens in the results of jobs, tokens in tickets and logs).

Canaries are sown where secrets are: in what people enter as passwords, keys and codes, in headers and cookies, in settings and in values
that are refused. They are looked for in the log, in error pages, in the change log and its export, in the arguments of jobs, in what is
kept of repeated requests, and in how objects show themselves.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configuration
from django.db import connection

from tests.cast import ApiClient
from zhike.config import connections as config_connections
from zhike.platform.identity.tests.browser import PASSWORD, enrol, try_password
from zhike.platform.identity.tests.conftest import Mailbag, mailbag

__all__ = ["mailbag"]
CANARY = "zqsecret"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything, however little it matters."""
    caplog.set_level(logging.DEBUG)
    return caplog


def stored() -> str:
    """All text of the tables that tell what happened or what is to be done."""
    tables = (
        "changes_change",
        "procrastinate_jobs",
        "procrastinate_events",
        "identity_signinfailure",
        "records_idempotentanswer",
        "jobs_progress",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [list(tables)])
        assert {name for (name,) in cursor.fetchall()} == set(tables)
        cursor.execute(" UNION ALL ".join(f"SELECT t::text FROM {name} t" for name in tables))
        return "\n".join(row[0] for row in cursor.fetchall())


def sown(alice: ApiClient, guest: ApiClient) -> Iterator[Any]:
    """Requests that carry a canary where a secret stands, taken or refused."""
    secret = f"{CANARY}-word"
    yield try_password(guest, alice.email, secret)
    yield try_password(guest, secret, secret)
    yield guest.post("auth/sign-in", {"email": alice.email, "password": [secret]})
    yield guest.post("auth/sign-in", f'{{"email": "{secret}'.encode())
    yield guest.post("auth/second-step", {"method": "totp", "code": secret})
    yield guest.post("auth/reset", {"key": secret, "password": secret})
    yield guest.post("auth/reset", {"key": secret, "password": secret, "more": secret})
    yield guest.post("auth/invitation", {"key": secret})
    yield guest.post("auth/invitation/accept", {"key": secret, "name": "x", "password": secret})
    yield guest.get("auth/me", headers={"Authorization": f"Bearer {secret}"})
    yield guest.get("auth/me", headers={"Authorization": f"Basic {secret}"})
    yield guest.get("auth/me", headers={"Cookie": f"zhike={secret}"})
    yield guest.get(f"/t/c/{secret}")
    yield guest.get(f"/u/{secret}")
    yield alice.post("auth/password", {"current": secret, "new": secret})
    yield alice.post("auth/proof", {"method": "password", "code": secret})
    yield alice.patch("auth/me", {"name": "x"}, headers={"X-CSRFToken": secret})
    yield alice.post("records/contact", {"name": "x"}, headers={"X-CSRFToken": secret})
    yield alice.get("records/contact", headers={"X-View-As": secret})
    yield alice.get("records/contact", query={"cursor": secret})


def test_what_was_entered_as_a_secret_is_written_nowhere(
    alice: ApiClient, admin: ApiClient, guest: ApiClient, log: pytest.LogCaptureFixture
) -> None:
    statuses = set()
    for answer in sown(alice, guest):
        assert answer.status < 500
        statuses.add(answer.status)
        assert CANARY.encode() not in answer.text, answer
        assert CANARY not in repr(dict(answer.headers))
    assert {401, 403, 410, 422} <= statuses
    assert CANARY not in stored()
    assert CANARY not in log.text
    assert CANARY.encode() not in admin.get("audit").text


def test_keys_that_work_are_written_nowhere(
    alice: ApiClient,
    admin: ApiClient,
    guest: ApiClient,
    mailbag: Mailbag,
    log: pytest.LogCaptureFixture,
) -> None:
    """Of a whole day of signing in: cookies, tokens, links, seeds, codes and passwords."""
    person = enrol(alice)
    token = alice.post("auth/tokens", {"name": "t"}, key="once").json["token"]
    ApiClient(alice.id, token=token).post("records/contact", {"name": "x"}, key="twice")
    try_password(guest, alice.email, PASSWORD)
    pending = guest.http.cookies["zhike-pending"].value
    guest.post("auth/second-step", {"method": "recovery", "code": person.recovery[0]})
    guest.post("auth/forgot", {"email": alice.email})
    reset = next(one.link for one in mailbag.collect() if "/reset#" in one.link).partition("#")[2]
    invited = admin.post("admin/invitations", {"email": "n@example.com", "name": "N"}).json["id"]
    link = admin.post(f"admin/invitations/{invited}/link").json["link"].partition("#")[2]
    note = admin.post(f"auth/view-as/{alice.id}").json["note"]
    admin.get("records/contact", headers={"X-View-As": note})
    cookies = [client.http.cookies["zhike"].value for client in (alice, admin, guest)]
    secrets = [token, pending, reset, link, note, person.seed, *person.recovery, *cookies, PASSWORD]
    places = stored() + log.text + admin.get("audit", query={"limit": "200"}).text.decode()
    assert [one for one in secrets if one in places] == []


def test_a_failure_tells_no_secret_of_the_house(
    alice: ApiClient, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    """Nor the request's: what a page of errors, or the log of one, could show is not in them."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("zhike.platform.identity.api.actions.change_own_password", fail)
    monkeypatch.setattr("zhike.platform.records.api.actions.create_record", fail)
    secret = f"{CANARY}-word"
    cookie = alice.http.cookies["zhike"].value
    for answer in (
        alice.post("auth/password", {"current": secret, "new": secret}),
        alice.post("records/contact", {"name": secret}, key=secret),
    ):
        assert answer.status == 500
        assert set(answer.problem) == {
            "type", "title", "status", "code", "detail", "errors", "request",
        }  # fmt: skip
        for told in (answer.text.decode(), log.text):
            for one in (secret, cookie, configuration.SECRET_KEY, "password="):
                assert one not in told


def test_objects_show_themselves_without_their_secrets(alice: ApiClient) -> None:
    """What `repr` says ends in logs and in traces."""
    from zhike.platform.identity.models import ApiToken, Session, User

    account = config_connections.Account("zhike_app", f"{CANARY}-word")
    place = config_connections.Connections("h", "1", "n", account, account, account)
    alice.post("auth/tokens", {"name": "t"})
    shown = [repr(account), str(account), repr(place)]
    for row in (User.objects.get(id=alice.id), ApiToken.objects.get(), Session.objects.first()):
        shown += [repr(row), str(row)]
    for text in shown:
        assert CANARY not in text
        assert "md5$" not in text
        assert "argon2" not in text


def test_settings_are_told_to_nobody(admin: ApiClient, settings: Any) -> None:
    """Passwords of the mail server and the database, and the key that signs, are in no answer an administrator gets."""
    settings.ZHIKE_SMTP_URL = f"smtp://user:{CANARY}-smtp@127.0.0.1:1"
    database = str(configuration.DATABASES["default"]["PASSWORD"])
    pages = ["meta", "audit", "audit/words", "admin/security", "marketing/sender", "openapi.json"]
    pages += ["/metrics", "/readyz", "jobs", "rights/document", "auth/session", "admin/workspace"]
    template = {"name": "t", "subject": "s", "body": "b"}
    made = admin.post("records/template", template).json["id"]
    answers = [admin.get(page) for page in pages]
    answers.append(admin.post(f"marketing/templates/{made}/test-send", {}))
    for answer in answers:
        for secret in (f"{CANARY}-smtp", configuration.SECRET_KEY, database or CANARY):
            assert secret not in answer.text.decode(), answer
