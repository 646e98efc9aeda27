"""Orders: the inherited suite, lines that add up, roll-ups on contacts, timelines and favourites."""

from typing import Any

import pytest

from tests.cast import Answer, ApiClient
from tests.record_api import RecordApiTests
from zhike.foundation.purchase.order.model import OrderLine
from zhike.foundation.purchase.order.rollup_actions import refresh_purchase_rollups


class TestOrder(RecordApiTests):
    object = "order"
    sample = {"number": "SO-1001", "ordered_at": "2026-10-01T08:00:00Z", "total": "120.00 CNY"}
    change = {"status": "paid", "channel": "store"}


def contact(client: ApiClient, name: str = "张伟") -> str:
    return str(client.post("records/contact", {"name": name}).json["id"])


def order(client: ApiClient, who: str | None, day: str, total: float, **more: Any) -> Answer:
    values = {
        "number": f"SO {day}",
        "contact": who,
        "ordered_at": f"{day}T12:00:00Z",
        "total": total,
    }
    answer = client.post("records/order", {**values, **more})
    assert answer.status == 201, answer
    return answer


def rollups(client: ApiClient, who: str) -> tuple[Any, ...]:
    row = client.get(f"records/contact/{who}").json
    money = [row[key] and row[key]["amount"] for key in ("spent", "average_order")]
    days = [row[key] and row[key][:10] for key in ("first_order_at", "last_order_at")]
    return (row["order_count"], *money, *days)


NOTHING = (0, None, None, None, None)


def test_orders_roll_up_on_their_contact_without_touching_its_version(alice: ApiClient) -> None:
    who = contact(alice)
    before = alice.get(f"records/contact/{who}")
    order(alice, who, "2026-03-01", 100)
    order(alice, who, "2026-01-15", 50.5)
    assert rollups(alice, who) == (2, "150.50", "75.25", "2026-01-15", "2026-03-01")
    after = alice.get(f"records/contact/{who}")
    assert (after.version, after.json["updated_at"]) == (before.version, before.json["updated_at"])
    assert len(alice.get(f"records/contact/{who}/history").json["items"]) == 1


def test_cancelled_returned_and_deleted_orders_count_for_nothing(alice: ApiClient) -> None:
    who = contact(alice)
    first = order(alice, who, "2026-03-01", 100)
    order(alice, who, "2026-04-01", 10, status="cancelled")
    order(alice, who, "2026-05-01", 20, status="returned")
    assert rollups(alice, who) == (1, "100.00", "100.00", "2026-03-01", "2026-03-01")
    url = f"records/order/{first.json['id']}"
    assert alice.delete(url, version=1).status == 204
    assert rollups(alice, who) == NOTHING
    alice.post(f"{url}/restore")
    assert rollups(alice, who)[0] == 1


def test_a_credit_note_lowers_what_was_spent_and_is_no_order(alice: ApiClient) -> None:
    who = contact(alice)
    order(alice, who, "2026-03-01", 100)
    order(alice, who, "2026-04-01", -30)
    assert rollups(alice, who) == (1, "70.00", "70.00", "2026-03-01", "2026-03-01")


def test_an_order_that_changes_hands_leaves_nothing_behind(
    alice: ApiClient, manager: ApiClient
) -> None:
    wei, na = contact(alice), contact(alice, "李娜")
    made = order(alice, wei, "2026-03-01", 100)
    alice.patch(f"records/order/{made.json['id']}", {"contact": na}, version=1)
    assert (rollups(alice, wei), rollups(alice, na)[0]) == (NOTHING, 1)
    body = {"ids": [made.json["id"]], "set": {"contact": wei}}
    assert manager.post("records/order/bulk", body).json["changed"] == 1
    assert (rollups(alice, wei)[0], rollups(alice, na)) == (1, NOTHING)


def test_refreshing_again_changes_nothing(alice: ApiClient) -> None:
    who = contact(alice)
    order(alice, who, "2026-03-01", 99.99)
    was = rollups(alice, who)
    refresh_purchase_rollups([who, who])  # type: ignore[list-item]  # ids as text do for the test
    assert rollups(alice, who) == was


@pytest.fixture
def bearing(admin: ApiClient) -> str:
    values = {"name": "轴承 6204", "sku": "6204", "price": 18.5}
    return str(admin.post("records/product", values).json["id"])


def test_the_total_is_the_sum_of_the_lines(alice: ApiClient, bearing: str) -> None:
    who = contact(alice)
    lines = [
        {"product": bearing, "quantity": 3, "unit_price": "18.50"},
        {"name": "运费", "quantity": 1, "unit_price": "12.005"},
    ]
    values = {"number": "SO-1", "contact": who, "ordered_at": "2026-03-01"}
    made = alice.post("orders", {"values": values, "lines": lines})
    assert made.status == 201, made
    assert made.json["total"] == {"amount": "67.51", "currency": "CNY"}
    assert rollups(alice, who)[1] == "67.51"
    url = f"orders/{made.json['id']}/lines"
    got = alice.get(url).json
    assert [(line["name"], line["quantity"], line["amount"]) for line in got["lines"]] == [
        ("轴承 6204", 3, "55.50"),
        ("运费", 1, "12.01"),
    ]
    changed = alice.put(url, {"lines": lines[:1]}, version=got["version"])
    assert (changed.json["total"]["amount"], changed.json["version"]) == ("55.50", 2)
    assert rollups(alice, who)[1] == "55.50"
    assert alice.put(url, {"lines": []}, version=1).problem["code"] == "stale-version"
    refused = alice.patch(f"records/order/{made.json['id']}", {"total": 1}, version=2)
    assert refused.problem["errors"][0]["code"] == "total-of-lines"
    assert alice.get(url).json == changed.json


@pytest.mark.parametrize(
    "line",
    [
        {"product": "00000000-0000-7000-8000-000000000000", "quantity": 1, "unit_price": 1},
        {"quantity": "1e12", "unit_price": 1},
        {"quantity": 1},
        {"quantity": "NaN", "unit_price": 1},
        {"quantity": 1, "unit_price": 1, "amount": 5},
    ],
)
def test_bad_lines_are_refused_and_nothing_is_written(
    alice: ApiClient, line: dict[str, Any]
) -> None:
    values = {"number": "SO-1", "ordered_at": "2026-03-01"}
    answer = alice.post("orders", {"values": values, "lines": [line]})
    assert answer.status == 422, answer
    assert alice.get("records/order").json["rows"] == []
    assert OrderLine.objects.count() == 0


def test_lines_follow_the_rights_of_their_order(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient
) -> None:
    made = order(alice, None, "2026-03-01", 5).json["id"]
    url, body = f"orders/{made}/lines", {"lines": [{"name": "x", "quantity": 1, "unit_price": 1}]}
    assert bob.get(url).status == 200
    assert bob.put(url, body, version=1).problem["code"] == "forbidden"
    assert charlie.get(url).status == 404
    assert charlie.put(url, body, version=1).problem["code"] == "not-found"
    assert OrderLine.objects.count() == 0


def test_timeline_and_favourites_show_what_the_reader_may_see(
    alice: ApiClient, bob: ApiClient, admin: ApiClient, charlie: ApiClient, bearing: str
) -> None:
    company = alice.post("records/company", {"name": "海川"}).json["id"]
    who = contact(alice)

    def buy(client: ApiClient, day: str, quantity: int) -> None:
        values = {
            "number": day,
            "contact": who,
            "company": company,
            "ordered_at": day,
            "owner": str(client.id),
        }
        lines = [
            {"product": bearing, "quantity": quantity, "unit_price": 10},
            {"name": "运费", "quantity": 1, "unit_price": 5},
        ]
        assert admin.post("orders", {"values": values, "lines": lines}).status == 201

    buy(alice, "2026-01-01", 2)
    buy(alice, "2026-02-01", 3)
    buy(charlie, "2026-03-01", 100)
    items = bob.get(f"records/contact/{who}/timeline").json["items"]
    assert [item["title"] for item in items if item["kind"] == "order"] == [
        "2026-02-01",
        "2026-01-01",
    ]
    assert items[-1]["data"]["total"] == {"amount": "25.00", "currency": "CNY"}
    items = admin.get(f"records/company/{company}/timeline").json["items"]
    assert sum(item["kind"] == "order" for item in items) == 3
    rows = bob.get(f"contacts/{who}/favourites").json["rows"]
    assert [(row["name"], row["quantity"], row["amount"], row["orders"]) for row in rows] == [
        ("轴承 6204", 5, "50.00", 2),
        ("运费", 2, "10.00", 2),
    ]
    assert charlie.get(f"contacts/{who}/favourites").status == 404


def test_statements_do_not_grow_with_the_orders_changed(
    manager: ApiClient, django_assert_max_num_queries: Any
) -> None:
    ids = [
        order(manager, contact(manager), f"2026-03-0{day}", 10).json["id"] for day in range(1, 9)
    ]
    with django_assert_max_num_queries(20):
        manager.post("records/order/bulk", {"ids": ids, "set": {"status": "cancelled"}})
