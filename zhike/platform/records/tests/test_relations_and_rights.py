"""What another record says is shown, filtered and sorted by only for those who may see that record."""

from typing import Any

import pytest

from tests.cast import ApiClient


@pytest.fixture
def secret(admin: ApiClient, alice: ApiClient, charlie: ApiClient) -> dict[str, Any]:
    """A company of Alice's with a contact that is Charlie's: Charlie may see the contact and not the company."""
    company = admin.post(
        "records/company", {"name": "CANARY Holding", "industry": "finance", "owner": str(alice.id)}
    ).json
    contact = admin.post(
        "records/contact", {"name": "Mia", "company": company["id"], "owner": str(charlie.id)}
    ).json
    return {"company": company, "contact": contact}


def test_the_title_shows_for_those_who_may_see_it(
    secret: dict[str, Any], alice: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    path = f"records/contact/{secret['contact']['id']}"
    assert admin.get(path).json["company"] == {
        "id": secret["company"]["id"],
        "title": "CANARY Holding",
        "object": "company",
    }
    answer = charlie.get(path)
    assert answer.json["company"] is None
    assert b"CANARY" not in answer.text
    assert b"CANARY" not in charlie.get("records/contact").text


@pytest.mark.parametrize(
    "tree",
    [
        {"field": "company.industry", "op": "eq", "value": "finance"},
        {"field": "company.name", "op": "starts_with", "value": "CANARY"},
        {"field": "company.name", "op": "is_not_empty"},
    ],
)
def test_a_hidden_record_is_no_oracle(
    secret: dict[str, Any], charlie: ApiClient, admin: ApiClient, tree: dict[str, Any]
) -> None:
    seen = admin.get("records/contact", query={"filter": tree, "count": "exact"}).json
    assert [row["name"] for row in seen["rows"]] == ["Mia"]
    hidden = charlie.get("records/contact", query={"filter": tree, "count": "exact"}).json
    assert hidden == {"rows": [], "next": None, "count": {"value": 0, "capped": False}}


def test_related_rows_count_only_when_visible(
    secret: dict[str, Any], alice: ApiClient, admin: ApiClient
) -> None:
    tree = {"related": "contacts", "having": {"count": {"gte": 1}}}
    assert len(admin.get("records/company", query={"filter": tree}).json["rows"]) == 1
    assert alice.get("records/company", query={"filter": tree}).json["rows"] == []
    related = alice.get(f"records/company/{secret['company']['id']}/related/contacts")
    assert related.json["rows"] == []


def test_pointing_at_what_one_may_not_see_is_refused_and_changes_nothing(
    secret: dict[str, Any], charlie: ApiClient
) -> None:
    path = f"records/contact/{secret['contact']['id']}"
    before = charlie.get(path)
    refused = charlie.patch(path, {"company": secret["company"]["id"]}, version=before.version)
    unknown = charlie.patch(
        path, {"company": "00000000-0000-7000-8000-000000000000"}, version=before.version
    )
    assert (refused.status, unknown.status) == (422, 422)
    assert refused.problem["errors"] == unknown.problem["errors"]
    assert refused.problem["errors"][0] == {
        "loc": ["company"],
        "code": "unknown-reference",
        "message": "This entry does not exist, or you may not see it.",
        "data": {},
    }
    assert charlie.get(path).json == before.json


def test_a_member_edits_their_own_and_not_the_teams(alice: ApiClient, bob: ApiClient) -> None:
    made = alice.post("records/contact", {"name": "Mia"})
    path = f"records/contact/{made.json['id']}"
    assert bob.get(path).json["name"] == "Mia"
    refused = bob.patch(path, {"name": "Max"}, version=made.version)
    assert (refused.status, refused.problem["code"]) == (403, "forbidden")
    assert bob.delete(path, version=made.version).status == 403
    assert alice.get(path).json == made.json


def test_bulk_touches_only_what_the_actor_may_edit(
    manager: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    mine = alice.post("records/contact", {"name": "A"}).json
    other = charlie.post("records/contact", {"name": "C"}).json
    answer = manager.post(
        "records/contact/bulk", {"filter": {"all": []}, "set": {"stage": "lapsed"}}
    )
    assert answer.json["changed"] == 1
    assert alice.get(f"records/contact/{mine['id']}").json["stage"] == "lapsed"
    assert charlie.get(f"records/contact/{other['id']}").json == other
    refused = alice.post(
        "records/contact/bulk", {"filter": {"all": []}, "set": {"stage": "repeat"}}
    )
    assert refused.status == 403


def test_a_list_says_which_rows_one_may_edit(
    admin: ApiClient, manager: ApiClient, alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    for client, name in ((alice, "A"), (bob, "B"), (charlie, "C")):
        client.post("records/contact", {"name": name})
    admin.post("records/contact", {"name": "D", "owner": None})

    def told(client: ApiClient) -> dict[str, Any]:
        rows = client.get("records/contact", query={"fields": "name"}).json["rows"]
        return {row["name"]: row.get("may_edit") for row in rows}

    assert told(bob) == {"A": False, "B": True, "D": False}
    assert told(manager) == {"A": True, "B": True, "C": False, "D": True}
    assert told(admin) == dict.fromkeys("ABCD")
    ann = alice.get(
        "records/contact", query={"filter": {"field": "name", "op": "eq", "value": "A"}}
    )
    share = {"user": str(bob.id), "access": "edit"}
    assert alice.post(f"records/contact/{ann.json['rows'][0]['id']}/shares", share).status == 200
    assert told(bob) == {"A": True, "B": True, "D": False}


def test_before_a_bulk_change_it_is_told_how_many_it_reaches(
    manager: ApiClient, alice: ApiClient, charlie: ApiClient
) -> None:
    path = "records/contact/bulk/preview"
    ids = [client.post("records/contact", {"name": "X"}).json["id"] for client in (alice, charlie)]
    mine = {"value": 1, "capped": False}
    every: dict[str, Any] = {"filter": {"all": []}}
    for which in (every, {"ids": ids}):
        assert manager.post(path, which).json == {"edit": mine, "delete": mine}
    assert alice.post(path, {"ids": ids}).status == 403
    assert manager.post(path, {}).status == 400


def test_a_group_names_no_record_out_of_sight(
    secret: dict[str, Any], charlie: ApiClient, admin: ApiClient
) -> None:
    by_company = {"group": [{"field": "company"}]}
    path = "records/contact/aggregate"
    seen = [{"group": [secret["company"]["id"]], "measures": [1]}]
    assert admin.post(path, by_company).json["rows"] == seen
    assert charlie.post(path, by_company).json["rows"] == [{"group": [None], "measures": [1]}]
