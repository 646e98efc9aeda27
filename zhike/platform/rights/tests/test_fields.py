"""Fields hidden, read only and masked: through every door of the record API."""

from typing import Any

import pytest

from tests.cast import ApiClient, set_rights

PHONE, EMAIL, NAME = "+8613812345678", "zhangwei@example.com", "张伟"


@pytest.fixture
def contact(alice: ApiClient) -> dict[str, Any]:
    made = alice.post(
        "records/contact",
        {
            "name": NAME,
            "phone": PHONE,
            "email": EMAIL,
            "job_title": "Buyer",
            "address": {"region": "310104", "street": "漕溪北路 1 号"},
        },
    )
    assert made.status == 201, made
    row: dict[str, Any] = made.json
    return row


def limit(admin: ApiClient, role: str, **parts: Any) -> None:
    answer = set_rights(admin, role, **parts)
    assert answer.status == 200, answer


def row(client: ApiClient, contact: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"records/contact/{contact['id']}").json
    return found


def test_a_hidden_field_is_unknown_everywhere(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, contact: dict[str, Any]
) -> None:
    limit(admin, "member", fields={"contact": {"phone": "hidden"}})
    assert "phone" not in row(bob, contact)
    contacts = next(one for one in bob.get("meta").json["objects"] if one["key"] == "contact")
    assert "phone" not in {field["key"] for field in contacts["fields"]}
    listed = bob.get("objects/contact/fields").json
    assert "phone" not in {field["key"] for field in listed}
    for query, renamed in (
        ({"fields": "phone"}, {"fields": "fhone"}),
        ({"sort": "phone"}, {"sort": "fhone"}),
        ({"filter": _has("phone")}, {"filter": _has("fhone")}),
        ({"filter": {"not": _has("phone")}}, {"filter": {"not": _has("fhone")}}),
    ):
        answer, unknown = (bob.get("records/contact", query=one) for one in (query, renamed))
        assert answer.status == unknown.status >= 400
        told = answer.text.replace(answer.problem["request"].encode(), b"")
        assert told.replace(b"phone", b"fhone") == unknown.text.replace(
            unknown.problem["request"].encode(), b""
        ).replace(b"phone", b"fhone")
    group = {"group": [{"field": "phone"}], "measures": [{"fn": "count"}]}
    assert bob.post("records/contact/aggregate", group).problem["code"] == "unknown-field"
    written = bob.post("records/contact", {"name": "x", "phone": "13900001111"})
    assert written.problem["errors"][0]["code"] == "unknown-field"
    assert " phone," not in written.problem["errors"][0]["message"]
    assert row(admin, contact)["phone"] == PHONE
    history = bob.get(f"records/contact/{contact['id']}/history")
    assert b"phone" not in history.text
    assert PHONE.encode() not in history.text


def _has(path: str) -> dict[str, Any]:
    return {"field": path, "op": "contains", "value": "138"}


def test_a_masked_field_shows_its_part_and_nothing_can_be_found_by_it(
    admin: ApiClient, bob: ApiClient, contact: dict[str, Any]
) -> None:
    limit(admin, "member", classes={"personal": "masked"})
    seen = row(bob, contact)
    assert seen["phone"] == "+86138****5678"
    assert seen["email"] == "z****@example.com"
    assert seen["name"] == seen["title"] == "张**"
    assert seen["address"] == {"country": "CN", "region": "310104", "text": "上海市徐汇区"}
    assert seen["job_title"] == "Buyer"
    listed = bob.get("records/contact", query={"fields": "name,phone"}).json["rows"][0]
    assert (listed["name"], listed["phone"]) == ("张**", "+86138****5678")
    for path in ("phone", "email", "name"):
        condition = {"field": path, "op": "eq", "value": "x"}
        answer = bob.get("records/contact", query={"filter": condition})
        assert answer.problem["errors"][0]["code"] == "masked-field", path
        assert bob.get("records/contact", query={"sort": path}).problem["code"] == "masked-field"
        group = {"group": [{"field": path}], "measures": [{"fn": "count"}]}
        assert bob.post("records/contact/aggregate", group).problem["code"] == "masked-field"
    history = bob.get(f"records/contact/{contact['id']}/history").text.decode()
    assert PHONE not in history
    assert EMAIL not in history
    assert NAME not in history
    assert "漕溪北路" not in history


def test_what_is_masked_can_be_entered_once_and_not_overwritten(
    admin: ApiClient, alice: ApiClient
) -> None:
    limit(admin, "member", fields={"contact": {"phone": "masked"}})
    made = alice.post("records/contact", {"name": "李娜", "phone": PHONE})
    assert made.json["phone"] == "+86138****5678"
    contacts = next(one for one in alice.get("meta").json["objects"] if one["key"] == "contact")
    assert "phone" in contacts["quick"]
    path = f"records/contact/{made.json['id']}"
    changed = alice.patch(path, {"phone": "13900001111"}, version=made.version)
    (problem,) = changed.problem["errors"]
    assert (problem["loc"], problem["code"]) == (["phone"], "read-only")
    assert admin.get(path).json["phone"] == PHONE


def test_a_read_only_field_is_seen_and_not_written(
    admin: ApiClient, alice: ApiClient, contact: dict[str, Any]
) -> None:
    limit(admin, "member", fields={"contact": {"job_title": "view"}})
    path = f"records/contact/{contact['id']}"
    found = alice.get(path)
    assert found.json["job_title"] == "Buyer"
    contacts = next(one for one in alice.get("meta").json["objects"] if one["key"] == "contact")
    locked = {field["key"] for field in contacts["fields"] if field["locked"]}
    assert locked == {"job_title"}
    answer = alice.patch(path, {"job_title": "Boss"}, version=found.version)
    assert answer.status == 422
    ids = {"ids": [contact["id"]], "set": {"job_title": "Boss"}}
    assert alice.post("records/contact/bulk", ids).status == 403
    assert row(admin, contact)["job_title"] == "Buyer"


def test_revealing_needs_the_right_and_a_reason_and_is_written_down(
    admin: ApiClient, manager: ApiClient, bob: ApiClient, contact: dict[str, Any]
) -> None:
    for role in ("member", "manager"):
        limit(admin, role, fields={"contact": {"phone": "masked"}})
    path = f"records/contact/{contact['id']}/reveal"
    asked = {"fields": ["phone"], "reason": "calling back"}
    assert bob.post(path, asked).status == 403
    assert manager.post(path, {**asked, "reason": " "}).status == 422
    assert manager.post(path, {**asked, "fields": ["email"]}).status == 422
    shown = manager.post(path, asked)
    assert shown.json == {"values": {"phone": PHONE}}
    history = admin.get(f"records/contact/{contact['id']}/history").json["items"]
    assert [(one["title"], one["actor"]["id"]) for one in history if one["title"] == "reveal"] == [
        ("reveal", str(manager.id))
    ]


def test_the_widest_of_several_roles_counts(
    admin: ApiClient, bob: ApiClient, contact: dict[str, Any]
) -> None:
    limit(admin, "member", fields={"contact": {"phone": "hidden"}})
    limit(admin, "read_only", fields={"contact": {"phone": "masked"}})
    admin.patch(f"admin/users/{bob.id}", {"roles": ["member", "read_only"]})
    assert row(bob, contact)["phone"] == "+86138****5678"


def test_a_path_through_a_hidden_lookup_is_unknown(admin: ApiClient, bob: ApiClient) -> None:
    company = admin.post("records/company", {"name": "Acme", "owner": None}).json
    admin.post("records/contact", {"name": "Ann", "company": company["id"], "owner": None})
    condition = {"field": "company.name", "op": "eq", "value": "Acme"}
    assert len(bob.get("records/contact", query={"filter": condition}).json["rows"]) == 1
    limit(admin, "member", fields={"contact": {"company": "hidden"}})
    assert bob.get("records/contact", query={"filter": condition}).status == 422
    hidden = {"fields": {"company": {"name": "hidden"}}, "objects": {"company": {"create": "none"}}}
    limit(admin, "member", **hidden)
    assert bob.get("records/contact", query={"filter": condition}).status == 422
    assert bob.get(f"records/company/{company['id']}").json["title"] == ""


def _found(client: ApiClient, text: str) -> list[str]:
    groups = client.get("search", query={"q": text}).json["groups"]
    return [item["title"] for group in groups for item in group["items"]]


def test_nobody_is_found_by_what_is_seen_in_part(
    admin: ApiClient, bob: ApiClient, contact: dict[str, Any]
) -> None:
    for text in (NAME, "zhangwei", PHONE[3:], EMAIL, "buyer"):
        assert _found(bob, text) == [NAME], text
    limit(admin, "member", fields={"contact": {"phone": "masked"}})
    assert _found(bob, PHONE[3:]) == []
    assert _found(bob, EMAIL) == []  # it has the weight of the phone
    assert _found(bob, "zhang") == [NAME]
    limit(admin, "member", classes={"personal": "masked"}, fields={})
    assert _found(bob, NAME) == []
    assert _found(bob, "buyer") == ["张**"]
    assert _found(admin, PHONE[3:]) == [NAME]
