"""Customers and sales by calendar month of the reader."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from zhike.kit.clock import today
from zhike.kit.sql import Sql, param
from zhike.modules.analytics.population import Population

MONTHS: Final = 24


def last_months(time_zone: str) -> list[date]:
    """First days of this month and those before it, oldest first."""
    day = today(time_zone)
    this = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(this - MONTHS + 1, this + 1)]


def _local(moment: Sql, time_zone: str) -> Sql:
    return Sql("(") + moment + Sql(" AT TIME ZONE ") + param(time_zone) + Sql("::text)")


def customers_over_time(people: Population) -> list[dict[str, Any]]:
    """`{"month", "contacts", "customers"}`: how many there were at each month's end.

    A contact counts from the day it was entered or first bought, whichever came first; a customer from the first order.
    """
    known = _local(Sql("least(c.created_at, c.first_order_at)"), people.time_zone)
    bought = _local(Sql("c.first_order_at"), people.time_zone)
    statement = (
        Sql("SELECT date_trunc('month', ")
        + known
        + Sql(")::date AS known, date_trunc('month', ")
        + bought
        + Sql(")::date AS bought, count(*)")
        + people.contacts
        + Sql(" GROUP BY 1, 2")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows: list[tuple[date, date | None, int]] = cursor.fetchall()
    return [
        {
            "month": month,
            "contacts": sum(count for since, _, count in rows if since <= month),
            "customers": sum(count for _, since, count in rows if since and since <= month),
        }
        for month in last_months(people.time_zone)
    ]


def sales_by_month(people: Population) -> list[dict[str, Any]]:
    """`{"month", "revenue", "orders"}`, months without sales included."""
    months = last_months(people.time_zone)
    ordered = _local(Sql("o.ordered_at"), people.time_zone)
    statement = (
        Sql("SELECT date_trunc('month', ")
        + ordered
        + Sql(")::date, sum(o.total), count(*)")
        + people.orders
        + Sql(" AND o.ordered_at >= (")
        + param(months[0])
        + Sql("::timestamp AT TIME ZONE ")
        + param(people.time_zone)
        + Sql("::text) GROUP BY 1")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        found = {
            month: (revenue or Decimal(0), count) for month, revenue, count in cursor.fetchall()
        }
    nothing = (Decimal(0), 0)
    return [
        {
            "month": month,
            "revenue": f"{found.get(month, nothing)[0]:.2f}",
            "orders": found.get(month, nothing)[1],
        }
        for month in months
    ]
