"""Tags added to many records and taken from them, whatever else they are tagged with."""

from typing import Any

from tests.cast import ApiClient


def tagged(client: ApiClient, name: str, *tags: str) -> str:
    return str(client.post("records/contact", {"name": name, "tags": list(tags)}).json["id"])


def tags(client: ApiClient, contact: str) -> list[str]:
    found: list[str] = client.get(f"records/contact/{contact}").json["tags"]
    return found


def bulk(client: ApiClient, **body: Any) -> Any:
    return client.post("records/contact/bulk", body)


def test_elements_are_added_and_removed_and_the_others_stay(manager: ApiClient) -> None:
    ann, ben, cat = (
        tagged(manager, "Ann", "vip"),
        tagged(manager, "Ben"),
        tagged(manager, "Cat", "old"),
    )
    answer = bulk(
        manager, ids=[ann, ben, cat], add={"tags": ["vip", "fair"]}, remove={"tags": ["old"]}
    )
    assert (answer.status, answer.json["changed"]) == (200, 3)
    assert [tags(manager, one) for one in (ann, ben, cat)] == [["vip", "fair"]] * 3
    again = bulk(manager, ids=[ann, ben], add={"tags": ["fair"]})
    assert again.json["changed"] == 0
    history = manager.get(f"records/contact/{ann}/history").json["items"]
    assert history[0]["data"]["fields"] == [
        {"field": "tags", "before": ["vip"], "after": ["vip", "fair"]}
    ]


def test_a_filter_names_them_too(manager: ApiClient) -> None:
    ann, ben = tagged(manager, "Ann", "old", "vip"), tagged(manager, "Ben", "vip")
    where = {"field": "tags", "op": "has_any", "value": ["old"]}
    assert bulk(manager, filter=where, remove={"tags": ["old"]}).json["changed"] == 1
    assert [tags(manager, one) for one in (ann, ben)] == [["vip"], ["vip"]]


def test_what_holds_no_list_or_says_two_things_is_refused(manager: ApiClient) -> None:
    ann = tagged(manager, "Ann", "vip")
    refused = bulk(manager, ids=[ann], add={"name": ["B"]})
    assert (refused.status, tags(manager, ann)) == (422, ["vip"])
    both = bulk(manager, ids=[ann], add={"tags": ["x"]}, set={"tags": []})
    assert (both.status, tags(manager, ann)) == (400, ["vip"])


def test_only_what_one_may_edit_changes(
    alice: ApiClient, manager: ApiClient, reader: ApiClient
) -> None:
    ann = tagged(alice, "Ann")
    refused = bulk(reader, ids=[ann], add={"tags": ["x"]})
    assert (refused.status, refused.problem["code"], tags(alice, ann)) == (403, "forbidden", [])
