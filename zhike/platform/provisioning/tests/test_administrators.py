"""A directory leaves administrators alone, unless somebody allowed it; and it never shuts out the last."""

from typing import Any

import pytest

from tests.cast import ApiClient, make_person
from zhike.platform.access.models import RoleAssignment
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import User
from zhike.platform.provisioning.tests.conftest import USER, Directory, refused


@pytest.fixture
def second(db: None) -> ApiClient:
    """Another administrator."""
    return make_person("Bea", "administrator")


def is_administrator(user_id: Any) -> bool:
    return RoleAssignment.objects.filter(user_id=user_id, role="administrator").exists()


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "userName", "value": "mine@evil.example"},
        {"op": "replace", "path": "emails", "value": [{"value": "mine@evil.example"}]},
        {"op": "replace", "path": "displayName", "value": "Somebody"},
        {"op": "replace", "path": "roles", "value": [{"value": "member"}]},
        {"op": "remove", "path": "roles"},
        {"op": "add", "path": "roles", "value": [{"value": "member"}]},
    ],
)
def test_an_administrator_is_not_changed(
    directory: Directory, second: ApiClient, operation: dict[str, Any]
) -> None:
    before = directory.call("get", f"Users/{second.id}").json
    assert "administrators" in refused(directory.patch(f"Users/{second.id}", operation), 403)
    assert directory.call("get", f"Users/{second.id}").json == before
    assert second.get("auth/me").status == 200


def test_nobody_is_made_an_administrator(directory: Directory, alice: ApiClient) -> None:
    body = {"schemas": [USER], "userName": "new@example.com", "roles": ["administrator"]}
    refused(directory.call("post", "Users", body), 403)
    assert not User.objects.filter(email="new@example.com").exists()
    more = {"op": "add", "path": "roles", "value": [{"value": "administrator"}]}
    refused(directory.patch(f"Users/{alice.id}", more), 403)
    assert not is_administrator(alice.id)


def test_an_administrator_may_be_shut_out_but_not_let_in_again(
    directory: Directory, second: ApiClient
) -> None:
    out = {"op": "replace", "path": "active", "value": False}
    assert directory.patch(f"Users/{second.id}", out).json["active"] is False
    assert second.get("auth/me").status == 401
    back = {"op": "replace", "path": "active", "value": True}
    refused(directory.patch(f"Users/{second.id}", back), 403)
    assert directory.call("delete", f"Users/{second.id}").status == 204
    refused(directory.call("post", "Users", {"schemas": [USER], "userName": second.email}), 403)
    assert User.objects.get(id=second.id).is_active is False


def test_the_last_administrator_stays(directory: Directory, admin: ApiClient) -> None:
    out = {"op": "replace", "path": "active", "value": False}
    assert "last administrator" in refused(directory.patch(f"Users/{admin.id}", out), 409)
    refused(directory.call("delete", f"Users/{admin.id}"), 409)
    assert admin.get("auth/me").status == 200
    assert directory.call("get", f"Users/{admin.id}").json["active"] is True


def test_where_it_is_allowed_administrators_are_made_and_changed(
    directory: Directory, admin: ApiClient, second: ApiClient
) -> None:
    state = admin.patch("admin/provisioning", {"administrators": True})
    assert (state.status, state.json["administrators"]) == (200, True)
    made = directory.user("new@example.com", roles=[{"value": "administrator"}])
    assert is_administrator(made["id"])
    less = {"op": "replace", "path": "roles", "value": [{"value": "member"}]}
    assert directory.patch(f"Users/{second.id}", less).status == 200
    assert not is_administrator(second.id)
    assert Change.objects.filter(object="provisioning", verb="update").count() == 1


def test_the_page_tells_where_and_how_the_directory_comes_in(
    directory: Directory, admin: ApiClient, alice: ApiClient
) -> None:
    directory.user()
    state = admin.get("admin/provisioning").json
    assert state["address"].endswith("/scim/v2")
    assert (state["default_roles"], state["administrators"], state["people"]) == (
        ["member"],
        False,
        1,
    )
    (token,) = state["tokens"]
    assert (token["name"], token["user"]["title"], "token" in token) == ("Entra", "Ada", False)
    for method, body in (("get", None), ("patch", {"administrators": True})):
        assert alice.request(method, "admin/provisioning", body).status == 403
    for role, code in (("administrator", "administrators-are-ours"), ("emperor", "unknown-role")):
        answer = admin.patch("admin/provisioning", {"default_roles": [role]})
        assert answer.problem["code"] == code
    assert admin.get("admin/provisioning").json == state
    assert admin.patch("admin/provisioning", {"default_roles": ["read_only"]}).status == 200
    assert directory.user("two@example.com")["roles"] == [{"value": "read_only"}]
