"""Rows reached by departments, sharing rules, shares, and records that open others."""

from typing import Any

import pytest

from tests.cast import ApiClient, make_person, set_rights
from zhike.platform.access.models import SharingRule
from zhike.platform.changes.models import Change


def names(client: ApiClient, object_key: str = "contact") -> list[str]:
    rows = client.get(f"records/{object_key}", query={"sort": "name"}).json["rows"]
    return [row["title"] for row in rows]


def set_scope(admin: ApiClient, role: str, object_key: str, **actions: str) -> None:
    answer = set_rights(admin, role, objects={object_key: actions})
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
    condition = {"field": "name", "op": "eq", "value": "Ann"}
    rule = {"object": "contact", "name": "For auditors", "filter": condition, "role": "auditor"}
    made = admin.post("rights/rules", rule).json["id"]
    assert admin.delete("rights/roles/auditor").status == 204
    assert admin.get("rights/rules").json["rows"] == []
    written = Change.objects.get(record=made, verb="delete")
    assert (written.before["name"], written.before["role"]) == ("For auditors", "auditor")


def test_the_administrator_and_built_in_roles_stay(admin: ApiClient, alice: ApiClient) -> None:
    hidden = {"contact": {"view": "none"}}
    refused = set_rights(admin, "administrator", objects=hidden)
    assert refused.problem["code"] == "built-in-role"
    assert admin.delete("rights/roles/member").problem["code"] == "built-in-role"
    assert alice.patch("rights/roles/member", {"objects": hidden}, version=0).status == 403
    assert set_rights(admin, "member", objects={"contact": {"view": "some"}}).status == 422
    unknown = set_rights(admin, "member", fields={"contact": {"fone": "hidden"}})
    assert unknown.problem["errors"][0]["loc"] == ["fields", "contact", "fone"]
    needed = set_rights(admin, "member", fields={"contact": {"name": "hidden"}})
    assert needed.problem["errors"][0]["code"] == "needed"


def test_two_administrators_do_not_overwrite_each_other(admin: ApiClient) -> None:
    role, objects = "rights/roles/member", {"contact": {"view": "own"}}
    assert admin.patch(role, {"objects": objects}).status == 428
    assert admin.patch(role, {"objects": objects}, version=0).status == 200
    stale = admin.patch(role, {"objects": {}}, version=0)
    assert (stale.status, stale.problem["code"]) == (412, "stale-version")
    matrix = admin.get("rights/matrix").json["roles"]
    member = next(one for one in matrix if one["key"] == "member")
    assert (member["objects"], member["version"]) == (objects, 1)
    rule = {"object": "contact", "name": "All", "filter": {"all": []}}
    made = admin.post("rights/rules", rule).json
    path = f"rights/rules/{made['id']}"
    assert admin.put(path, rule).status == 428
    assert admin.put(path, {**rule, "name": "One"}, version=made["version"]).json["version"] == 2
    assert admin.put(path, {**rule, "name": "Two"}, version=made["version"]).status == 412
    assert [one["name"] for one in admin.get("rights/rules").json["rows"]] == ["One"]


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
    admin.put(f"rights/rules/{made.json['id']}", {**rule, "access": "edit"}, version=1)
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


@pytest.fixture
def places(admin: ApiClient, charlie: ApiClient) -> dict[str, str]:
    """Sales with North below it, where Charlie works, and Service beside it."""
    made: dict[str, str] = {}
    for name, parent in (("Sales", None), ("North", "Sales"), ("Service", None)):
        body = {"name": name, "parent": made.get(parent or "")}
        made[name] = admin.post("departments", body).json["id"]
    answer = admin.put(f"admin/users/{charlie.id}/departments", {"departments": [made["North"]]})
    assert answer.status == 204
    return made


def test_a_share_opens_one_record_to_a_department_and_those_below(
    alice: ApiClient, charlie: ApiClient, hers: dict[str, Any], places: dict[str, str]
) -> None:
    path = f"records/contact/{hers['id']}"
    alice.post(f"{path}/shares", {"department": places["Service"]})
    assert names(charlie) == []
    shared = alice.post(f"{path}/shares", {"department": places["Sales"], "part": "support"})
    row = next(one for one in shared.json["rows"] if one["title"] == "Sales")
    assert (row["kind"], row["receiver"], row["part"]) == ("department", places["Sales"], "support")
    assert names(charlie) == ["Ann"]
    found = charlie.get(path)
    assert charlie.patch(path, {"name": "x"}, version=found.version).status == 403
    alice.post(f"{path}/shares", {"department": places["Sales"], "access": "edit"})
    assert charlie.patch(path, {"name": "Anna"}, version=found.version).status == 200
    people = alice.get(f"{path}/rights").json["people"]
    why = {one["name"]: one["reasons"][0]["text"]["en"] for one in people}
    assert why["Charlie"] == "Shared with department Sales"
    assert alice.delete(f"{path}/shares/{row['id']}").status == 204
    assert names(charlie) == []
    both = {"department": places["Sales"], "user": str(charlie.id)}
    assert alice.post(f"{path}/shares", both).status == 422


def test_a_rule_opens_records_to_a_department_and_those_below(
    admin: ApiClient, charlie: ApiClient, hers: dict[str, Any], places: dict[str, str]
) -> None:
    rule = {"object": "contact", "name": "Sales", "filter": {"all": []}}
    made = admin.post("rights/rules", {**rule, "department": places["Service"]}).json
    assert names(charlie) == []
    path = f"rights/rules/{made['id']}"
    assert admin.put(path, {**rule, "department": places["Sales"]}, version=1).status == 200
    assert names(charlie) == ["Ann"]
    used = admin.delete(f"departments/{places['Service']}")
    assert used.status == 204
    admin.put(f"admin/users/{charlie.id}/departments", {"departments": []})
    assert names(charlie) == []
    assert admin.delete(f"departments/{places['North']}").status == 204
    refused = admin.delete(f"departments/{places['Sales']}")
    assert refused.problem["code"] == "department-in-use"
    two = {**rule, "department": places["Sales"], "role": "member"}
    assert admin.post("rights/rules", two).status == 422


def test_a_company_opens_its_contacts_where_a_role_says_so(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    company = charlie.post("records/company", {"name": "Acme"}).json
    admin.post("records/contact", {"name": "Ann", "company": company["id"], "owner": str(alice.id)})
    assert names(charlie) == []
    answer = set_rights(admin, "member", follows={"contact": ["company"]})
    assert answer.status == 200, answer
    assert names(charlie) == ["Ann"]
    wrong = set_rights(admin, "member", follows={"contact": ["owner"]})
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


def test_a_rule_saved_as_it_is_and_a_share_given_again_are_no_changes(
    admin: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    rule = {"object": "contact", "name": "All", "filter": {"all": []}, "role": "member"}
    made = admin.post("rights/rules", rule)
    assert made.status == 201, made
    assert admin.put(f"rights/rules/{made.json['id']}", rule, version=1).status == 200
    assert Change.objects.filter(object="sharing_rule").count() == 1
    assert SharingRule.objects.get().version == 1
    contact = alice.post("records/contact", {"name": "Ann"}).json["id"]
    share = {"user": str(charlie.id), "part": " adviser "}
    for _ in range(2):
        assert alice.post(f"records/contact/{contact}/shares", share).status == 200
    (told,) = Change.objects.filter(object="contact", verb="share")
    assert told.after["share"]["part"] == "adviser"
