"""Invitations: a letter with a link for one person and one use, with the rights its inviter has when it is accepted."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.platform.access.models import RoleAssignment
from zhike.platform.changes.models import Change
from zhike.platform.identity import department_actions
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.identity.models import (
    DepartmentMember,
    Invitation,
    Session,
    Team,
    User,
)
from zhike.platform.identity.tests.browser import SoftwareKey, as_browser, try_password
from zhike.platform.identity.tests.conftest import Mailbag

PASSWORD = "harbour cloud nine"
NOBODY = "00000000-0000-7000-8000-000000000000"


def invite(admin: ApiClient, **more: object) -> UUID:
    body = {"email": "Nina@Example.com", "name": "Nina", "language": "en", "roles": ["member"]}
    answer = admin.post("admin/invitations", {**body, **more})
    assert answer.status == 201, answer
    return UUID(answer.json["id"])


def key_from(mailbag: Mailbag) -> str:
    [letter] = mailbag.collect()
    return letter.link.partition("#")[2]


def accept(client: ApiClient, key: str, **more: object) -> tuple[int, str]:
    body = {"key": key, "name": "Nina N.", "password": PASSWORD, **more}
    answer = client.post("auth/invitation/accept", body)
    return answer.status, "" if answer.status == 200 else answer.problem["code"]


def test_an_invited_person_joins_with_what_was_promised(
    admin: ApiClient, bob: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    team = Team.objects.get()
    east = department_actions.create_department(SYSTEM, name="East")
    id_ = invite(
        admin, roles=["member", "read_only"], teams=[str(team.id)], department=str(east.id)
    )
    [letter] = mailbag.collect()
    assert (letter.address, letter.language) == ("nina@example.com", "en")
    assert letter.subject == "Ada invites you to Zhike"
    assert letter.link.startswith("http://localhost:8000/accept#")
    key = letter.link.partition("#")[2]
    assert guest.post("auth/invitation", {"key": key}).json == {
        "email": "nina@example.com",
        "name": "Nina",
        "language": "en",
        "by": "Ada",
        "shortest": 10,
    }
    answer = guest.post(
        "auth/invitation/accept", {"key": key, "name": "Nina N.", "password": PASSWORD}
    )
    assert answer.json["me"]["roles"] == ["member", "read_only"]
    assert answer.json["me"]["name"] == "Nina N."
    assert [one["id"] for one in answer.json["me"]["teams"]] == [str(team.id)]
    assert DepartmentMember.objects.get(user_id=id_).department_id == east.id
    assert as_browser(guest).patch("auth/me", {"theme": "dark"}).status == 200
    assert Invitation.objects.count() == 0
    assert [c.verb for c in Change.objects.filter(record=id_).order_by("id")] == [
        "create",
        "accept-invitation",
        "set-roles",
        "sign-in",
        "update",
    ]
    assert accept(ApiClient(), key) == (410, "link-dead")


def test_a_weak_password_leaves_the_invitation(
    admin: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    invite(admin)
    key = key_from(mailbag)
    assert accept(guest, key, password="short")[0] == 422
    assert accept(guest, key, password=None)[0] == 422
    assert accept(guest, key, name=" ")[0] == 422
    assert not User.objects.filter(email="nina@example.com").exists()
    assert accept(guest, key)[0] == 200


def test_joining_with_a_passkey_needs_no_password(
    admin: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    id_ = invite(admin)
    key = key_from(mailbag)
    device = SoftwareKey()
    options = guest.post("auth/invitation/question", {"key": key}).json["options"]
    body = {"key": key, "name": "Nina", "credential": device.make(options)}
    answer = guest.post("auth/invitation/accept", body)
    assert answer.status == 200, answer
    assert len(answer.json["recovery_codes"]) == 10
    assert Session.objects.get(user_id=id_).two_factor is True
    assert not User.objects.get(id=id_).has_usable_password()
    assert try_password(ApiClient(), "nina@example.com", "").status == 401
    other = ApiClient()
    question = other.post("auth/passkey/question").json["options"]
    assert other.post("auth/passkey", {"credential": device.get(question)}).status == 200
    own = as_browser(other).post("auth/password", {"current": "", "new": PASSWORD})
    assert own.status == 204


@pytest.mark.parametrize(
    "change", ["withdrawn", "late", "again", "inviter left", "inviter demoted"]
)
def test_a_link_dies(admin: ApiClient, guest: ApiClient, mailbag: Mailbag, change: str) -> None:
    id_ = invite(admin)
    key = key_from(mailbag)
    if change == "withdrawn":
        assert admin.delete(f"admin/invitations/{id_}").status == 204
    elif change == "late":
        Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    elif change == "again":
        assert admin.post(f"admin/invitations/{id_}/send").status == 200
    elif change == "inviter left":
        User.objects.filter(id=admin.id).update(is_active=False)
    else:
        RoleAssignment.objects.filter(user_id=admin.id).update(role="manager")
    if change.startswith("inviter"):
        from zhike.platform.identity.profile import forget

        forget(admin.id)
    assert accept(guest, key) == (410, "link-dead")
    assert not User.objects.filter(email="nina@example.com").exists()
    assert "zhike" not in guest.http.cookies


def test_sending_again_makes_a_new_link(
    admin: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    id_ = invite(admin)
    first = key_from(mailbag)
    Invitation.objects.update(expires_at=now() - timedelta(days=1))
    assert admin.get("admin/invitations").json["rows"][0]["expired"] is True
    assert admin.post(f"admin/invitations/{id_}/send").json["expired"] is False
    second = key_from(mailbag)
    assert accept(guest, first)[0] == 410
    assert accept(guest, second)[0] == 200


def test_a_link_can_be_handed_over_without_mail(
    admin: ApiClient, guest: ApiClient, mailbag: Mailbag
) -> None:
    id_ = invite(admin)
    mailed = key_from(mailbag)
    link = admin.post(f"admin/invitations/{id_}/link").json["link"]
    assert accept(guest, mailed)[0] == 410
    assert accept(guest, link.partition("#")[2])[0] == 200


def test_what_cannot_be_kept_is_not_promised(
    admin: ApiClient, alice: ApiClient, mailbag: Mailbag
) -> None:
    body = {"email": "nina@example.com", "name": "Nina"}
    for more, code in (
        ({"email": alice.email}, "email-taken"),
        ({"roles": ["emperor"]}, "unknown-role"),
        ({"teams": [NOBODY]}, "not-found"),
        ({"department": NOBODY}, "not-found"),
        ({"email": "nobody"}, "validation-failed"),
        ({"id": NOBODY}, "validation-failed"),
        ({"is_active": True}, "validation-failed"),
    ):
        assert admin.post("admin/invitations", {**body, **more}).problem["code"] == code
    assert Invitation.objects.count() == 0
    invite(admin)
    assert admin.post("admin/invitations", body).problem["code"] == "already-invited"
    assert len(mailbag.collect()) == 1


def test_only_administrators_invite(admin: ApiClient, manager: ApiClient, mailbag: Mailbag) -> None:
    id_ = invite(admin)
    refused = [
        manager.get("admin/invitations"),
        manager.post("admin/invitations", {"email": "x@example.com", "name": "X"}),
        manager.post(f"admin/invitations/{id_}/send"),
        manager.post(f"admin/invitations/{id_}/link"),
        manager.delete(f"admin/invitations/{id_}"),
    ]
    assert [answer.status for answer in refused] == [403] * 5
    assert Invitation.objects.count() == 1


def test_joining_replaces_the_session_the_browser_had(
    admin: ApiClient, alice: ApiClient, mailbag: Mailbag
) -> None:
    invite(admin)
    old = alice.http.cookies["zhike"].value
    assert accept(alice, key_from(mailbag))[0] == 200
    assert alice.http.cookies["zhike"].value != old
    alice.http.cookies["zhike"] = old
    assert alice.get("auth/me").status == 401
