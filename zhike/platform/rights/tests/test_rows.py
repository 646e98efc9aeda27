"""Rows reached by departments, sharing rules, shares, and records that open others."""

from typing import Any

import pytest

from tests.cast import ApiClient, make_person


def names(client: ApiClient, object_key: str = "contact") -> list[str]:
    rows = client.get(f"records/{object_key}", query={"sort": "name"}).json["rows"]
    return [row["title"] for row in rows]


def set_scope(admin: ApiClient, role: str, object_key: str, **actions: str) -> None:
    answer = admin.patch(f"rights/roles/{role}", {"objects": {object_key: actions}})
    assert answer.status == 200, answer


@pytest.fixture
def hers(alice: ApiClient) -> dict[str, Any]:
    made: dict[str, Any] = alice.post("records/contact", {"name": "Ann", "job_title": "Buyer"}).json
    return made


def test_a_role_may_be_narrowed_for_one_object(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, hers: dict[str, Any]
) -> None:
    assert names(bob) == ["Ann"]
    set_scope(admin, "member", "contact", view="own")
    assert names(bob) == []
    assert names(alice) == ["Ann"]
    assert bob.get(f"records/contact/{hers['id']}").status == 404


def test_a_made_role_grants_what_was_set_and_no_more(
    admin: ApiClient, hers: dict[str, Any]
) -> None:
    label = {"en": "Auditor", "zh": "审计"}
    assert admin.post("rights/roles", {"key": "auditor", "label": label}).status == 201
    dan = make_person("Dan", "auditor")
    assert dan.get("records/contact").status == 403
    set_scope(admin, "auditor", "contact", view="all")
    assert names(dan) == ["Ann"]
    assert dan.post("records/contact", {"name": "x"}).status == 403
    assert dan.get("records/company").status == 403
    assert admin.delete("rights/roles/auditor").problem["code"] == "role-in-use"
    admin.patch(f"admin/users/{dan.id}", {"roles": []})
    assert admin.delete("rights/roles/auditor").status == 204


def test_the_administrator_and_built_in_roles_stay(admin: ApiClient, alice: ApiClient) -> None:
    hidden = {"objects": {"contact": {"view": "none"}}}
    assert admin.patch("rights/roles/administrator", hidden).problem["code"] == "built-in-role"
    assert admin.delete("rights/roles/member").problem["code"] == "built-in-role"
    assert alice.patch("rights/roles/member", hidden).status == 403
    wrong = {"objects": {"contact": {"view": "some"}}}
    assert admin.patch("rights/roles/member", wrong).status == 422
    unknown = admin.patch("rights/roles/member", {"fields": {"contact": {"fone": "hidden"}}})
    assert unknown.problem["errors"][0]["loc"] == ["fields", "contact", "fone"]
    needed = admin.patch("rights/roles/member", {"fields": {"contact": {"name": "hidden"}}})
    assert needed.problem["errors"][0]["code"] == "needed"


def test_a_sharing_rule_opens_what_matches_and_no_more(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient, hers: dict[str, Any]
) -> None:
    alice.post("records/contact", {"name": "Ben", "job_title": "Driver"})
    rule = {
        "object": "contact",
        "name": "Buyers",
        "filter": {"field": "job_title", "op": "eq", "value": "buyer"},
        "role": "member",
    }
    assert names(charlie) == []
    made = admin.post("rights/rules", rule)
    assert made.status == 201, made
    assert made.json["sentence"]["en"] == "Job title is “buyer”"
    assert names(charlie) == ["Ann"]
    path = f"records/contact/{hers['id']}"
    found = charlie.get(path)
    assert charlie.patch(path, {"name": "x"}, version=found.version).status == 403
    admin.put(f"rights/rules/{made.json['id']}", {**rule, "access": "edit"})
    changed = charlie.patch(path, {"name": "Anna"}, version=found.version)
    assert changed.status == 200, changed
    assert charlie.delete(path, version=changed.version).status == 403
    admin.delete(f"rights/rules/{made.json['id']}")
    assert names(charlie) == []
    assert charlie.get(path).status == 404


def test_a_share_opens_one_record_to_one_person_or_team(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, hers: dict[str, Any]
) -> None:
    path = f"records/contact/{hers['id']}"
    assert bob.post(f"{path}/shares", {"user": str(charlie.id)}).status == 403
    assert charlie.post(f"{path}/shares", {"user": str(charlie.id)}).status == 404
    assert names(charlie) == []
    shared = alice.post(f"{path}/shares", {"user": str(charlie.id), "part": "adviser"})
    assert shared.json["rows"][0]["access"] == "view"
    assert names(charlie) == ["Ann"]
    found = charlie.get(path)
    assert charlie.patch(path, {"name": "x"}, version=found.version).status == 403
    alice.post(f"{path}/shares", {"user": str(charlie.id), "access": "edit"})
    assert charlie.patch(path, {"name": "Anna"}, version=found.version).status == 200
    assert len(charlie.get(f"{path}/shares").json["rows"]) == 1
    share = shared.json["rows"][0]["id"]
    assert bob.delete(f"{path}/shares/{share}").status == 403
    assert charlie.delete(f"{path}/shares/{share}").status == 204
    assert names(charlie) == []
    team = next(one["id"] for one in alice.get("teams").json["rows"] if one["name"] == "West")
    alice.post(f"{path}/shares", {"team": team})
    assert names(charlie) == ["Anna"]


def test_a_company_opens_its_contacts_where_a_role_says_so(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    company = charlie.post("records/company", {"name": "Acme"}).json
    admin.post("records/contact", {"name": "Ann", "company": company["id"], "owner": str(alice.id)})
    assert names(charlie) == []
    answer = admin.patch("rights/roles/member", {"follows": {"contact": ["company"]}})
    assert answer.status == 200, answer
    assert names(charlie) == ["Ann"]
    wrong = admin.patch("rights/roles/member", {"follows": {"contact": ["owner"]}})
    assert wrong.status == 422


def test_the_page_of_a_record_tells_who_sees_it_and_why(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient, hers: dict[str, Any]
) -> None:
    path = f"records/contact/{hers['id']}"
    alice.post(f"{path}/shares", {"user": str(charlie.id), "part": "adviser"})
    found = bob.get(f"{path}/rights").json
    why = {
        one["name"]: [reason["text"]["en"] for reason in one["reasons"]] for one in found["people"]
    }
    assert why == {
        "Ada": ["Administrator: sees all Contacts"],
        "Alice": ["Member: is the owner"],
        "Bob": ["Member: shares a team with the owner"],
        "Charlie": ["Shared with them as adviser"],
    }
    assert found["mine"]["edit"]["zh"].startswith("您的角色（成员）只能对自己负责的记录")
    mine = alice.get(f"{path}/rights", query={"people": "false"}).json
    assert mine["people"] == []
    assert (mine["mine"]["edit"], mine["mine"]["delete"]) == (None, None)
    assert mine["mine"]["reveal"]["en"].startswith("None of your roles (Member) may do this.")


def test_the_grid_tells_what_was_set_from_what_a_role_comes_with(admin: ApiClient) -> None:
    set_scope(admin, "member", "contact", edit="team", create="none")
    found = admin.get("rights/matrix").json
    member = next(one for one in found["roles"] if one["key"] == "member")
    actions = ("create", "edit", "delete")
    assert [member["grants"]["contact"][one] for one in actions] == ["none", "team", "own"]
    assert [member["defaults"]["contact"][one] for one in actions] == ["all", "own", "own"]
    campaign = next(one for one in found["objects"] if one["key"] == "campaign")
    by_rows = {one["key"]: one["by_rows"] for one in campaign["actions"]}
    assert (by_rows["view"], by_rows["create"], by_rows["send"]) == (True, False, True)
    reader = next(one for one in found["roles"] if one["key"] == "read_only")
    assert "pause" in reader["followers"]["campaign"]
    assert "send" not in reader["followers"]["campaign"]
    assert member["followers"]["campaign"] == member["followers"]["contact"] == []


def test_the_reader_is_told_how_far_their_rights_reach(
    admin: ApiClient, alice: ApiClient, manager: ApiClient
) -> None:
    def contacts(client: ApiClient) -> dict[str, Any]:
        found: list[dict[str, Any]] = client.get("meta").json["objects"]
        return next(one for one in found if one["key"] == "contact")

    assert contacts(admin)["scopes"] == {"view": "all", "edit": "all", "delete": "all"}
    assert contacts(manager)["scopes"] == {"view": "all", "edit": "team", "delete": "team"}
    assert contacts(alice)["scopes"] == {"view": "team", "edit": "own", "delete": "own"}
