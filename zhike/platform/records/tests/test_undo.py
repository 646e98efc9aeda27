"""Taking back what a request did: edits, creations, deletions, one or many, and what stands in the way."""

from typing import Any
from uuid import UUID

import pytest

from tests.cast import ApiClient, set_rights
from zhike.kit.ids import first_id_of, new_id, time_of
from zhike.platform.identity.actor import Actor
from zhike.platform.records.actions import create_record, update_record


def history(client: ApiClient, record: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"records/contact/{record}/history").json["items"]
    return items


def last_request(client: ApiClient, record: str) -> str:
    return str(history(client, record)[0]["data"]["request"])


def undo(client: ApiClient, request: str) -> dict[str, Any]:
    answer = client.post("undo", {"request": request})
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found


@pytest.fixture
def people(manager: ApiClient) -> list[dict[str, Any]]:
    names = ("Ann", "Ben", "Cleo")
    return [
        manager.post("records/contact", {"name": name, "job_title": f"was {name}"}).json
        for name in names
    ]


def titles(client: ApiClient) -> list[str]:
    rows = client.get("records/contact", query={"sort": "name", "fields": "job_title"}).json["rows"]
    return [row["job_title"] for row in rows]


def test_a_bulk_edit_is_taken_back_and_may_be_done_again(
    manager: ApiClient, people: list[dict[str, Any]]
) -> None:
    done = manager.post(
        "records/contact/bulk", {"filter": {"all": []}, "set": {"job_title": "Boss"}}
    ).json
    assert (done["changed"], titles(manager)) == (3, ["Boss"] * 3)
    found = undo(manager, done["request"])
    assert found == {"undone": 3, "kept_count": 0, "kept": []}
    assert titles(manager) == ["was Ann", "was Ben", "was Cleo"]
    again = undo(manager, last_request(manager, people[0]["id"]))
    assert (again["undone"], titles(manager)) == (3, ["Boss"] * 3)


def test_what_somebody_changed_since_stays_and_is_told(
    manager: ApiClient, admin: ApiClient, people: list[dict[str, Any]]
) -> None:
    done = manager.post(
        "records/contact/bulk", {"filter": {"all": []}, "set": {"job_title": "Boss"}}
    ).json
    path = f"records/contact/{people[1]['id']}"
    admin.patch(path, {"job_title": "Chief"}, version=admin.get(path).version)
    admin.patch(path, {"gender": "female"}, version=admin.get(path).version)
    gone = f"records/contact/{people[2]['id']}"
    admin.delete(gone, version=admin.get(gone).version)
    found = undo(manager, done["request"])
    assert found["undone"] == 1
    assert {(one["title"], one["why"], *one["fields"]) for one in found["kept"]} == {
        ("Ben", "changed-since", "job_title"),
        (None, "gone"),
    }
    assert titles(manager) == ["was Ann", "Chief"]


def test_a_newer_change_of_another_field_does_not_stand_in_the_way(
    manager: ApiClient, people: list[dict[str, Any]]
) -> None:
    path = f"records/contact/{people[0]['id']}"
    manager.patch(path, {"job_title": "Boss"}, version=1)
    request = last_request(manager, people[0]["id"])
    manager.patch(path, {"gender": "female"}, version=2)
    assert undo(manager, request)["undone"] == 1
    found = manager.get(path).json
    assert (found["job_title"], found["gender"]) == ("was Ann", "female")


def test_creations_and_deletions_are_taken_back(
    manager: ApiClient, people: list[dict[str, Any]]
) -> None:
    done = manager.post("records/contact/bulk", {"filter": {"all": []}, "delete": True}).json
    assert titles(manager) == []
    assert undo(manager, done["request"])["undone"] == 3
    assert len(titles(manager)) == 3
    made = manager.post("records/contact", {"name": "Dora"}).json
    assert undo(manager, last_request(manager, made["id"]))["undone"] == 1
    assert manager.get(f"records/contact/{made['id']}").status == 404
    changed = manager.post("records/contact", {"name": "Emil"}).json
    request = last_request(manager, changed["id"])
    manager.patch(f"records/contact/{changed['id']}", {"job_title": "x"}, version=1)
    assert undo(manager, request)["kept"][0]["why"] == "changed-since"
    assert manager.get(f"records/contact/{changed['id']}").status == 200


def test_what_one_request_did_twice_is_taken_back_to_before_the_first(manager: ApiClient) -> None:
    """As an import does that comes to a person in two batches."""
    there = manager.post("records/contact", {"name": "Faye", "job_title": "first"}).json
    actor = Actor(manager.id, "web", new_id())
    steps: list[dict[str, Any]] = [
        {"job_title": "second"},
        {"job_title": "third", "description": "x"},
    ]
    for values in steps:
        update_record(actor, "contact", UUID(there["id"]), values)
    made = create_record(actor, "contact", {"name": "Gil"})
    update_record(actor, "contact", made, {"job_title": "later"})
    done = undo(manager, str(actor.request_id))
    assert (done["undone"], done["kept"]) == (2, [])
    back = manager.get(f"records/contact/{there['id']}").json
    assert (back["job_title"], back["description"]) == ("first", there["description"])
    assert manager.get(f"records/contact/{made}").status == 404


def test_only_ones_own_requests_and_with_the_rights_of_now(
    admin: ApiClient, alice: ApiClient, bob: ApiClient
) -> None:
    made = alice.post("records/contact", {"name": "Ann", "job_title": "Buyer"}).json
    path = f"records/contact/{made['id']}"
    alice.patch(path, {"job_title": "Boss"}, version=1)
    request = last_request(alice, made["id"])
    assert bob.post("undo", {"request": request}).status == 404
    assert alice.post("undo", {"request": str(new_id())}).status == 404
    admin.patch(path, {"owner": str(bob.id)}, version=2)
    found = undo(alice, request)
    assert [one["why"] for one in found["kept"]] == ["not-allowed"]
    assert admin.get(path).json["job_title"] == "Boss"
    assert undo(admin, request)["undone"] == 1
    assert admin.get(path).json["job_title"] == "Buyer"


def edit(client: ApiClient, record: str, **values: Any) -> str:
    """Change a contact; returns the request to undo it by."""
    path = f"records/contact/{record}"
    answer = client.patch(path, values, version=client.get(path).version)
    assert answer.status == 200, answer
    return str(answer.headers["X-Request-Id"])


def test_every_write_says_by_what_it_is_undone(alice: ApiClient) -> None:
    made = alice.post("records/contact", {"name": "Ann"}, key="once")
    again = alice.post("records/contact", {"name": "Ann"}, key="once")
    assert made.headers["X-Request-Id"] == again.headers["X-Request-Id"]
    path = f"records/contact/{made.json['id']}"
    assert undo(alice, edit(alice, made.json["id"], job_title="Boss"))["undone"] == 1
    assert alice.get(path).json["job_title"] == ""
    gone = alice.delete(path, version=alice.get(path).version)
    assert undo(alice, str(gone.headers["X-Request-Id"]))["undone"] == 1
    back = alice.delete(path, version=alice.get(path).version)
    assert back.status == 204
    restored = alice.post(f"{path}/restore")
    assert undo(alice, str(restored.headers["X-Request-Id"]))["undone"] == 1
    assert alice.get(path).status == 404


def test_one_field_of_an_edit_is_taken_back(alice: ApiClient) -> None:
    made = alice.post("records/contact", {"name": "Ann", "job_title": "Buyer"}).json
    request = edit(alice, made["id"], job_title="Boss", gender="female")
    part = {"request": request, "object": "contact", "record": made["id"], "fields": ["job_title"]}
    assert alice.post("undo", part).json == {"undone": 1, "kept_count": 0, "kept": []}
    found = alice.get(f"records/contact/{made['id']}").json
    assert (found["job_title"], found["gender"]) == ("Buyer", "female")
    edit(alice, made["id"], job_title="Chief")
    (kept,) = alice.post("undo", part).json["kept"]
    assert (kept["title"], kept["why"], kept["fields"]) == ("Ann", "changed-since", ["job_title"])
    assert alice.get(f"records/contact/{made['id']}").json["job_title"] == "Chief"
    assert alice.post("undo", {**part, "fields": ["no_such"]}).problem["code"] == "unknown-field"
    assert alice.post("undo", {**part, "object": None}).status == 422
    assert alice.post("undo", {"request": request, "fields": ["job_title"]}).status == 422


def test_who_may_edit_a_record_takes_back_an_edit_of_its_history(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, manager: ApiClient
) -> None:
    made = alice.post("records/contact", {"name": "Ann", "job_title": "Buyer"})
    record = made.json["id"]
    request = edit(alice, record, job_title="Boss")
    part = {"request": request, "object": "contact", "record": record}
    assert charlie.post("undo", part).status == 404
    assert [one["why"] for one in bob.post("undo", part).json["kept"]] == ["not-allowed"]
    assert alice.get(f"records/contact/{record}").json["job_title"] == "Boss"
    assert manager.post("undo", part).json["undone"] == 1
    assert alice.get(f"records/contact/{record}").json["job_title"] == "Buyer"
    born = {**part, "request": made.headers["X-Request-Id"]}
    assert manager.post("undo", born).status == 404
    assert alice.get(f"records/contact/{record}").status == 200


def test_a_field_one_may_not_see_is_not_compared(admin: ApiClient, manager: ApiClient) -> None:
    made = admin.post("records/contact", {"name": "Ann", "job_title": "Buyer"}).json
    request = edit(admin, made["id"], job_title="Boss")
    part = {"request": request, "object": "contact", "record": made["id"]}
    assert set_rights(admin, "manager", fields={"contact": {"job_title": "hidden"}}).status == 200
    told = [manager.post("undo", part).json]
    edit(admin, made["id"], job_title="Chief")
    told.append(manager.post("undo", part).json)
    assert told[0] == told[1]
    assert (told[0]["kept"][0]["why"], told[0]["kept"][0]["fields"]) == ("not-allowed", [])
    named = manager.post("undo", {**part, "fields": ["job_title"]}).problem
    assert named["code"] == "unknown-field"
    assert admin.get(f"records/contact/{made['id']}").json["job_title"] == "Chief"


def test_ids_carry_their_moment() -> None:
    id_ = new_id()
    moment = time_of(id_)
    assert moment is not None
    assert first_id_of(moment) <= id_
    assert time_of(first_id_of(moment)) == moment
