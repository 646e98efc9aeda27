"""Class 5, fields told by a side path (CVE-2026-90934, CVE-2026-29108: any user got password hashes; CVE-2024-47053).

That hidden and masked fields of records are told by no route is proven by `tests/rights`. Here: what no reader may ever be told,
the administrator neither: passwords, keys, seeds and codes, and what is stored of them.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.cast import Answer, ApiClient
from tests.test_guest_census import routes
from zhike.platform.identity.tests.browser import AppUser, enrol
from zhike.platform.identity.tests.conftest import mailbag

__all__ = ["mailbag"]

STORED = """
SELECT password FROM identity_user WHERE password <> ''
UNION ALL SELECT key_hash FROM identity_session
UNION ALL SELECT key_hash FROM identity_apitoken
UNION ALL SELECT key_hash FROM identity_resetlink
UNION ALL SELECT key_hash FROM identity_invitation WHERE key_hash IS NOT NULL
UNION ALL SELECT code_hash FROM identity_recoverycode
UNION ALL SELECT encode(sealed_seed, form) FROM identity_totpfactor, unnest(ARRAY['hex', 'base64']) form
"""


@pytest.fixture
def secrets(alice: ApiClient, admin: ApiClient, guest: ApiClient, mailbag: object) -> list[str]:
    """Something of every kind that is kept secret, as stored and as handed out."""
    person: AppUser = enrol(alice)
    made = alice.post("auth/tokens", {"name": "t"})
    assert made.status == 201, made
    assert guest.post("auth/forgot", {"email": admin.email}).status == 204
    invited = admin.post("admin/invitations", {"email": "i@example.com", "name": "I"}).json["id"]
    link = admin.post(f"admin/invitations/{invited}/link").json["link"]
    mailbag.collect()  # type: ignore[attr-defined]  # the letters that make keys
    cookies = [client.http.cookies["zhike"].value for client in (alice, admin)]
    found = [made.json["token"], link.partition("#")[2], person.seed, *person.recovery, *cookies]
    with connection.cursor() as cursor:
        cursor.execute(STORED)
        stored = [row[0] for row in cursor.fetchall()]
    assert len(stored) > 18
    return [*found, *stored]


def told(client: ApiClient, person: str) -> Iterator[tuple[str, Answer]]:
    """All that can be asked for without changing anything, about one's own house and one person."""
    for method, path in routes():
        if method == "get":
            yield path, client.get(re.sub(r"(?<=/)0000[0-9a-f-]+", person, path))
    for key in ("user", "team", "security", "invitation"):
        yield key, client.get("audit", query={"object": key})
        yield key, client.post("exports", {"object": key})
        for part in ("", f"/{person}", f"/{person}/history", f"/{person}/timeline"):
            yield key, client.get(f"records/{key}{part}")
    yield "export of the log", client.post("exports", {"object": "audit"})


def test_no_reader_is_told_a_password_or_a_key(
    secrets: list[str], alice: ApiClient, admin: ApiClient
) -> None:
    looked_for = re.compile("|".join(map(re.escape, secrets)).encode())
    answered = 0
    for client in (alice, admin):
        for path, answer in told(client, str(alice.id)):
            assert answer.status < 500, path
            answered += answer.status == 200
            assert not looked_for.search(answer.text), path
    assert answered > 60


def test_passwords_and_keys_are_no_fields_of_anything(admin: ApiClient) -> None:
    words = ("password", "key_hash", "sealed_seed", "code_hash", "public_key", "credential_id")
    meta = admin.get("meta").text.decode()
    document = admin.get("rights/document").text.decode()
    matrix = admin.get("rights/matrix").text.decode()
    assert [word for word in words if word in meta + document + matrix] == []


def test_other_people_are_a_name_and_an_address(alice: ApiClient, bob: ApiClient) -> None:
    rows = alice.get("users").json["rows"]
    assert {key for row in rows for key in row} == {"id", "title", "email"}
    assert alice.get("auth/me").json["email"] == alice.email
    for path in ("admin/users", "admin/ways-in", f"admin/users/{bob.id}/owned"):
        assert alice.get(path).status == 403, path
