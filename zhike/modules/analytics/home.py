"""Everything the home page draws, for one reader."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db import connection

from zhike.kit.clock import now
from zhike.kit.sql import Sql, param
from zhike.modules.analytics.months import customers_over_time, sales_by_month
from zhike.modules.analytics.population import Population, population_of
from zhike.modules.analytics.rfm import rfm_grid
from zhike.platform.identity.actor import Actor

PERIOD: Final = timedelta(days=30)
TOP: Final = 10
KEPT_SECONDS: Final = 300.0
# Numbers that took long to count are shown a little longer than they are exact.
SLOW_SECONDS: Final = 0.5
KEPT_WHEN_SLOW: Final = 30.0
_KEPT_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class _Kept:
    at: float
    took: float
    change: object
    numbers: dict[str, Any]


class _Shelf:
    """Numbers by what a reader may see: exact until the next change in the log, shared by readers of equal rights."""

    def __init__(self) -> None:
        self._kept: dict[object, _Kept] = {}
        self._lock = Lock()

    def get(self, key: object, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The kept numbers, or new ones."""
        change = _latest_change()
        kept = self._kept.get(key)
        moment = time.monotonic()
        if kept is not None:
            age = moment - kept.at
            if (kept.change == change and age < KEPT_SECONDS) or (
                kept.took > SLOW_SECONDS and age < KEPT_WHEN_SLOW
            ):
                return kept.numbers
        numbers = make()
        with self._lock:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            self._kept[key] = _Kept(moment, time.monotonic() - moment, change, numbers)
        return numbers


_shelf: Final = _Shelf()


def _latest_change() -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM changes_change ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()


def home(actor: Actor) -> dict[str, Any]:
    """`{"currency", "totals", "customers_over_time", "sales_by_month", "top_customers", "rfm"}`. Raises Forbidden."""
    people = population_of(actor)
    return _shelf.get(people.scope, lambda: _numbers(people))


def _numbers(people: Population) -> dict[str, Any]:
    return {
        "currency": settings.ZHIKE_CURRENCY,
        "totals": _totals(people),
        "customers_over_time": customers_over_time(people),
        "sales_by_month": sales_by_month(people),
        "top_customers": _top_customers(people),
        "rfm": rfm_grid(people),
    }


def _top_customers(people: Population) -> list[dict[str, Any]]:
    statement = (
        Sql("SELECT c.id, c.name, c.spent, c.order_count, c.last_order_at")
        + people.contacts
        + Sql(" AND c.spent > 0 ORDER BY c.spent DESC NULLS LAST, c.id DESC LIMIT ")
        + param(TOP)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [
            {
                "contact": {"id": key, "title": name, "object": "contact"},
                "spent": f"{spent:.2f}",
                "orders": orders,
                "last_order_at": last,
            }
            for key, name, spent, orders, last in cursor.fetchall()
        ]


def _totals(people: Population) -> dict[str, Any]:
    """Each total of the last 30 days (contacts: of all) with the one of the 30 days before."""
    moment = now()
    middle, start = moment - PERIOD, moment - 2 * PERIOD
    contacts = (
        Sql(
            "SELECT count(*), count(*) FILTER (WHERE least(c.created_at, c.first_order_at) < %s),"
            " count(*) FILTER (WHERE c.first_order_at >= %s),"
            " count(*) FILTER (WHERE c.first_order_at >= %s AND c.first_order_at < %s)",
            (middle, middle, start, middle),
        )
        + people.contacts
    )
    orders = (
        Sql(
            "SELECT count(*) FILTER (WHERE o.ordered_at >= %s), count(*) FILTER (WHERE o.ordered_at < %s),"
            " coalesce(sum(o.total) FILTER (WHERE o.ordered_at >= %s), 0),"
            " coalesce(sum(o.total) FILTER (WHERE o.ordered_at < %s), 0)",
            (middle, middle, middle, middle),
        )
        + people.orders
        + Sql(" AND o.ordered_at >= %s AND o.ordered_at < %s", (start, moment))
    )
    with connection.cursor() as cursor:
        cursor.execute(contacts.text, contacts.params)
        known, known_before, new, new_before = cursor.fetchone()
        cursor.execute(orders.text, orders.params)
        count, count_before, revenue, revenue_before = cursor.fetchone()
    return {
        "contacts": _total(known, known_before),
        "new_customers": _total(new, new_before),
        "orders": _total(count, count_before),
        "revenue": _total(f"{revenue:.2f}", f"{revenue_before:.2f}"),
        "average_order": _total(_mean(revenue, count), _mean(revenue_before, count_before)),
    }


def _total(value: int | str, before: int | str) -> dict[str, Any]:
    """`change` is relative to the period before; None where that was nothing."""
    base = float(before)
    return {
        "value": value,
        "before": before,
        "change": (float(value) - base) / base if base > 0 else None,
    }


def _mean(revenue: Decimal, count: int) -> str:
    return f"{revenue / count:.2f}" if count else "0.00"
