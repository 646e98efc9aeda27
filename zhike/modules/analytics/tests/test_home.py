"""The numbers of the home page, against the same worked out by hand, and for whom they count what."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.modules.analytics import home as home_room
from zhike.modules.analytics.models import KeptHome
from zhike.modules.analytics.rfm import scores
from zhike.platform.jobs.testing import run_queued_jobs


def contact(client: ApiClient, name: str) -> str:
    answer = client.post("records/contact", {"name": name})
    assert answer.status == 201, answer
    return str(answer.json["id"])


def order(client: ApiClient, who: str, total: int, days_ago: float, **values: Any) -> None:
    at = (now() - timedelta(days=days_ago)).isoformat()
    body = {
        "number": f"{who[-4:]}-{days_ago}-{total}",
        "contact": who,
        "ordered_at": at,
        "total": total,
        "status": "paid",
    }
    answer = client.post("records/order", {**body, **values})
    assert answer.status == 201, answer


def home(client: ApiClient) -> Any:
    answer = client.get("analytics/home")
    assert answer.status == 200, answer
    return answer.json


def test_nothing_yet(admin: ApiClient) -> None:
    """Zeros, 24 months, 25 cells."""
    found = home(admin)
    assert found["totals"]["revenue"] == {"value": "0.00", "before": "0.00", "change": None}
    assert len(found["customers_over_time"]) == len(found["sales_by_month"]) == 24
    assert len(found["rfm"]["cells"]) == 25
    assert found["top_customers"] == []


def test_totals_months_and_top_customers(admin: ApiClient) -> None:
    """Thirty days against the thirty before; cancelled orders count nowhere."""
    one, two, three = (contact(admin, name) for name in ("一", "二", "三"))
    order(admin, one, 300, 5)
    order(admin, one, 100, 40)
    order(admin, two, 100, 10)
    order(admin, two, 9999, 3, status="cancelled")
    found = home(admin)
    totals = found["totals"]
    assert totals["contacts"]["value"] == 3
    assert (totals["orders"]["value"], totals["orders"]["before"]) == (2, 1)
    assert totals["revenue"] == {"value": "400.00", "before": "100.00", "change": 3.0}
    assert totals["average_order"]["value"] == "200.00"
    assert (totals["new_customers"]["value"], totals["new_customers"]["before"]) == (1, 1)
    assert [
        (row["contact"]["title"], row["spent"], row["orders"]) for row in found["top_customers"]
    ] == [
        ("一", "400.00", 2),
        ("二", "100.00", 1),
    ]
    assert sum(float(month["revenue"]) for month in found["sales_by_month"]) == 500
    assert found["customers_over_time"][-1]["contacts"] == 3
    assert found["customers_over_time"][-1]["customers"] == 2
    assert three


def test_the_rfm_grid_counts_every_customer_once(admin: ApiClient) -> None:
    """Five customers on a slope take the five fifths of each axis."""
    for number in range(1, 6):
        who = contact(admin, f"customer {number}")
        for repeat in range(number):
            order(admin, who, 100 * number, 10 * (6 - number) + repeat / 100)
    grid = home(admin)["rfm"]
    taken = {
        (cell["recency"], cell["frequency"]): cell for cell in grid["cells"] if cell["customers"]
    }
    assert sorted(taken) == [(n, n) for n in range(1, 6)]
    assert taken[5, 5]["revenue"] == "2500.00"
    assert taken[5, 5]["money"] == 5.0
    assert grid["customers"] == 5
    assert "Hughes" in grid["formula"]


@pytest.mark.parametrize(
    ("counts", "least"),
    [
        ([(value, 1) for value in range(10)], [2, 4, 6, 8]),
        ([(1, 90), (2, 10)], [2, 2, 2, 2]),
        ([(1, 100)], [None] * 4),
        ([(1, 50), (2, 50)], [2, 2, None, None]),
    ],
)
def test_equal_customers_have_equal_scores(counts: Any, least: Any) -> None:
    """floor(5 * below / n) + 1."""
    assert scores(counts) == least


def test_numbers_count_what_the_reader_may_view(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, admin: ApiClient
) -> None:
    """Bob sees his team's; Charlie's world is the same whatever Alice sells; new orders count at once."""
    before = home(charlie)
    who = contact(alice, "客户")
    order(alice, who, 500, 1)
    assert {**home(charlie), "counted_at": before["counted_at"]} == before
    for reader in (alice, bob, admin):
        assert home(reader)["totals"]["revenue"]["value"] == "500.00"
    order(alice, who, 50, 2)
    assert home(bob)["totals"]["revenue"]["value"] == "550.00"


def test_a_guest_sees_nothing(guest: ApiClient) -> None:
    """Sign in first."""
    assert guest.get("analytics/home").status == 401


def test_a_large_house_is_counted_in_the_background(
    alice: ApiClient,
    charlie: ApiClient,
    manager: ApiClient,
    admin: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """First nothing, then numbers kept by rights: never another's, names never kept, newer ones asked for by age."""
    who = contact(alice, "客户")
    order(alice, who, 500, 1)
    monkeypatch.setattr(home_room, "LARGE", -10)
    monkeypatch.setattr(home_room, "KEPT_WHEN_SLOW", 0.0)
    first = admin.get("analytics/home")
    assert (first.status, first.json) == (202, {"counting": True})
    assert admin.get("analytics/home").status == 202
    assert run_queued_jobs() == 1
    found = home(admin)
    assert found["totals"]["revenue"]["value"] == "500.00"
    assert (found["counting"], found["top_customers"][0]["contact"]["title"]) == (False, "客户")
    assert manager.get("analytics/home").json["totals"] == found["totals"]
    assert charlie.get("analytics/home").status == 202
    run_queued_jobs()
    assert home(charlie)["totals"]["revenue"]["value"] == "0.00"
    assert home(charlie)["top_customers"] == []
    assert "客户" not in str(list(KeptHome.objects.values()))
    order(alice, who, 50, 2)
    stale = home(admin)
    assert (stale["totals"]["revenue"]["value"], stale["counting"]) == ("500.00", True)
    assert stale["counted_at"] == found["counted_at"]
    run_queued_jobs()
    fresh = home(admin)
    assert (fresh["totals"]["revenue"]["value"], fresh["counting"]) == ("550.00", False)
