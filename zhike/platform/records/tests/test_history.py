"""Histories name the people and records in them, as far as the reader may see these."""

from typing import Any

from tests.cast import ApiClient


def make(client: ApiClient, object_key: str, **values: Any) -> str:
    return str(client.post(f"records/{object_key}", values).json["id"])


def change(client: ApiClient, contact: str, **values: Any) -> None:
    path = f"records/contact/{contact}"
    version = client.get(path).json["version"]
    assert client.patch(path, values, version=version).status == 200


def fields(client: ApiClient, contact: str, name: str) -> list[dict[str, Any]]:
    items = client.get(f"records/contact/{contact}/history").json["items"]
    return [
        field
        for item in items
        if item["kind"] == "change"
        for field in item["data"]["fields"]
        if field["field"] == name
    ]


def test_owners_and_lookups_have_names(alice: ApiClient, bob: ApiClient) -> None:
    acme, globex = make(alice, "company", name="Acme"), make(alice, "company", name="Globex")
    mia = make(alice, "contact", name="Mia", company=acme)
    change(alice, mia, company=globex)
    change(alice, mia, owner=str(bob.id))
    assert fields(alice, mia, "company") == [
        {
            "field": "company",
            "before": {"id": acme, "title": "Acme", "object": "company"},
            "after": {"id": globex, "title": "Globex", "object": "company"},
        }
    ]
    owners = fields(alice, mia, "owner")
    assert [(one["before"]["title"], one["after"]["title"]) for one in owners] == [
        (alice.get("auth/me").json["name"], bob.get("auth/me").json["name"])
    ]


def test_what_the_reader_may_not_see_has_neither_name_nor_id(
    admin: ApiClient, charlie: ApiClient, alice: ApiClient
) -> None:
    secret = make(alice, "company", name="CANARY")
    cy = make(charlie, "contact", name="Cy")
    change(admin, cy, company=secret)
    change(admin, cy, company=None)
    for path in ("history", "timeline"):
        seen = str(charlie.get(f"records/contact/{cy}/{path}").json)
        assert "CANARY" not in seen
        assert secret not in seen
    shown = [(one["before"], one["after"]) for one in fields(charlie, cy, "company")]
    assert shown == [({"hidden": True}, None), (None, {"hidden": True})]


def test_both_ends_tell_of_a_tie(alice: ApiClient) -> None:
    mia, acme = make(alice, "contact", name="Mia"), make(alice, "company", name="Acme")
    alice.post(f"records/contact/{mia}/links", {"target": acme, "kind": "advises"})
    alice.delete(f"records/contact/{mia}/links/{acme}")
    items = alice.get(f"records/company/{acme}/history").json["items"]
    end = {"id": mia, "title": "Mia", "object": "contact", "kind": "advises"}
    assert [(item["title"], item["data"].get("link")) for item in items] == [
        ("unlink", end),
        ("link", end),
        ("create", None),
    ]
