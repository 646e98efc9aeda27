"""Class 1, relations expanded without asking for what they lead to (CVE-2026-39351, CVE-2026-29189).

That no expansion tells a value is proven for every route by `tests/rights`. Here: paths deeper than a relation, sideways and
in circles lead nowhere at any door, and a relation shows the records its reader may see and no others.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Answer, ApiClient
from tests.rights.tables import unchanged
from tests.rights.world import World

PATHS = [
    "owner.password",
    "owner.role_assignments.role",
    "owner.sessions.key_hash",
    "created_by.password",
    "company.owner.password",
    "company.contacts.email",
    "company.contacts.company.contacts.email",
    "contact.company.owner.manager.salary",
    "company__owner__password",
    "entry.search",
    "owner_id",
    "company_id",
    "deleted_at.year",
    "pk",
    "custom",
    "custom.secret.length",
    "__class__",
    "company.__class__.__mro__",
]


def doors(client: ApiClient, path: str) -> Iterator[tuple[str, Answer]]:
    """The path at every place that takes one."""
    node = {"field": path, "op": "eq", "value": "x"}
    inner = {"related": "orders", "where": {"field": path, "op": "eq", "value": "x"}}
    summed = {"related": "orders", "having": {"sum": {"field": path, "gte": 1}}}
    for name, query in (("fields", path), ("sort", path), ("filter", node)):
        yield name, client.get("records/contact", query={name: query})
    yield "related where", client.get("records/contact", query={"filter": inner})
    yield "related sum", client.get("records/contact", query={"filter": summed})
    grouped = {"group": [{"field": path}]}
    yield "group", client.post("records/contact/aggregate", grouped)
    measured = {"measures": [{"fn": "max", "field": path}]}
    yield "measure", client.post("records/contact/aggregate", measured)
    yield "count", client.post("segments/count", {"filter": node})
    yield "describe", client.post("filters/describe", {"object": "contact", "filter": node})
    for name, part in (("fields", [path]), ("sort", path), ("filter", node)):
        yield f"export {name}", client.post("exports", {"object": "contact", name: part})
    merged = {"subject": "s", "body": f"{{{{ {path} }}}}"}
    yield "merge field", client.post("marketing/templates/preview", merged)
    entered = client.post("records/contact", {"name": "x", path: "x"})
    yield "entered", entered


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_past_a_relation(admin: ApiClient, path: str) -> None:
    with unchanged():
        for door, answer in doors(admin, path):
            assert answer.status in {400, 422}, (door, answer)
            assert answer.problem["code"], door


@pytest.mark.parametrize("word", ["expand", "include", "embed", "with", "depth", "fetch"])
def test_words_that_expand_elsewhere_do_nothing(admin: ApiClient, word: str) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    plain = admin.get(f"records/contact/{made}")
    for value in ("owner", "owner.password", "*", "company.contacts", "5"):
        assert admin.get(f"records/contact/{made}", query={word: value}).text == plain.text
        assert admin.get("records/contact", query={word: value}).status == 400


def test_a_relation_shows_the_records_one_may_see(world: World) -> None:
    """Charlie's company is named by a contact of Alice's; an order of his names people he does not see."""
    charlie, admin = world.people["charlie"], world.people["admin"]
    mine = charlie.post("records/company", {"name": "Mine"}).json["id"]
    order = charlie.post("records/order", {"number": "1", "ordered_at": "2026-01-01"}).json["id"]
    _entered(admin, "contact", world.ids["contact"], company=mine)
    _entered(admin, "order", order, contact=world.ids["contact"], company=world.ids["company"])
    for relation in ("contacts", "orders"):
        page = charlie.get(f"records/company/{mine}/related/{relation}", query={"count": "exact"})
        assert page.json == {"rows": [], "next": None, "count": {"value": 0, "capped": False}}
    shown = charlie.get(f"records/order/{order}").json
    assert (shown["contact"], shown["company"]) == (None, None)
    for path in (f"records/order/{order}/history", f"records/company/{mine}/timeline"):
        told = charlie.get(path).text.decode()
        assert world.ids["contact"] not in told
        assert world.ids["company"] not in told
    for path in ("contact.email", "contact.name", "company.domain"):
        known = {"field": path, "op": "is_not_empty"}
        found = charlie.get("records/order", query={"filter": known})
        assert found.json["rows"] == [], path
    assert len(admin.get("records/order", query={"filter": known}).json["rows"]) == 2


def test_a_relation_shows_nothing_that_lies_in_the_trash(admin: ApiClient) -> None:
    company = admin.post("records/company", {"name": "C"}).json["id"]
    contact = admin.post("records/contact", {"name": "P", "company": company}).json["id"]
    order = {"number": "1", "ordered_at": "2026-01-01", "contact": contact, "company": company}
    order_id = admin.post("records/order", order).json["id"]
    for key, one in (("contact", contact), ("company", company)):
        assert admin.delete(f"records/{key}/{one}", version=1).status == 204
    shown = admin.get(f"records/order/{order_id}").json
    assert (shown["contact"], shown["company"]) == (None, None)
    named = {"field": "contact.name", "op": "eq", "value": "P"}
    assert admin.get("records/order", query={"filter": named}).json["rows"] == []


def _entered(client: ApiClient, key: str, record: str, **values: Any) -> None:
    path = f"records/{key}/{record}"
    answer = client.patch(path, values, version=client.get(path).version)
    assert answer.status == 200, answer
