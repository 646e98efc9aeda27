"""Activities through the inherited suite, on the timeline, and hidden with what they are about."""

from typing import Any

from tests.cast import ApiClient
from tests.record_api import RecordApiTests


class TestActivity(RecordApiTests):
    object = "activity"
    sample = {
        "subject": "报价跟进",
        "type": "call",
        "body": "客户要求下周报价",
        "outcome": "follow_up",
    }
    change = {"subject": "二期报价跟进", "priority": "high"}


def make(client: ApiClient, values: dict[str, Any], object_key: str = "activity") -> dict[str, Any]:
    answer = client.post(f"records/{object_key}", values)
    assert answer.status == 201, answer
    found: dict[str, Any] = answer.json
    return found


def test_a_note_takes_its_subject_from_its_first_line_and_is_done(alice: ApiClient) -> None:
    note = make(alice, {"body": "Likes tea\nand long walks"})
    assert (note["type"], note["subject"]) == ("note", "Likes tea")
    assert note["done_at"] is not None


def test_a_task_is_open_until_it_is_done(alice: ApiClient) -> None:
    task = make(alice, {"type": "task", "subject": "Send quote", "due_at": "2027-01-05T01:00:00Z"})
    assert (task["done_at"], task["due_at"][:16]) == (None, "2027-01-05T01:00")
    mine = {
        "all": [
            {"field": "owner", "op": "eq", "value": "me"},
            {"field": "done_at", "op": "is_empty"},
        ]
    }
    rows = alice.get("records/activity", query={"filter": mine, "sort": "due_at"}).json["rows"]
    assert [row["id"] for row in rows] == [task["id"]]
    alice.patch(f"records/activity/{task['id']}", {"done_at": "2026-11-20T01:00:00Z"}, version=1)
    assert alice.get("records/activity", query={"filter": mine}).json["rows"] == []


def test_an_activity_that_says_nothing_is_refused(alice: ApiClient) -> None:
    refused = alice.post("records/activity", {"type": "call"})
    assert (refused.status, refused.problem["errors"][0]["loc"]) == (422, ["subject"])
    assert alice.get("records/activity").json["rows"] == []


def test_activities_stand_on_the_timeline_and_move_the_last_contact(alice: ApiClient) -> None:
    mia = make(alice, {"name": "Mia"}, "contact")
    path = f"records/contact/{mia['id']}"
    call = make(
        alice,
        {"type": "call", "body": "Hello", "about": mia["id"], "done_at": "2026-11-01T02:00:00Z"},
    )
    make(alice, {"type": "note", "body": "Quiet", "about": mia["id"]})
    items = alice.get(f"{path}/timeline").json["items"]
    assert [(item["kind"], item["title"]) for item in items] == [
        ("note", "Quiet"),
        ("created", "create"),
        ("call", "Hello"),
    ]
    assert items[2]["record"] == call["id"]
    now = alice.get(path)
    assert now.json["last_contacted_at"].startswith("2026-11-01T02:00:00")
    assert now.version == '"1"'
    alice.delete(f"records/activity/{call['id']}", version=1)
    assert alice.get(path).json["last_contacted_at"] is None


def test_contacts_can_be_found_by_their_activities(alice: ApiClient) -> None:
    mia, max_ = make(alice, {"name": "Mia"}, "contact"), make(alice, {"name": "Max"}, "contact")
    make(alice, {"type": "visit", "body": "On site", "about": mia["id"]})
    visited = {"related": "activities", "where": {"field": "type", "op": "eq", "value": "visit"}}
    rows = alice.get("records/contact", query={"filter": visited}).json["rows"]
    assert [row["id"] for row in rows] == [mia["id"]]
    rows = alice.get("records/contact", query={"filter": {"not": visited}}).json["rows"]
    assert [row["id"] for row in rows] == [max_["id"]]


def test_an_activity_is_hidden_with_what_it_is_about(
    alice: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    mia = make(alice, {"name": "Mia"}, "contact")
    note = make(admin, {"body": "CANARY", "about": mia["id"], "owner": str(charlie.id)})
    assert charlie.get("records/activity", query={"count": "exact"}).json["count"]["value"] == 0
    for answer in (
        charlie.get(f"records/activity/{note['id']}"),
        charlie.get(f"records/activity/{note['id']}/history"),
        charlie.patch(f"records/activity/{note['id']}", {"subject": "x"}, version=1),
        charlie.get(f"records/contact/{mia['id']}/timeline"),
    ):
        assert (answer.status, b"CANARY" in answer.text) == (404, False)
    assert charlie.get("search", query={"q": "canary"}).json["groups"] == []
    assert alice.get(f"records/contact/{mia['id']}/timeline").json["items"][-1]["kind"] == "created"
    assert admin.get(f"records/activity/{note['id']}").json == note


def test_a_call_that_was_about_somebody_else_moves_both(alice: ApiClient) -> None:
    mia, max_ = make(alice, {"name": "Mia"}, "contact"), make(alice, {"name": "Max"}, "contact")
    call = make(alice, {"type": "call", "body": "Hello", "about": mia["id"]})
    changed = alice.patch(f"records/activity/{call['id']}", {"about": max_["id"]}, version=1)
    assert changed.status == 200, changed
    talked = [
        alice.get(f"records/contact/{who['id']}").json["last_contacted_at"] is not None
        for who in (mia, max_)
    ]
    assert talked == [False, True]
