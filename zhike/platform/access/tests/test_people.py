"""People as administrators see and change them: every value of the answers, what the log says, and who is refused."""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from zhike.kit.errors import Forbidden
from zhike.platform.access.actions import change_person, create_person, replace_roles, set_roles
from zhike.platform.access.authority import PolicyAuthority
from zhike.platform.access.errors import UnknownRole
from zhike.platform.access.models import RightsStamp, RoleAssignment
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import OPERATOR, SYSTEM, Actor
from zhike.platform.identity.models import Team, User
from zhike.platform.identity.token_actions import create_token

NOBODY = "00000000-0000-7000-8000-000000000000"


def shown(person: ApiClient, name: str, *roles: str, **more: Any) -> dict[str, Any]:
    """A person as the list has them."""
    whole = {"id": str(person.id), "email": person.email, "name": name, "active": True}
    return {**whole, "roles": list(roles), "teams": [], **more}


def narrow(admin: ApiClient) -> ApiClient:
    """The administrator's program, which may administer and no more."""
    _, secret = create_token(OPERATOR, user_id=admin.id, name="program", scopes=["admin"])
    return ApiClient(admin.id, token=secret)


def test_everybody_is_listed_by_name_with_their_roles_and_teams(
    charlie: ApiClient, alice: ApiClient, admin: ApiClient
) -> None:
    east, west = (Team.objects.get(name=name).id for name in ("East", "West"))
    admin.put(f"teams/{west}/members/{alice.id}")
    roles = {"roles": ["read_only", "member"], "active": False}
    changed = admin.patch(f"admin/users/{charlie.id}", roles)
    assert changed.status == 200
    last = shown(charlie, "Charlie", "member", "read_only", active=False, teams=[str(west)])
    assert changed.json == last
    assert admin.get("admin/users").json["rows"] == [
        shown(admin, "Ada", "administrator"),
        shown(alice, "Alice", "member", teams=[str(east), str(west)]),
        last,
    ]


def test_the_roles_one_can_be_given(alice: ApiClient) -> None:
    assert alice.get("roles").json == {
        "rows": [
            {"key": "administrator", "label": {"en": "Administrator", "zh": "管理员"}},
            {"key": "manager", "label": {"en": "Manager", "zh": "经理"}},
            {"key": "member", "label": {"en": "Member", "zh": "成员"}},
            {"key": "read_only", "label": {"en": "Read only", "zh": "只读"}},
        ]
    }


def test_teams_are_listed_by_name(admin: ApiClient, charlie: ApiClient, alice: ApiClient) -> None:
    made = admin.post("teams", {"name": "North"})
    assert (made.status, made.json["name"]) == (201, "North")
    rows = alice.get("teams").json["rows"]
    assert [row["name"] for row in rows] == ["East", "North", "West"]
    assert rows[1] == made.json


def test_a_person_is_made_as_asked_and_it_is_written_down(admin: ApiClient) -> None:
    body = {"email": "new@example.com", "name": "New", "language": "zh-CN"}
    made = admin.post("admin/users", {**body, "roles": ["manager", "member", "member"]})
    assert made.status == 201
    person = User.objects.get(email="new@example.com")
    roles = ["manager", "member"]
    whole = {"id": str(person.id), "email": person.email, "name": "New", "active": True}
    assert made.json == {**whole, "roles": roles, "teams": []}
    assert (person.language, person.has_usable_password()) == ("zh-CN", False)
    create, given = Change.objects.filter(object="user", record=person.id).order_by("id")
    assert (create.verb, create.after) == ("create", body)
    assert (given.verb, given.before, given.after) == ("set-roles", {"roles": []}, {"roles": roles})
    assert {create.actor_id, given.actor_id} == {admin.id}


def test_a_person_is_made_without_roles(admin: ApiClient) -> None:
    made = admin.post("admin/users", {"email": "new@example.com", "name": "New"}).json
    assert made["roles"] == []
    assert [one.verb for one in Change.objects.filter(record=made["id"])] == ["create"]


def test_roles_are_replaced_and_it_is_written_down(admin: ApiClient, alice: ApiClient) -> None:
    path = f"admin/users/{alice.id}"
    kept = RoleAssignment.objects.get(user_id=alice.id)
    for roles in (["read_only", "member"], ["member"], []):
        assert admin.patch(path, {"roles": roles}).json["roles"] == sorted(roles)
        assert alice.get("auth/me").json["roles"] == sorted(roles)
        if roles:
            assert RoleAssignment.objects.filter(id=kept.id).exists()
    changes = Change.objects.filter(object="user", record=alice.id, verb="set-roles").order_by("id")
    assert [(one.before["roles"], one.after["roles"]) for one in changes] == [
        (["member"], ["member", "read_only"]),
        (["member", "read_only"], ["member"]),
        (["member"], []),
    ]


def test_what_is_so_already_is_not_written_again(admin: ApiClient, alice: ApiClient) -> None:
    with unchanged():
        answer = admin.patch(f"admin/users/{alice.id}", {"roles": ["member"]})
        assert answer.json["roles"] == ["member"]
        assert admin.patch(f"admin/users/{alice.id}", {}).status == 200


@pytest.mark.parametrize(
    "body", [{"roles": ["member"]}, {"roles": []}, {"active": True}, {"active": False}, {}]
)
def test_nobody_is_nobody_whatever_is_changed(admin: ApiClient, body: dict[str, Any]) -> None:
    with unchanged():
        answer = admin.patch(f"admin/users/{NOBODY}", body)
        assert (answer.status, answer.problem["code"]) == (404, "not-found")


def test_a_token_that_is_not_for_everything_gives_nobody_a_role(
    admin: ApiClient, alice: ApiClient
) -> None:
    program = narrow(admin)
    assert program.get("admin/users").status == 200  # which notes that the token is in use
    with unchanged():
        for method, path, body in (
            ("patch", f"admin/users/{alice.id}", {"roles": ["administrator"]}),
            ("patch", f"admin/users/{alice.id}", {"active": False, "roles": []}),
            ("post", "admin/users", {"email": "new@example.com", "name": "New"}),
        ):
            answer = program.request(method, path, body)
            assert (answer.status, answer.problem["code"]) == (403, "scope-too-narrow"), path
    assert program.patch(f"admin/users/{alice.id}", {"active": False}).status == 200


def test_who_may_not_manage_people_does_not_by_another_way(
    manager: ApiClient, alice: ApiClient
) -> None:
    """The actions ask, whoever calls them; also when nothing would be changed."""
    actor = Actor(manager.id, "web")
    with unchanged():
        for roles in (["administrator"], ["member"]):
            with pytest.raises(Forbidden) as refused:
                set_roles(actor, alice.id, roles)
            assert refused.value.data == {"object": "user", "action": "admin"}
            with pytest.raises(Forbidden):
                PolicyAuthority().give_roles(actor, alice.id, roles)
        for roles_or_none, active in ((None, None), (["member"], True), (None, False)):
            with pytest.raises(Forbidden):
                change_person(actor, alice.id, roles=roles_or_none, active=active)
        with pytest.raises(Forbidden):
            create_person(
                actor, email="n@example.com", name="N", password=None, language=None, roles=[]
            )
        for path, body in ((f"admin/users/{alice.id}", {}), ("admin/users", None)):
            answer = manager.request("get" if body is None else "patch", path, body)
            assert (answer.status, answer.problem["code"]) == (403, "forbidden")


def test_who_was_entrusted_with_roles_gives_them_without_more_rights(
    manager: ApiClient, alice: ApiClient, admin: ApiClient
) -> None:
    replace_roles(Actor(manager.id, "web"), alice.id, ["read_only"])
    assert alice.get("auth/me").json["roles"] == ["read_only"]
    with pytest.raises(UnknownRole), unchanged():
        replace_roles(SYSTEM, alice.id, ["boss"])
    with unchanged():
        refused = admin.patch(f"admin/users/{admin.id}", {"roles": ["manager", "member"]})
        assert (refused.status, refused.problem["code"]) == (409, "last-administrator")


def test_a_new_page_of_the_book_is_for_everybody_at_once(
    alice: ApiClient, admin: ApiClient
) -> None:
    before = RightsStamp.objects.get().stamp
    assert alice.get("records/contact").status == 200
    rows = admin.get("rights/matrix").json["roles"]
    version = next(one["version"] for one in rows if one["key"] == "member")
    none = {"objects": {"contact": {"view": "none"}}}
    assert admin.patch("rights/roles/member", none, version=version).status == 200
    assert RightsStamp.objects.get().stamp != before
    assert alice.get("records/contact").status == 403
