"""Seeing as somebody else: their rights, nothing changed, written down, and over when it must be."""

from typing import Any

from tests.cast import Answer, ApiClient
from zhike.platform.changes.models import Change


def note(admin: ApiClient, person: ApiClient) -> str:
    answer = admin.post(f"auth/view-as/{person.id}")
    assert answer.status == 200, answer
    return str(answer.json["note"])


def look(admin: ApiClient, path: str, seen_with: str, **more: Any) -> Answer:
    return admin.get(path, headers={"X-View-As": seen_with}, **more)


def test_an_administrator_sees_what_the_other_sees(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    alice.post("records/contact", {"name": "Ann"})
    charlie.post("records/contact", {"name": "Carl"})
    with_charlies = note(admin, charlie)
    rows = look(admin, "records/contact", with_charlies).json["rows"]
    assert [row["title"] for row in rows] == ["Carl"]
    assert look(admin, "meta", with_charlies).json["user"]["name"] == "Charlie"
    assert look(admin, "rights/matrix", with_charlies).status == 403
    group = {"group": [], "measures": [{"fn": "count"}]}
    counted = admin.post("records/contact/aggregate", group, headers={"X-View-As": with_charlies})
    assert counted.json["rows"][0]["measures"] == [1]
    assert look(admin, "auth/me", with_charlies).json["name"] == "Ada"
    (written,) = Change.objects.filter(verb="view-as")
    assert (written.record, written.actor_id) == (charlie.id, admin.id)


def test_nothing_can_be_changed_meanwhile(admin: ApiClient, alice: ApiClient) -> None:
    made = alice.post("records/contact", {"name": "Ann"})
    path = f"records/contact/{made.json['id']}"
    headers = {"X-View-As": note(admin, alice)}
    for answer in (
        admin.patch(path, {"name": "x"}, version=made.version, headers=headers),
        admin.delete(path, version=made.version, headers=headers),
        admin.post("records/contact", {"name": "y"}, headers=headers),
        admin.post("records/contact/bulk", {"ids": [], "delete": True}, headers=headers),
        admin.post("undo", {"request": made.json["id"]}, headers=headers),
    ):
        assert (answer.status, answer.problem["code"]) == (403, "view-only")
    assert alice.get(path).json == made.json
    assert len(alice.get("records/contact").json["rows"]) == 1


def test_only_administrators_and_only_through_their_own_session(
    admin: ApiClient, manager: ApiClient, alice: ApiClient, bob: ApiClient
) -> None:
    assert manager.post(f"auth/view-as/{alice.id}").status == 403
    assert alice.post(f"auth/view-as/{bob.id}").status == 403
    assert admin.post(f"auth/view-as/{admin.id}").status == 404
    with_bobs = note(admin, bob)
    for client in (alice, manager):
        refused = look(client, "records/contact", with_bobs)
        assert (refused.status, refused.problem["code"]) == (403, "view-ended")
    other = ApiClient(admin.id, email=admin.email)
    assert look(other, "records/contact", with_bobs).problem["code"] == "view-ended"
    assert look(admin, "records/contact", with_bobs[:-2]).problem["code"] == "view-ended"
    assert look(admin, "records/contact", "x").problem["code"] == "view-ended"


def test_it_ends_with_the_rights_of_the_viewer_and_the_account_of_the_viewed(
    admin: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    with_bobs, with_charlies = note(admin, bob), note(admin, charlie)
    admin.patch(f"admin/users/{bob.id}", {"active": False})
    assert look(admin, "records/contact", with_bobs).problem["code"] == "view-ended"
    admin.patch(f"admin/users/{charlie.id}", {"roles": ["administrator"]})
    admin.patch(f"admin/users/{admin.id}", {"roles": ["member"]})
    assert look(admin, "records/contact", with_charlies).problem["code"] == "view-ended"
