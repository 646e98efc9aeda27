"""Class 17, somebody else's word for who it is (CVE-2026-84458, CVE-2026-34720 forged headers, CVE-2026-44707 pre-registration).

Nobody is signed in by a header, whoever sends it, and an address that was claimed before its owner came is nobody's way in.
"""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from zhike.platform.identity.models import Session
from zhike.platform.identity.tests.browser import try_password

CLAIMS = [
    "X-Remote-User",
    "Remote-User",
    "X-Forwarded-User",
    "X-Forwarded-Email",
    "X-Auth-Request-Email",
    "X-WebAuth-User",
    "X-Authenticated-User",
    "X-User-Id",
    "X-SSO-User",
    "X-Goog-Authenticated-User-Email",
    "X-MS-Client-Principal-Name",
    "Cf-Access-Authenticated-User-Email",
    "X-Ssl-Client-S-Dn",
    "X-View-As",
]


@pytest.mark.parametrize("header", CLAIMS)
def test_no_header_says_who_it_is(
    admin: ApiClient, guest: ApiClient, header: str, settings: Any
) -> None:
    settings.ZHIKE_TRUSTED_PROXIES = ["127.0.0.0/8"]
    for claim in (admin.email, str(admin.id), f"CN={admin.email}", "administrator"):
        sent = {header: claim}
        assert guest.get("auth/me", headers=sent).status == 401
        assert guest.get("auth/session", headers=sent).json["signed_in"] is False
    assert guest.http.get("/api/v1/auth/me", REMOTE_USER=admin.email).status_code == 401


@pytest.mark.parametrize(
    "value",
    [
        "Basic YWRhQGV4YW1wbGUuY29tOmFkYS1wYXNzd29yZC05",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGFAZXhhbXBsZS5jb20ifQ.",
        "Bearer null",
        "Bearer undefined",
        "Bearer zk_",
        "Token x",
        "Negotiate x",
        'Digest username="ada@example.com"',
    ],
)
def test_no_other_kind_of_proof_is_taken(admin: ApiClient, guest: ApiClient, value: str) -> None:
    assert guest.get("auth/me", headers={"Authorization": value}).status == 401
    # What is sent wins over the cookie beside it: a failed proof is not made good by another.
    assert admin.get("auth/me", headers={"Authorization": value}).status == 401


@pytest.mark.parametrize("name", ["zhike", "__Host-zhike", "sessionid", "zhike-pending"])
def test_a_cookie_somebody_else_chose_is_no_session(
    alice: ApiClient, guest: ApiClient, name: str
) -> None:
    guest.http.cookies[name] = "chosen-by-somebody-else"
    assert guest.get("auth/me").status == 401
    guest.http.cookies[name] = str(alice.id)
    assert guest.get("auth/me").status == 401


def test_who_joins_is_who_was_written_to(admin: ApiClient, guest: ApiClient) -> None:
    """The address stands in the invitation: who accepts cannot name another, nor take one that is in use."""
    invited = admin.post("admin/invitations", {"email": "new@example.com", "name": "N"})
    link = admin.post(f"admin/invitations/{invited.json['id']}/link").json["link"]
    body = {"key": link.partition("#")[2], "name": "N", "password": "harbour cloud nine"}
    extras: tuple[dict[str, Any], ...] = (
        {"email": admin.email},
        {"roles": ["administrator"]},
        {"id": str(admin.id)},
        {"teams": []},
    )
    with unchanged():
        for more in extras:
            assert guest.post("auth/invitation/accept", {**body, **more}).status == 422
        taken = {"email": admin.email, "name": "Other"}
        assert admin.post("admin/invitations", taken).problem["code"] == "email-taken"
    joined = guest.post("auth/invitation/accept", body)
    assert joined.json["me"]["email"] == "new@example.com"
    assert joined.json["me"]["roles"] == []
    again = ApiClient().post("auth/invitation/accept", body)
    assert (again.status, again.problem["code"]) == (410, "link-dead")


def test_there_is_no_door_at_which_strangers_register(guest: ApiClient, db: None) -> None:
    for path in ("auth/register", "auth/signup", "auth/sign-up", "users", "admin/users", "setup"):
        answer = guest.post(path, {"email": "x@example.com", "password": "harbour cloud nine"})
        assert answer.status in {401, 404, 405}, path
    assert try_password(guest, "x@example.com", "harbour cloud nine").status == 401
    assert not Session.objects.exists()
