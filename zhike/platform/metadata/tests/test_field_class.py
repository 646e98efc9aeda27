"""How delicate a field of one's own is: set when it is made or later, and rights by class follow at once."""

from typing import Any

import pytest

from tests.cast import ApiClient, set_rights

SALARY: dict[str, Any] = {
    "key": "salary",
    "kind": "text",
    "label": {"en": "Salary", "zh": "薪资"},
    "field_class": "sensitive",
}


@pytest.fixture
def paid(admin: ApiClient, alice: ApiClient) -> dict[str, Any]:
    """Members see nothing sensitive; Alice's contact has a value in a field that is still internal."""
    assert set_rights(admin, "member", classes={"sensitive": "hidden"}).status == 200
    made = admin.post("objects/contact/fields", {**SALARY, "field_class": "internal"})
    assert (made.status, made.json["field_class"]) == (201, "internal")
    row: dict[str, Any] = alice.post(
        "records/contact", {"name": "Ann", "custom": {"salary": "CANARY"}}
    ).json
    return row


def test_rights_by_class_take_effect_at_once(
    admin: ApiClient, alice: ApiClient, bob: ApiClient, paid: dict[str, Any]
) -> None:
    path = f"records/contact/{paid['id']}"
    assert b"CANARY" in bob.get(path).text
    changed = admin.patch("objects/contact/fields/salary", {"field_class": "sensitive"})
    assert changed.json["field_class"] == "sensitive"
    assert b"CANARY" not in bob.get(path).text
    hidden = bob.get("records/contact", query={"fields": "custom.salary"})
    assert hidden.problem["code"] == "unknown-field"
    assert b"CANARY" in admin.get(path).text
    admin.patch("objects/contact/fields/salary", {"field_class": "personal"})
    assert b"CANARY" in bob.get(path).text
    wrong = admin.patch("objects/contact/fields/salary", {"field_class": "secret"})
    assert wrong.status == 422


def test_who_only_shapes_an_object_cannot_make_a_field_less_delicate(
    admin: ApiClient, alice: ApiClient, paid: dict[str, Any]
) -> None:
    assert set_rights(admin, "member", objects={"contact": {"admin": "all"}}).status == 200
    admin.patch("objects/contact/fields/salary", {"field_class": "sensitive"})
    refused = alice.patch("objects/contact/fields/salary", {"field_class": "public"})
    assert refused.status == 403
    assert b"CANARY" not in alice.get(f"records/contact/{paid['id']}").text


def test_nor_by_making_it_anew(admin: ApiClient, alice: ApiClient, paid: dict[str, Any]) -> None:
    assert admin.patch("objects/contact/fields/salary", {"field_class": "sensitive"}).status == 200
    assert set_rights(admin, "member", objects={"contact": {"admin": "all"}}).status == 200
    assert alice.delete("objects/contact/fields/salary").status == 204
    public = {**SALARY, "field_class": "public"}
    refused = alice.post("objects/contact/fields", public)
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "held")
    assert b"CANARY" not in alice.get(f"records/contact/{paid['id']}").text
    assert alice.post("objects/contact/fields", {**public, "key": "pay"}).status == 201
    assert admin.post("objects/contact/fields", public).status == 201
    assert b"CANARY" in alice.get(f"records/contact/{paid['id']}").text


def test_what_must_be_entered_can_be_entered(admin: ApiClient, paid: dict[str, Any]) -> None:
    required = {**SALARY, "key": "grade", "required": True}
    refused = admin.post("objects/contact/fields", required)
    assert refused.problem["errors"][0]["code"] == "needed"
    assert "Member" in refused.problem["errors"][0]["message"]
    assert admin.post("objects/contact/fields", {**required, "field_class": "public"}).status == 201
    later = admin.patch("objects/contact/fields/grade", {"field_class": "sensitive"})
    assert later.problem["errors"][0]["loc"] == ["field_class"]
