"""The numbers of the home page, counted for what one reader may see."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from zhike.kit.clock import now
from zhike.kit.sql import Sql, param
from zhike.modules.analytics.months import customers_over_time, sales_by_month
from zhike.modules.analytics.population import Population
from zhike.modules.analytics.rfm import rfm_grid
from zhike.platform.records.query.columns import title_of

PERIOD: Final = timedelta(days=30)
TOP: Final = 10


def numbers_of(people: Population) -> dict[str, Any]:
    """What takes long to count at a million customers, as JSON values; `counted_at` says when it was begun."""
    return {
        "counted_at": now().isoformat(),
        "totals": _totals(people),
        "customers_over_time": customers_over_time(people),
        "sales_by_month": sales_by_month(people),
        "rfm": rfm_grid(people),
    }


def top_customers(people: Population) -> list[dict[str, Any]]:
    """Those who spent most. Always asked anew: it is one look at an index, and names are kept nowhere else."""
    if not people.buyers_known:
        return []
    statement = (
        Sql("SELECT c.id, ")
        + title_of(people.contact, "c")
        + Sql(", c.spent, c.order_count, c.last_order_at")
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
    """Each total of the last 30 days (contacts: of all) with the one of the 30 days before; None for what rests on a
    field the reader does not see whole.
    """
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
    first_known = people.contact.has_whole("first_order_at", "created_at")
    money_known = people.sales_known and people.order.has_whole("total")
    totals = {
        "contacts": _total(known, known_before if first_known else known),
        "new_customers": _total(new, new_before),
        "orders": _total(count, count_before),
        "revenue": _total(f"{revenue:.2f}", f"{revenue_before:.2f}"),
        "average_order": _total(_mean(revenue, count), _mean(revenue_before, count_before)),
    }
    known_to_reader = {
        "contacts": True,
        "new_customers": first_known,
        "orders": people.sales_known,
        "revenue": money_known,
        "average_order": money_known,
    }
    return {name: total if known_to_reader[name] else None for name, total in totals.items()}


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
