"""Class 16, more in a body than one may say (CVE-2026-72719, GHSA-v39r-w5vg-j9pp, CVE-2024-45681).

Bodies that create or change refuse what only the house decides: `tests/rights/test_mass_assignment.py`. Here: the same one level down
and in files, and what a person may say of whose a record is.
"""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from zhike.platform.imports.tests.uploads import upload

INNER: dict[str, Any] = {
    "id": "00000000-0000-7000-8000-000000000001",
    "owner": "00000000-0000-7000-8000-000000000001",
    "is_superuser": True,
    "__proto__": {"role": "administrator"},
    "constructor": {"prototype": {}},
    "version": 99,
    "deleted_at": None,
}


@pytest.mark.parametrize("key", INNER)
def test_own_fields_hold_what_was_declared_and_nothing_else(admin: ApiClient, key: str) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    with unchanged():
        for answer in (
            admin.post("records/contact", {"name": "x", "custom": {key: INNER[key]}}),
            admin.patch(f"records/contact/{made}", {"custom": {key: INNER[key]}}, version=1),
            admin.post(
                "records/contact/bulk", {"ids": [made], "set": {"custom": {key: INNER[key]}}}
            ),
            admin.post("records/contact", {"name": "x", f"custom.{key}": INNER[key]}),
        ):
            assert answer.status == 422, answer


@pytest.mark.parametrize("key", [*INNER, "amount", "order", "order_id", "position", "currency"])
def test_a_line_of_an_order_says_what_a_line_says(admin: ApiClient, key: str) -> None:
    values = {"number": "1", "ordered_at": "2026-01-01"}
    line = {"name": "x", "quantity": 1, "unit_price": 1}
    made = admin.post("orders", {"values": values, "lines": [line]})
    path = f"orders/{made.json['id']}/lines"
    with unchanged():
        for answer in (
            admin.put(path, {"lines": [{**line, key: 1}]}, version=made.version),
            admin.put(path, {"lines": [line], key: 1}, version=made.version),
            admin.post("orders", {"values": {**values, "total": 1}, "lines": [line, {key: 1}]}),
        ):
            assert answer.status == 422, answer


@pytest.mark.parametrize(
    "path", ["id", "version", "created_at", "created_by", "deleted_at", "spent", "order_count"]
)
def test_a_file_fills_no_field_of_the_house(admin: ApiClient, path: str) -> None:
    sent = upload(admin, f"Name,{path}\nA,1\n")
    assert sent.json["columns"][1]["field"] is None
    one = f"imports/{sent.json['id']}"
    with unchanged():
        for change in (
            {"mapping": ["name", path]},
            {"defaults": {path: 1}},
            {"match": [[path]]},
            {"user": str(admin.id)},
            {"state": "done"},
            {"object": "company"},
        ):
            refused = admin.patch(one, change)
            assert refused.status == 422 or path not in _mapped(refused.json), (change, refused)
            if refused.status == 200:
                assert admin.post(f"{one}/run").status in {409, 422}, change
                pytest.fail(f"taken: {change}")


def _mapped(shown: dict[str, Any]) -> list[Any]:
    return [column["field"] for column in shown["columns"]]


@pytest.mark.parametrize("verb", ["add", "remove"])
def test_lists_are_amended_where_they_may_be_edited(admin: ApiClient, verb: str) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    with unchanged():
        for key in ("id", "owner", "created_by", "search", "custom", "__proto__", "spent"):
            body = {"ids": [made], verb: {key: ["x"]}}
            refused = admin.post("records/contact/bulk", body)
            assert refused.status in {400, 422}, refused


def test_a_record_is_given_to_people_there_are(
    alice: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    """To anybody active, which takes it out of one's own hands; never to nobody's id, a team's, or somebody shut out."""
    made = alice.post("records/contact", {"name": "x"}).json["id"]
    team = admin.get("teams").json["rows"][0]["id"]
    assert admin.patch(f"admin/users/{charlie.id}", {"active": False}).status == 200
    with unchanged():
        for owner in (made, team, str(charlie.id), "00000000-0000-0000-0000-000000000000"):
            given = {"owner": owner}
            assert alice.patch(f"records/contact/{made}", given, version=1).status == 422
            assert alice.post("records/contact", {"name": "y", **given}).status == 422


def test_a_view_and_a_segment_stay_their_makers(alice: ApiClient, bob: ApiClient) -> None:
    view = alice.post("views", {"object": "contact", "name": "v"}).json["id"]
    with unchanged():
        for extra in ({"owner": str(bob.id)}, {"owner_id": str(bob.id)}, {"id": view}):
            assert alice.patch(f"views/{view}", extra).status == 422
            made = alice.post("views", {"object": "contact", "name": "w", **extra})
            assert made.status == 422
