"""Rights as a file: written out, held against, taken over, and refused as a whole."""

from typing import Any

from tests.cast import ApiClient

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
    admin.patch("rights/roles/auditor", {"fields": {"contact": {"phone": "masked"}}})
    admin.patch("rights/roles/member", {"objects": {"contact": {"view": "own"}}})
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
    assert {role["key"]: role for role in again} == {role["key"]: role for role in matrix}
    assert alice.get("rights/document").status == 403
    assert alice.post("rights/document", {"document": empty, "apply": True}).status == 403


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
