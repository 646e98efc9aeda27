"""What is noted of people, and rules and filters that say "mine" of it."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.platform.changes.models import Change

AREA: dict[str, Any] = {
    "label": {"en": "Area", "zh": "区域"},
    "options": [
        {"key": "east", "label": {"en": "East", "zh": "华东"}},
        {"key": "north", "label": {"en": "North", "zh": "华北"}},
    ],
}
RULE: dict[str, Any] = {
    "object": "contact",
    "name": "My area",
    "filter": {"field": "custom.area", "op": "mine", "value": "area"},
}


def names(client: ApiClient, **query: Any) -> list[str]:
    rows = client.get("records/contact", query={"sort": "name", **query}).json["rows"]
    return [row["title"] for row in rows]


def note(admin: ApiClient, person: ApiClient, **values: list[str]) -> None:
    answer = admin.put(f"admin/users/{person.id}/attributes", {"values": values})
    assert answer.status == 200, answer


@pytest.fixture
def areas(admin: ApiClient, alice: ApiClient) -> None:
    """The attribute, and three contacts of Alice's; their field writes the areas in its own way."""
    assert admin.put("rights/attributes/area", AREA).status == 200
    options = [
        {"key": "h1", "label": {"en": "East", "zh": "东部"}},
        {"key": "h2", "label": {"en": "Far north", "zh": "华北"}},
    ]
    field = {
        "key": "area",
        "kind": "choice",
        "label": AREA["label"],
        "settings": {"options": options},
    }
    assert admin.post("objects/contact/fields", field).status == 201
    for name, area in (("Ann", "h1"), ("Ben", "h2"), ("Cleo", None)):
        made = alice.post("records/contact", {"name": name, "custom": {"area": area}})
        assert made.status == 201, made


def test_a_rule_says_mine(admin: ApiClient, charlie: ApiClient, areas: None) -> None:
    made = admin.post("rights/rules", RULE)
    assert made.json["sentence"] == {"en": "Area is my area", "zh": "区域是我的“区域”"}
    assert names(charlie) == []
    note(admin, charlie, area=["east"])
    assert names(charlie) == ["Ann"]
    note(admin, charlie, area=["east", "north"])
    assert names(charlie) == ["Ann", "Ben"]
    assert names(charlie, filter=RULE["filter"]) == ["Ann", "Ben"]
    people = admin.get(f"records/contact/{_id(admin, 'Ben')}/rights").json["people"]
    why = {one["name"]: [reason["text"]["en"] for reason in one["reasons"]] for one in people}
    assert why["Charlie"] == ["Sharing rule “My area”"]
    note(admin, charlie)
    assert names(charlie) == []


def _id(client: ApiClient, name: str) -> str:
    node = {"field": "name", "op": "eq", "value": name}
    found: str = client.get("records/contact", query={"filter": node}).json["rows"][0]["id"]
    return found


def test_a_rule_never_opens_what_is_not_mine(
    admin: ApiClient, charlie: ApiClient, areas: None
) -> None:
    for tree in ({"not": RULE["filter"]}, {"any": [{"not": {"all": [RULE["filter"]]}}]}):
        refused = admin.post("rights/rules", {**RULE, "filter": tree})
        assert refused.problem["errors"][0]["code"] == "not-mine"
    assert names(charlie) == []
    unknown = {**RULE["filter"], "value": "line"}
    answer = admin.post("rights/rules", {**RULE, "filter": unknown})
    assert answer.problem["errors"][0]["code"] == "unknown-attribute"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("job_title", {"job_title": "east"}),
        ("tags", {"tags": ["华东", "x"]}),
        ("address", {"address": {"region": "310104"}}),
    ],
)
def test_texts_tags_and_regions_can_be_mine(
    admin: ApiClient, alice: ApiClient, field: str, values: dict[str, Any]
) -> None:
    region = {"key": "sh", "label": {"en": "Shanghai", "zh": "上海"}}
    admin.put("rights/attributes/area", {**AREA, "options": [*AREA["options"], region]})
    alice.post("records/contact", {"name": "Ann", **values})
    alice.post("records/contact", {"name": "Ben"})
    mine = {"field": field, "op": "mine", "value": "area"}
    assert names(alice, filter=mine) == []
    note(admin, alice, area=["east", "sh"])
    assert names(alice, filter=mine) == ["Ann"]


def test_nobody_notes_their_own(admin: ApiClient, alice: ApiClient, areas: None) -> None:
    own = {"values": {"area": ["east"]}}
    assert alice.put(f"admin/users/{alice.id}/attributes", own).status == 403
    refused = admin.put(f"admin/users/{admin.id}/attributes", own)
    assert refused.problem["code"] == "own-attributes"
    assert admin.get(f"admin/users/{admin.id}/attributes").json == {"values": {}}
    assert alice.get(f"admin/users/{alice.id}/attributes").status == 403
    assert alice.get("rights/attributes").status == 403
    wrong = admin.put(f"admin/users/{alice.id}/attributes", {"values": {"area": ["west"], "x": []}})
    assert {(*one["loc"], one["code"]) for one in wrong.problem["errors"]} == {
        ("values", "area", "unknown-option"),
        ("values", "x", "unknown"),
    }


def test_an_attribute_changes_and_goes(admin: ApiClient, alice: ApiClient, areas: None) -> None:
    note(admin, alice, area=["east", "north"])
    (row,) = admin.get("rights/attributes").json["rows"]
    assert (row["key"], row["people"], row["rules"]) == ("area", 1, [])
    fewer = {**AREA, "options": AREA["options"][:1]}
    assert admin.put("rights/attributes/area", fewer).status == 200
    assert admin.get(f"admin/users/{alice.id}/attributes").json == {"values": {"area": ["east"]}}
    made = admin.post("rights/rules", RULE).json
    refused = admin.delete("rights/attributes/area")
    assert refused.problem["code"] == "attribute-in-use"
    assert "My area" in refused.problem["detail"]
    admin.delete(f"rights/rules/{made['id']}")
    assert admin.delete("rights/attributes/area").status == 204
    written = Change.objects.filter(record=alice.id, verb="set-attributes").order_by("id")
    assert [(row.before["attributes"], row.after["attributes"]) for row in written] == [
        ({}, {"area": ["east", "north"]}),
        ({"area": ["north"]}, {"area": []}),
        ({"area": ["east"]}, {"area": []}),
    ]
    assert alice.get("meta").json["attributes"] == []
    gone = alice.get("records/contact", query={"filter": RULE["filter"]})
    assert gone.problem["errors"][0]["code"] == "unknown-attribute"
    twice = {**AREA, "options": AREA["options"][:1] * 2}
    assert admin.put("rights/attributes/area", twice).problem["errors"][0]["code"] == "bad-options"
    assert admin.put("rights/attributes/A", AREA).problem["errors"][0]["code"] == "bad-key"
