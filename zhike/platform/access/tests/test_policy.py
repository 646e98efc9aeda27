"""Roles, scopes and the policy's answers, as booleans, as rows and as SQL."""

from uuid import UUID

import pytest

from tests.cast import ApiClient
from zhike.kit.errors import Forbidden
from zhike.kit.ids import new_id
from zhike.kit.sql import Sql
from zhike.platform.access import roles
from zhike.platform.access.policy import Policy, policy_of
from zhike.platform.access.roles import declare_grants
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.identity.models import User
from zhike.platform.identity.profile import profile_of


@pytest.fixture(autouse=True)
def own_grants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "_declared", {})


def policy(client: ApiClient) -> Policy:
    return policy_of(Actor(client.id, "web"))


EVERYTHING = [
    "view",
    "create",
    "edit",
    "delete",
    "import",
    "export",
    "bulk",
    "reveal",
    "admin",
    "send",
]


def test_what_each_role_may_do(
    alice: ApiClient, manager: ApiClient, admin: ApiClient, reader: ApiClient
) -> None:
    found = {
        client.email.split("@")[0]: {
            action: policy(client).scope("contact", action) for action in EVERYTHING
        }
        for client in (alice, manager, admin, reader)
    }
    assert found["ada"] == dict.fromkeys(EVERYTHING, "all")
    assert found["morgan"] == {
        "view": "all",
        "create": "all",
        "edit": "team",
        "delete": "team",
        "import": "all",
        "export": "all",
        "bulk": "all",
        "reveal": "all",
        "admin": "none",
        "send": "team",
    }
    assert found["alice"] == {
        **dict.fromkeys(EVERYTHING, "none"),
        "view": "team",
        "create": "all",
        "edit": "own",
        "delete": "own",
    }
    assert found["rita"] == {**dict.fromkeys(EVERYTHING, "none"), "view": "all"}


def test_a_team_is_those_who_share_one(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    rows = policy(alice).rows("contact", "view")
    assert set(rows.owners or ()) == {alice.id, bob.id}
    assert rows.covers(bob.id)
    assert not rows.covers(charlie.id)


def test_somebody_without_a_team_is_their_own_team(admin: ApiClient) -> None:
    admin.patch(f"admin/users/{admin.id}", {"roles": ["administrator", "member"]})
    loner = admin.post("admin/users", {"email": "l@x.com", "name": "L", "roles": ["member"]}).json
    rows = policy_of(Actor(UUID(loner["id"]), "web")).rows("contact", "view")
    assert rows.owners == (UUID(loner["id"]),)


def test_unowned_rows_are_seen_by_all_and_changed_by_teams(
    alice: ApiClient, manager: ApiClient, reader: ApiClient
) -> None:
    assert policy(alice).rows("contact", "view").covers(None)
    assert not policy(alice).rows("contact", "edit").covers(None)
    assert policy(manager).rows("contact", "edit").covers(None)
    declare_grants("contact", {"member": {"view": "own"}})
    profile_policy = Policy(profile_of(alice.id), (roles.ROLES["member"],))
    assert profile_policy.rows("contact", "view").covers(None)
    assert not policy(reader).rows("contact", "edit").covers(None)


def test_conditions_say_the_same_in_sql(alice: ApiClient, bob: ApiClient, admin: ApiClient) -> None:
    assert policy(admin).owned("contact", "view", "r") == Sql("TRUE")
    assert policy(alice).owned("contact", "send", "r") == Sql("FALSE")
    assert policy(alice).owned("contact", "edit", "r") == Sql('"r".owner_id = %s', (alice.id,))
    team = policy(alice).owned("contact", "view", "r")
    assert team.text == '("r".owner_id = ANY(%s::uuid[]) OR "r".owner_id IS NULL)'
    assert set(team.params[0].strip("{}").split(",")) == {str(alice.id), str(bob.id)}


def test_an_object_may_say_otherwise(alice: ApiClient, reader: ApiClient, admin: ApiClient) -> None:
    declare_grants(
        "campaign", {"member": {"view": "all", "send": "own", "edit": "none"}, "administrator": {}}
    )
    mine = Policy(profile_of(alice.id), (roles.ROLES["member"],))
    assert mine.scope("campaign", "view") == "all"
    assert mine.scope("campaign", "send") == "own"
    assert mine.scope("campaign", "edit") == "none"
    assert mine.scope("campaign", "pause") == "none"
    assert mine.scope("contact", "pause") == "own"
    assert policy(admin).scope("campaign", "send") == "all"


def test_the_administrator_cannot_be_narrowed(admin: ApiClient) -> None:
    declare_grants("contact", {"administrator": {"view": "none"}})
    assert policy(admin).scope("contact", "view") == "all"


def test_wrong_declarations_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown role 'boss'"):
        declare_grants("contact", {"boss": {"view": "all"}})
    with pytest.raises(ValueError, match="unknown scope 'some'"):
        declare_grants("contact", {"member": {"view": "some"}})  # type: ignore[dict-item]


def test_several_roles_widen_each_other(alice: ApiClient, admin: ApiClient) -> None:
    assert policy(alice).scope("contact", "view") == "team"
    admin.patch(f"admin/users/{alice.id}", {"roles": ["member", "read_only"]})
    assert policy(alice).scope("contact", "view") == "all"
    assert policy(alice).scope("contact", "edit") == "own"


def test_nobody_unknown_or_disabled_may_anything(alice: ApiClient) -> None:
    User.objects.filter(id=alice.id).update(is_active=False)
    for actor in (Actor(None, "web"), Actor(new_id(), "job"), Actor(alice.id, "job")):
        assert not policy_of(actor).may("contact", "view")
        with pytest.raises(Forbidden):
            policy_of(actor).require("contact", "view")
        assert policy_of(actor).owned("contact", "view", "r") == Sql("FALSE")


def test_the_house_may_all() -> None:
    assert policy_of(SYSTEM).may("contact", "admin")
    assert policy_of(SYSTEM).rows("contact", "edit").covers(None)


def test_the_last_administrator_stays(admin: ApiClient, alice: ApiClient) -> None:
    for body in ({"active": False}, {"roles": ["member"]}):
        answer = admin.patch(f"admin/users/{admin.id}", body)
        assert answer.problem["code"] == "last-administrator"
    assert admin.get("auth/me").json["roles"] == ["administrator"]
    admin.patch(f"admin/users/{alice.id}", {"roles": ["administrator"]})
    assert admin.patch(f"admin/users/{admin.id}", {"roles": ["member"]}).status == 200
    assert admin.get("admin/users").status == 403


def test_unknown_roles_are_named(admin: ApiClient, alice: ApiClient) -> None:
    answer = admin.patch(f"admin/users/{alice.id}", {"roles": ["boss"]})
    assert answer.status == 422
    assert "administrator, manager, member, read_only" in answer.problem["detail"]
    assert alice.get("auth/me").json["roles"] == ["member"]


def test_roles_are_listed_in_both_languages(alice: ApiClient) -> None:
    rows = alice.get("roles").json["rows"]
    assert rows[0] == {"key": "administrator", "label": {"en": "Administrator", "zh": "管理员"}}
