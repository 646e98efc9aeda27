"""People made, changed and shut out by a directory."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.platform.access.models import RoleAssignment
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Session, User
from zhike.platform.provisioning.tests.conftest import USER, Directory, refused


def roles_of(email: str) -> list[str]:
    rows = RoleAssignment.objects.filter(user__email=email).order_by("role")
    return list(rows.values_list("role", flat=True))


def test_a_person_is_made_read_and_listed(directory: Directory) -> None:
    answer = directory.call(
        "post",
        "Users",
        {
            "schemas": [USER],
            "USERNAME": "Wang.Wei@Example.com",
            "externalId": "e-1",
            "name": {"familyName": "王", "givenName": "伟"},
            "preferredLanguage": "zh-Hans-CN",
            "timezone": "Asia/Hong_Kong",
            "password": "never-kept-secret-9",
            "title": "not kept",
        },
    )
    assert answer.status == 201
    made = answer.json
    meta = made.pop("meta")
    assert made == {
        "schemas": [USER],
        "id": made["id"],
        "externalId": "e-1",
        "userName": "wang.wei@example.com",
        "name": {"formatted": "王伟", "familyName": "王", "givenName": "伟"},
        "displayName": "王伟",
        "preferredLanguage": "zh-CN",
        "timezone": "Asia/Hong_Kong",
        "active": True,
        "emails": [{"value": "wang.wei@example.com", "type": "work", "primary": True}],
        "roles": [{"value": "member"}],
    }
    assert answer.headers["Location"] == meta["location"]
    assert meta["location"].endswith(f"/scim/v2/Users/{made['id']}")
    assert (meta["resourceType"], answer.headers["ETag"]) == ("User", meta["version"])
    assert directory.call("get", f"Users/{made['id']}").json == {**made, "meta": meta}
    user = User.objects.get(id=made["id"])
    assert not user.has_usable_password()
    assert directory.found("Users", 'userName eq "WANG.WEI@example.com"') == [
        "wang.wei@example.com"
    ]
    verbs = Change.objects.filter(record=user.id).values_list("verb", flat=True)
    assert {"create", "provision", "set-roles"} <= set(verbs)
    assert "never-kept-secret-9" not in repr(list(Change.objects.values("before", "after")))


def test_only_a_token_made_for_it_speaks_for_a_directory(
    directory: Directory, admin: ApiClient, alice: ApiClient, guest: ApiClient
) -> None:
    tokens = {}
    for scope in ("full", "admin", "read"):
        tokens[scope] = admin.post("auth/tokens", {"name": "x", "scopes": [scope]}).json["token"]
    mine = alice.post("auth/tokens", {"name": "x", "scopes": ["scim"]}).json["token"]
    for path in ("Users", "Groups", "ServiceProviderConfig", "Schemas", "ResourceTypes", "Nothing"):
        refused(Directory("zk_wrong").call("get", path), 401)
        assert guest.get(f"/scim/v2/{path}").status == 401
        assert admin.get(f"/scim/v2/{path}").status == 403
        for token in tokens.values():
            refused(Directory(token).call("get", path), 403)
    before = User.objects.count()
    refused(
        Directory(mine).call("post", "Users", {"schemas": [USER], "userName": "x@example.com"}), 403
    )
    assert User.objects.count() == before
    program = ApiClient(admin.id, token=directory.token)
    assert program.get("records/contact").status == 403
    assert program.get("admin/users").problem["code"] == "scope-too-narrow"


def test_a_person_without_rights_reads_nobody(alice: ApiClient, bob: ApiClient) -> None:
    mine = Directory(alice.post("auth/tokens", {"name": "x", "scopes": ["scim"]}).json["token"])
    for path in ("Users", f"Users/{bob.id}", "Groups"):
        refused(mine.call("get", path), 403)
    refused(mine.call("post", "Users/.search", {"schemas": []}), 403)


def test_whoever_is_not_active_is_out_at_once(directory: Directory, alice: ApiClient) -> None:
    program = ApiClient(alice.id, token=alice.post("auth/tokens", {"name": "x"}).json["token"])
    assert program.get("auth/me").status == 200
    answer = directory.patch(
        f"Users/{alice.id}", {"op": "replace", "path": "active", "value": False}
    )
    assert (answer.status, answer.json["active"]) == (200, False)
    assert alice.get("auth/me").status == 401
    assert program.get("auth/me").status == 401
    assert not Session.objects.filter(user_id=alice.id).exists()
    again = directory.patch(f"Users/{alice.id}", {"op": "Replace", "value": {"active": "True"}})
    assert again.json["active"] is True
    assert program.get("auth/me").status == 401


def test_a_person_who_is_deleted_is_shut_out_and_comes_back_as_the_same(
    directory: Directory,
) -> None:
    made = directory.user(displayName="Wei")
    assert directory.call("delete", f"Users/{made['id']}").status == 204
    for method in ("get", "put", "patch", "delete"):
        refused(directory.call(method, f"Users/{made['id']}", {}), 404)
    assert directory.found("Users", 'userName eq "wang.wei@example.com"') == []
    assert User.objects.get(id=made["id"]).is_active is False
    back = directory.user(displayName="Wei Wang")
    assert (back["id"], back["active"], back["displayName"]) == (made["id"], True, "Wei Wang")


def test_somebody_else_of_the_same_name_is_a_conflict(
    directory: Directory, alice: ApiClient
) -> None:
    before = User.objects.count()
    taken = {"schemas": [USER], "userName": alice.email}
    refused(directory.call("post", "Users", taken), 409, "uniqueness")
    directory.user("one@example.com")
    directory.user("boss", emails=[{"value": "boss@example.com"}])
    named = {"schemas": [USER], "userName": "BOSS", "emails": [{"value": "other@example.com"}]}
    refused(directory.call("post", "Users", named), 409, "uniqueness")
    assert User.objects.count() == before + 2


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"userName": ""},
        {"userName": 5},
        {"userName": "bjensen"},
        {"userName": "a\x00b@example.com"},
        {"userName": "x@example.com", "active": "perhaps"},
        {"userName": "x@example.com", "roles": [{"value": "emperor"}]},
        {"userName": "x@example.com", "emails": [{"value": "not an address"}]},
        {"userName": "x@example.com", "name": "Wei"},
    ],
)
def test_what_cannot_be_a_person_makes_none(directory: Directory, values: dict[str, Any]) -> None:
    before = User.objects.count()
    refused(directory.call("post", "Users", {"schemas": [USER], **values}), 400, "invalidValue")
    assert User.objects.count() == before


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"'])
def test_what_is_no_object_is_refused(directory: Directory, body: bytes) -> None:
    refused(directory.call("post", "Users", body), 400, "invalidSyntax")


def test_the_address_is_the_primary_one_and_goes_along_with_the_user_name(
    directory: Directory,
) -> None:
    emails = [
        {"value": "home@example.com", "type": "home"},
        {"value": "work@example.com", "type": "work"},
    ]
    made = directory.user("wwei", emails=emails)
    assert (made["userName"], made["emails"][0]["value"]) == ("wwei", "work@example.com")
    primary = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "new@example.com"}
    changed = directory.patch(f"Users/{made['id']}", primary).json
    assert (changed["userName"], changed["emails"][0]["value"]) == ("wwei", "new@example.com")
    plain = directory.user("plain@example.com")
    moved = directory.patch(
        f"Users/{plain['id']}", {"op": "replace", "path": "userName", "value": "moved@example.com"}
    ).json
    assert (moved["userName"], moved["emails"][0]["value"]) == (
        "moved@example.com",
        "moved@example.com",
    )


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ({"op": "replace", "path": "displayName", "value": "Wei W."}, "Wei W."),
        ({"op": "add", "path": "name.formatted", "value": "Dr. Wei"}, "Dr. Wei"),
        ({"op": "replace", "path": "name.givenName", "value": "Li"}, "Li Wang"),
        ({"op": "replace", "value": {"name": {"familyName": "李", "givenName": "雷"}}}, "李雷"),
        ({"op": "replace", "path": f"{USER}:displayName", "value": "With URN"}, "With URN"),
        ({"op": "replace", "path": "title", "value": "Boss"}, "Wei Wang"),
        (
            {
                "op": "add",
                "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                "value": "x",
            },
            "Wei Wang",
        ),
        ({"op": "replace", "path": 'phoneNumbers[type eq "work"].value', "value": "1"}, "Wei Wang"),
        ({"op": "remove", "path": "displayName"}, "Wei Wang"),
    ],
)
def test_a_name_is_changed_in_any_of_the_ways_there_are(
    directory: Directory, operation: dict[str, Any], name: str
) -> None:
    made = directory.user(name={"givenName": "Wei", "familyName": "Wang"})
    answer = directory.patch(f"Users/{made['id']}", operation)
    assert (answer.status, answer.json["displayName"]) == (200, name)
    assert User.objects.get(id=made["id"]).name == name


@pytest.mark.parametrize(
    ("operation", "scim_type"),
    [
        ({"op": "replace", "path": "id", "value": "x"}, "mutability"),
        ({"op": "add", "path": "groups", "value": [{"value": "x"}]}, "mutability"),
        ({"op": "replace", "path": "wings", "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": "name..x", "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": 5, "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": "emails[type eq", "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": "emails[type near 5].value", "value": "x"}, "invalidFilter"),
        (
            {"op": "replace", "path": 'emails[type eq "home"]', "value": {"value": "a@b.example"}},
            "noTarget",
        ),
        ({"op": "remove"}, "noTarget"),
        ({"op": "fly", "path": "active"}, "invalidSyntax"),
        ({"op": "replace", "value": "x"}, "invalidValue"),
        ("replace", "invalidSyntax"),
    ],
)
def test_a_patch_that_cannot_be_done_changes_nothing(
    directory: Directory, operation: Any, scim_type: str
) -> None:
    made = directory.user()
    first = {"op": "replace", "path": "displayName", "value": "Changed"}
    refused(directory.patch(f"Users/{made['id']}", first, operation), 400, scim_type)
    assert directory.call("get", f"Users/{made['id']}").json == made


def test_put_sets_what_it_says_and_leaves_roles_and_standing_alone(directory: Directory) -> None:
    made = directory.user(externalId="e-1", roles=[{"value": "manager"}], displayName="Wei")
    answer = directory.call(
        "put",
        f"Users/{made['id']}",
        {"schemas": [USER], "userName": made["userName"], "displayName": "Wei 2"},
    )
    assert answer.status == 200
    assert (answer.json["displayName"], answer.json["active"]) == ("Wei 2", True)
    assert "externalId" not in answer.json
    assert roles_of(made["userName"]) == ["manager"]
    assert (
        directory.patch(
            f"Users/{made['id']}",
            {"op": "replace", "path": "roles", "value": ["member", "read_only"]},
        ).status
        == 200
    )
    assert roles_of(made["userName"]) == ["member", "read_only"]


def test_a_stale_version_changes_nothing(directory: Directory) -> None:
    made = directory.user()
    path, version = f"Users/{made['id']}", made["meta"]["version"]
    change = {"op": "replace", "path": "displayName", "value": "One"}
    kept = directory.call("get", path, headers={"If-None-Match": version})
    assert (kept.status, kept.text) == (304, b"")
    first = directory.patch(path, change, headers={"If-Match": version})
    assert first.status == 200
    assert first.json["meta"]["version"] != version
    late = {"op": "replace", "path": "displayName", "value": "Two"}
    for method in ("put", "patch", "delete"):
        body = {"schemas": [], "userName": "x@example.com", "Operations": [late]}
        refused(directory.call(method, path, body, headers={"If-Match": version}), 412)
    assert directory.call("get", path).json == first.json


def test_attributes_are_shown_as_asked(directory: Directory) -> None:
    made = directory.user(name={"givenName": "Wei", "familyName": "Wang"})
    path = f"Users/{made['id']}"
    only = directory.call("get", path, query={"attributes": "username,name.GivenName"}).json
    assert only == {
        "schemas": [USER],
        "id": made["id"],
        "userName": made["userName"],
        "name": {"givenName": "Wei"},
    }
    without = directory.call("get", path, query={"excludedAttributes": "emails,meta,id"}).json
    assert set(made) - set(without) == {"emails", "meta"}


def test_a_method_an_address_does_not_take_is_refused(directory: Directory) -> None:
    for method, path in (
        ("put", "Users"),
        ("delete", "Groups"),
        ("post", "Schemas"),
        ("get", "Users/.search"),
    ):
        refused(directory.call(method, path, {}), 405)
    refused(directory.call("get", "Devices"), 404)
    refused(directory.call("get", "Users/not-an-id"), 404)


@pytest.mark.parametrize(
    ("kind", "key", "longest"),
    [
        ("Users", "externalId", 200),
        ("Users", "userName", 254),
        ("Users", "displayName", 200),
        ("Groups", "externalId", 200),
        ("Groups", "displayName", 200),
    ],
)
def test_what_is_too_long_is_refused_and_not_cut(
    directory: Directory, kind: str, key: str, longest: int
) -> None:
    named = {"userName": "new@example.com"} if kind == "Users" else {"displayName": "North"}
    body = {"schemas": [], **named, "emails": [{"value": "new@example.com"}]}
    told = refused(
        directory.call("post", kind, {**body, key: "x" * (longest + 1)}), 400, "invalidValue"
    )
    assert told == f"{key} has at most {longest} characters."
    assert not User.objects.filter(email="new@example.com").exists()
    made = directory.call("post", kind, {**body, key: "x" * longest})
    assert made.status == 201, made
    assert made.json[key] == "x" * longest
