"""A directory behind the password form: who is asked about, what is never tried, and which roles groups give."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Identity, Session, User
from zhike.platform.identity.providers.tests import certificates
from zhike.platform.identity.providers.tests.conftest import TRUSTED
from zhike.platform.identity.providers.tests.ldap_server import SECRET, SERVICE, LdapServer
from zhike.platform.identity.tests.browser import PASSWORD, as_browser, try_password

WORD = "a word of the directory"


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[LdapServer]:
    running = LdapServer(*certificates.make(tmp_path))
    running.add("Alice", WORD)
    yield running
    running.stop()


@pytest.fixture
def certificate(tmp_path: Path, directory: LdapServer) -> str:
    return (tmp_path / "directory.pem").read_text()


def described(directory: LdapServer, certificate: str, **settings: Any) -> dict[str, Any]:
    return {
        "kind": "ldap",
        "name": "Directory",
        "settings": {
            "server": f"ldap://127.0.0.1:{directory.port}",
            "base": "dc=example,dc=com",
            "bind_dn": SERVICE,
            "certificate": certificate,
            **settings,
        },
        "secret": SECRET,
        "private_hosts": ["127.0.0.1"],
        "is_enabled": True,
        **TRUSTED,
    }


@pytest.fixture
def provider_id(admin: ApiClient, alice: ApiClient, directory: LdapServer, certificate: str) -> str:
    answer = admin.post("admin/providers", described(directory, certificate))
    assert answer.status == 201, answer
    return str(answer.json["id"])


def test_the_directorys_password_opens(
    provider_id: str, guest: ApiClient, alice: ApiClient, directory: LdapServer
) -> None:
    answer = try_password(guest, "Alice@Example.com", WORD)
    assert (answer.status, answer.json["id"]) == (200, str(alice.id)), answer
    session = Session.objects.order_by("-created_at")[0]
    assert session.method == "ldap"
    change = Change.objects.get(verb="sign-in")
    assert change.after == {"ip": "127.0.0.1", "method": "ldap", "provider": "Directory"}
    assert directory.asked == [
        "start tls",
        f"bind {SERVICE}",
        "search alice@example.com",
        "bind cn=Alice,ou=people,dc=example,dc=com",
    ]
    assert Identity.objects.get().subject == "uuid-Alice"
    # The house's own password still opens, too: administrators need it on the day the directory is down.
    assert try_password(ApiClient(), alice.email, PASSWORD).status == 200


def test_a_directory_has_no_button(provider_id: str, guest: ApiClient, alice: ApiClient) -> None:
    assert guest.get("auth/session").json["providers"] == []
    assert alice.get("auth/identities").json == {"rows": [], "others": []}
    assert guest.post(f"auth/providers/{provider_id}/leave").status == 404


@pytest.mark.parametrize("password", ["", "wrong", "\x00", WORD.upper(), WORD + "\x00", "*"])
def test_a_wrong_or_empty_password_opens_nothing(
    provider_id: str, guest: ApiClient, directory: LdapServer, password: str
) -> None:
    before = Session.objects.count()
    answer = try_password(guest, "alice@example.com", password)
    assert (answer.status, answer.problem["code"]) == (401, "sign-in-failed")
    assert (Session.objects.count(), Identity.objects.count()) == (before, 0)
    if not password or "\x00" in password:
        assert directory.asked == []


@pytest.mark.parametrize(
    "email",
    [
        *("*@example.com", "*)(uid=*@example.com", "a*@example.com", "alice@example.com)(cn=*"),
        *("alice)(|(mail=*@example.com", "\\2a@example.com", "\\61lice@example.com"),
        *("(alice@example.com", "alice@example.com\\00", "alice\n@example.com"),
    ],
)
def test_an_address_is_a_value_and_never_a_filter(
    provider_id: str, guest: ApiClient, directory: LdapServer, email: str
) -> None:
    answer = try_password(guest, email, WORD)
    assert (answer.status, answer.problem["code"]) == (401, "sign-in-failed")
    assert not [one for one in directory.asked if one.startswith("bind cn=Alice")]
    assert Identity.objects.count() == 0


def test_only_addresses_of_its_domains_are_asked_about(
    provider_id: str, guest: ApiClient, directory: LdapServer
) -> None:
    for email in ("alice@elsewhere.example", "alice", "alice@sub.example.com", "@", ""):
        assert try_password(guest, email, WORD).status == 401
    assert directory.asked == []


def test_two_entries_of_one_address_are_nobody(
    provider_id: str, guest: ApiClient, directory: LdapServer
) -> None:
    directory.add("Alia", WORD, mail=[b"alice@example.com"])
    assert try_password(guest, "alice@example.com", WORD).status == 401


def test_another_entry_with_the_address_is_another_person(
    provider_id: str, guest: ApiClient, directory: LdapServer
) -> None:
    assert try_password(guest, "alice@example.com", WORD).status == 200
    directory.people.clear()
    directory.add("Newcomer", WORD, mail=[b"alice@example.com"])
    answer = try_password(ApiClient(), "alice@example.com", WORD)
    assert (answer.status, answer.problem["code"]) == (403, "not-connected")


def test_who_is_disabled_here_stays_out(
    provider_id: str, guest: ApiClient, admin: ApiClient, alice: ApiClient
) -> None:
    assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    answer = try_password(guest, "alice@example.com", WORD)
    assert (answer.status, answer.problem["code"]) == (401, "sign-in-failed")


def test_active_directorys_ids_are_bytes(
    provider_id: str, guest: ApiClient, admin: ApiClient, directory: LdapServer, certificate: str
) -> None:
    directory.people.clear()
    directory.add("Alice", WORD, objectGUID=[b"\x01\xfe\x00\x7f"])
    settings = described(directory, certificate, id_attribute="objectGUID")["settings"]
    change = {"settings": settings, "secret": SECRET}
    assert admin.patch(f"admin/providers/{provider_id}", change).status == 200
    assert try_password(guest, "alice@example.com", WORD).status == 200
    assert Identity.objects.get().subject == "01fe007f"


def test_groups_give_roles_and_take_them(
    provider_id: str, admin: ApiClient, directory: LdapServer
) -> None:
    mei = directory.add("Mei", WORD, memberOf=[b"CN=Sales Leads,OU=Groups,DC=example,DC=com"])
    change = {
        "makes_people": True,
        "roles": ["member"],
        "group_roles": {"sales leads": "manager", "CN=Audit,DC=example,DC=com": "read_only"},
    }
    assert admin.patch(f"admin/providers/{provider_id}", change).status == 200
    assert try_password(ApiClient(), "mei@example.com", WORD).json["roles"] == ["manager", "member"]
    directory.people[mei][1]["memberOf"] = [b"cn=audit,dc=example,dc=com"]
    answer = try_password(ApiClient(), "mei@example.com", WORD)
    assert answer.json["roles"] == ["member", "read_only"]
    answer = admin.patch(f"admin/providers/{provider_id}", {"group_roles": {"x": "emperor"}})
    assert answer.problem["code"] == "unknown-role"
    user = User.objects.get(email="mei@example.com")
    assert Change.objects.filter(record=user.id, verb="set-roles").count() == 3


def test_who_has_no_own_password_proves_themselves_with_the_directorys(
    provider_id: str, guest: ApiClient, admin: ApiClient, directory: LdapServer
) -> None:
    directory.add("Mei", WORD)
    assert admin.patch(f"admin/providers/{provider_id}", {"makes_people": True}).status == 200
    assert try_password(guest, "mei@example.com", WORD).status == 200
    assert as_browser(guest).get("auth/factors").json["proofs"] == ["password"]
    Session.objects.update(proved_at="2020-01-01T00:00:00Z")
    for code, status in (("wrong", 401), (WORD, 204)):
        assert guest.post("auth/proof", {"method": "password", "code": code}).status == status


def test_ldaps_and_its_certificate(
    admin: ApiClient, alice: ApiClient, directory: LdapServer, certificate: str
) -> None:
    answer = admin.post("admin/providers", described(directory, certificate))
    path = f"admin/providers/{answer.json['id']}"
    tried = admin.post(f"{path}/try")
    assert tried.json == {
        "sentence": "The directory answers; 1 entries of the kind were found below the base."
    }
    # Nobody vouches for its certificate any more.
    settings = described(directory, "")["settings"]
    assert admin.patch(path, {"settings": settings}).status == 200
    tried = admin.post(f"{path}/try")
    assert (tried.status, tried.problem["code"]) == (503, "no-answer")
    assert directory.asked.count(f"bind {SERVICE}") == 1


def test_what_is_wrong_with_a_directory_is_told(
    admin: ApiClient, alice: ApiClient, directory: LdapServer, certificate: str
) -> None:
    answer = admin.post("admin/providers", described(directory, certificate))
    path = f"admin/providers/{answer.json['id']}"
    assert admin.patch(path, {"secret": "wrong"}).status == 200
    tried = admin.post(f"{path}/try")
    assert "(49 invalidCredentials)" in tried.problem["detail"]
    assert admin.patch(path, {"secret": ""}).status == 200
    assert admin.post(f"{path}/try").problem["code"] == "provider-refused"
    directory.garbage = True
    tried = admin.post(f"{path}/try")
    assert "it does not speak LDAP" in tried.problem["detail"]
    refused = try_password(ApiClient(), "alice@example.com", WORD)
    assert (refused.status, refused.problem["code"]) == (503, "no-answer")
    assert try_password(ApiClient(), "alice@example.com", PASSWORD).status == 200


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"trusts_email": False, "domains": []}, ["trusts_email"]),
        ({"settings": {"login_attribute": "mail)(x=*"}}, ["settings", "login_attribute"]),
        ({"settings": {"certificate": "not a certificate"}}, ["settings", "certificate"]),
    ],
)
def test_what_is_not_right_is_said_at_its_place(
    admin: ApiClient,
    directory: LdapServer,
    certificate: str,
    change: dict[str, Any],
    place: list[str],
) -> None:
    body = described(directory, certificate)
    settings = {**body["settings"], **change.pop("settings", {})}
    answer = admin.post("admin/providers", {**body, **change, "settings": settings})
    assert place in [error["loc"] for error in answer.problem["errors"]], answer
