"""Whoever holds a directory's token cannot become somebody by giving them an address and forgetting their password."""

from typing import Any

import pytest

from tests.cast import ApiClient, make_person
from zhike.platform.identity.actions import set_password
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.models import ResetLink, User
from zhike.platform.identity.tests.conftest import Mailbag, mailbag
from zhike.platform.provisioning.tests.conftest import Directory, refused

__all__ = ["mailbag"]

EVIL = "attacker@evil.example"
CHANGES = [
    {"op": "replace", "path": "userName", "value": EVIL},
    {"op": "replace", "path": "emails", "value": [{"value": EVIL, "primary": True}]},
    {"op": "replace", "value": {"userName": EVIL, "emails": [{"value": EVIL}]}},
]


def resets(guest: ApiClient, mailbag: Mailbag, email: str) -> list[str]:
    """To whom a link goes when somebody says they forgot the password of an address."""
    assert guest.post("auth/forgot", {"email": email}).status == 204
    return [letter.address for letter in mailbag.collect() if "/reset#" in letter.link]


@pytest.mark.parametrize("operation", CHANGES)
@pytest.mark.parametrize("role", ["manager", "member"])
def test_who_was_here_keeps_their_address(
    directory: Directory, guest: ApiClient, mailbag: Mailbag, role: str, operation: dict[str, Any]
) -> None:
    victim = make_person("Victim", role)
    before = directory.call("get", f"Users/{victim.id}").json
    assert "address" in refused(directory.patch(f"Users/{victim.id}", operation), 403)
    assert directory.call("get", f"Users/{victim.id}").json == before
    assert User.objects.get(id=victim.id).email == victim.email
    assert resets(guest, mailbag, EVIL) == []
    assert resets(guest, mailbag, victim.email) == [victim.email]
    assert victim.get("auth/me").status == 200


def test_who_was_made_here_without_a_password_keeps_it_too(
    directory: Directory, admin: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    made = admin.post("admin/users", {"email": "new@example.com", "name": "New"})
    assert made.status == 201, made
    path = f"Users/{made.json['id']}"
    known = directory.patch(path, {"op": "add", "path": "externalId", "value": "e-9"})
    assert known.status == 200
    refused(directory.patch(path, CHANGES[1]), 403)
    assert User.objects.get(id=made.json["id"]).email == "new@example.com"
    assert resets(guest, mailbag, "new@example.com") == ["new@example.com"]


def test_the_directorys_own_get_another_address_and_no_password_by_letter(
    directory: Directory, guest: ApiClient, mailbag: Mailbag
) -> None:
    made = directory.user(roles=[{"value": "manager"}])
    for operation in CHANGES:
        moved = directory.patch(f"Users/{made['id']}", operation)
        assert (moved.status, moved.json["emails"][0]["value"]) == (200, EVIL)
    assert resets(guest, mailbag, EVIL) == []
    assert not ResetLink.objects.exists()
    assert directory.call("delete", f"Users/{made['id']}").status == 204
    assert directory.user(EVIL)["id"] == made["id"]
    assert resets(guest, mailbag, EVIL) == []


def test_a_password_of_ours_makes_the_address_ours(
    directory: Directory, guest: ApiClient, mailbag: Mailbag
) -> None:
    made = directory.user()
    set_password(SYSTEM, made["id"], "harbour cloud nine")
    refused(directory.patch(f"Users/{made['id']}", CHANGES[0]), 403)
    assert resets(guest, mailbag, EVIL) == []
    assert resets(guest, mailbag, "wang.wei@example.com") == ["wang.wei@example.com"]
