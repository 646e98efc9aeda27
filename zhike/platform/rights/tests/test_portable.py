"""Rights as a file: written out, held against, taken over, and refused as a whole."""

from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient, set_rights

BUYERS = {
    "object": "contact",
    "name": "Buyers",
    "filter": {"field": "job_title", "op": "eq", "value": "buyer"},
    "role": "member",
}


def shaped(admin: ApiClient) -> dict[str, Any]:
    """A role of one's own, a changed built-in one and a rule; the file of it all."""
    label = {"en": "Auditor", "zh": "审计"}
    admin.post("rights/roles", {"key": "auditor", "label": label, "base": "read_only"})
    set_rights(admin, "auditor", fields={"contact": {"phone": "masked"}})
    set_rights(admin, "member", objects={"contact": {"view": "own"}})
    assert admin.post("rights/rules", BUYERS).status == 201
    document: dict[str, Any] = admin.get("rights/document").json
    return document


def send(admin: ApiClient, document: dict[str, Any], *, apply: bool) -> list[str]:
    answer = admin.post("rights/document", {"document": document, "apply": apply})
    assert answer.status == 200, answer
    return [f"{row['kind']} {row['key']}" for row in answer.json["rows"]]


def test_a_file_brings_a_house_back_to_where_it_was(admin: ApiClient, alice: ApiClient) -> None:
    empty = admin.get("rights/document").json
    document = shaped(admin)
    matrix = admin.get("rights/matrix").json["roles"]
    assert send(admin, document, apply=False) == []
    everything = ["role auditor", "role member", "rule contact/Buyers"]
    assert send(admin, empty, apply=False) == everything
    assert admin.get("rights/document").json == document
    assert send(admin, empty, apply=True) == everything
    assert "auditor" not in {role["key"] for role in admin.get("rights/matrix").json["roles"]}
    assert send(admin, document, apply=True) == everything
    assert admin.get("rights/document").json == document
    again = admin.get("rights/matrix").json["roles"]
    assert {role["key"]: {**role, "version": 0} for role in again} == {
        role["key"]: {**role, "version": 0} for role in matrix
    }
    assert alice.get("rights/document").status == 403
    assert alice.post("rights/document", {"document": empty, "apply": True}).status == 403


def test_attributes_and_departments_travel_by_name(admin: ApiClient) -> None:
    empty = admin.get("rights/document").json
    label = {"en": "Area", "zh": "区域"}
    option = {"key": "east", "label": {"en": "East", "zh": "华东"}}
    assert admin.put("rights/attributes/area", {"label": label, "options": [option]}).status == 200
    sales = admin.post("departments", {"name": "Sales"}).json["id"]
    north = admin.post("departments", {"name": "North", "parent": sales}).json["id"]
    mine = {"field": "job_title", "op": "mine", "value": "area"}
    rule = {**BUYERS, "filter": mine, "role": "", "department": north}
    assert admin.post("rights/rules", rule).status == 201
    document = admin.get("rights/document").json
    assert document["rules"][0]["department"] == ["Sales", "North"]
    everything = ["attribute area", "rule contact/Buyers"]
    assert send(admin, empty, apply=True) == everything[::-1]
    assert send(admin, document, apply=True) == everything
    assert admin.get("rights/document").json == document
    lost = {**document["rules"][0], "department": ["Sales", "South"]}
    answer = admin.post(
        "rights/document", {"document": {**document, "rules": [lost]}, "apply": True}
    )
    assert answer.problem["errors"][0]["code"] == "no-department"
    assert admin.get("rights/document").json == document


def test_a_file_is_taken_over_whole_or_not_at_all(admin: ApiClient) -> None:
    document = shaped(admin)
    broken = {
        **document,
        "roles": [{**document["roles"][0], "classes": {"personal": "hidden"}}],
        "rules": [{**document["rules"][0], "team": "Nobody's"}],
    }
    answer = admin.post("rights/document", {"document": broken, "apply": True})
    assert answer.status == 422, answer
    assert admin.get("rights/document").json == document
    wrong = admin.post("rights/document", {"document": {**document, "format": "x"}})
    assert wrong.problem["errors"][0]["code"] == "not-rights"


def test_a_role_taken_away_by_a_file_takes_its_rules_along(admin: ApiClient) -> None:
    empty = admin.get("rights/document").json
    label = {"en": "Auditor", "zh": "审计"}
    admin.post("rights/roles", {"key": "auditor", "label": label, "base": "read_only"})
    assert admin.post("rights/rules", {**BUYERS, "role": "auditor"}).status == 201
    other = {**admin.get("rights/document").json["rules"][0], "role": "member"}
    document = {**empty, "rules": [other]}
    everything = ["role auditor", "rule contact/Buyers"]
    with transaction.atomic():
        assert send(admin, document, apply=True) == everything
        assert admin.get("rights/document").json == document
        transaction.set_rollback(True)
    assert send(admin, empty, apply=True) == everything
    assert admin.get("rights/document").json == empty


def test_many_rules_cost_no_more_statements_to_write_out_than_few(admin: ApiClient) -> None:
    top = admin.post("departments", {"name": "Sales"}).json["id"]

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert admin.get("rights/document").status == 200
        return len(asked)

    rule = {**BUYERS, "role": "", "department": top}
    assert admin.post("rights/rules", rule).status == 201
    few = statements()
    for number in range(5):
        below = admin.post("departments", {"name": f"N{number}", "parent": top}).json["id"]
        rule = {**BUYERS, "name": f"R{number}", "role": "", "department": below}
        assert admin.post("rights/rules", rule).status == 201
    assert statements() == few
