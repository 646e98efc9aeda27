"""How many orders somebody has, compared in every way with every number."""

from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest

from tests.cast import ApiClient

COMPARE = {"eq": eq, "ne": ne, "gt": gt, "gte": ge, "lt": lt, "lte": le}
NUMBERS = [-1, 0, 0.5, 1, 2, 2.5, 3, 100]


@pytest.fixture
def buyers(alice: ApiClient) -> ApiClient:
    """People with none to three paid orders, named by how many, each with one cancelled one more."""
    for count in range(4):
        who = alice.post("records/contact", {"name": str(count)}).json["id"]
        for index in range(count + 1):
            values = {
                "number": f"{count}-{index}",
                "contact": who,
                "ordered_at": "2026-01-01",
                "total": 10,
                "status": "cancelled" if index == count else "paid",
            }
            assert alice.post("records/order", values).status == 201
    return alice


def test_counts_compare_as_numbers_do(buyers: ApiClient) -> None:
    paid = {"field": "status", "op": "eq", "value": "paid"}
    for comparator, number in product(COMPARE, NUMBERS):
        tree: dict[str, Any] = {
            "related": "orders",
            "where": paid,
            "having": {"count": {comparator: number}},
        }
        rows = buyers.get("records/contact", query={"filter": tree}).json["rows"]
        expected = [str(count) for count in range(4) if COMPARE[comparator](count, number)]
        assert sorted(row["name"] for row in rows) == expected, (comparator, number)


def test_several_tests_hold_together(buyers: ApiClient) -> None:
    tests = {"count": {"gte": 2, "lt": 4}, "sum": {"field": "total", "lte": 30}}
    rows = buyers.get(
        "records/contact", query={"filter": {"related": "orders", "having": tests}}
    ).json["rows"]
    assert sorted(row["name"] for row in rows) == ["1", "2"]
