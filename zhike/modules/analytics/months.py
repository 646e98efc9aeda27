"""Customers and sales by calendar month of the reader."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

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


def _bucket(moment: Sql, months: list[date], time_zone: str) -> Sql:
    """The number of the month, 1 for the first, 0 before it: a look-up in 24 borders instead of a calendar a row."""
    zone = ZoneInfo(time_zone)
    borders = [datetime(month.year, month.month, 1, tzinfo=zone) for month in months]
    return Sql("width_bucket(") + moment + Sql(", ") + param(borders) + Sql("::timestamptz[])")


def customers_over_time(people: Population) -> list[dict[str, Any]]:
    """`{"month", "contacts", "customers"}`: how many there were at each month's end.

    A contact counts from the day it was entered or first bought, whichever came first; a customer from the first order.
    """
    if not people.contact.has_whole("first_order_at", "created_at"):
        return []
    months = last_months(people.time_zone)
    known = _bucket(Sql("least(c.created_at, c.first_order_at)"), months, people.time_zone)
    bought = _bucket(Sql("c.first_order_at"), months, people.time_zone)
    statement = (
        Sql("SELECT ")
        + known
        + Sql(", ")
        + bought
        + Sql(", count(*)")
        + people.contacts
        + Sql(" GROUP BY 1, 2")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows: list[tuple[int, int | None, int]] = cursor.fetchall()
    return [
        {
            "month": month,
            "contacts": sum(count for since, _, count in rows if since <= number),
            "customers": sum(
                count for _, since, count in rows if since is not None and since <= number
            ),
        }
        for number, month in enumerate(months, start=1)
    ]


def sales_by_month(people: Population) -> list[dict[str, Any]]:
    """`{"month", "revenue", "orders"}`, months without sales included; nothing for who does not see all of it."""
    if not (people.sales_known and people.order.has_whole("total")):
        return []
    months = last_months(people.time_zone)
    statement = (
        Sql("SELECT ")
        + _bucket(Sql("o.ordered_at"), months, people.time_zone)
        + Sql(", sum(o.total), count(*)")
        + people.orders
        + Sql(" AND o.ordered_at >= ")
        + param(datetime(months[0].year, months[0].month, 1, tzinfo=ZoneInfo(people.time_zone)))
        + Sql(" GROUP BY 1")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        found = {
            number: (revenue or Decimal(0), count) for number, revenue, count in cursor.fetchall()
        }
    nothing = (Decimal(0), 0)
    return [
        {
            "month": month,
            "revenue": f"{found.get(number, nothing)[0]:.2f}",
            "orders": found.get(number, nothing)[1],
        }
        for number, month in enumerate(months, start=1)
    ]
