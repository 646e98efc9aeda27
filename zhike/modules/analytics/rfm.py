"""Recency, frequency and monetary value in fifths, as direct marketers have used them since the 1960s.

Score 1-5 per axis by quintile of the customers with at least one order: recency by the last order (5 = most recent),
frequency by the number of orders, money by what was spent (5 = most). Hughes, A. M. (1994), Strategic Database
Marketing. Quintiles are cut between different values, so equal customers always get equal scores: a value gets the
score floor(5 * (customers below it) / customers) + 1.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from zhike.kit.sql import Sql, param
from zhike.modules.analytics.population import Population

FIFTHS: Final = 5
FORMULA: Final = "score = floor(5 · below / n) + 1 (Hughes 1994)"


def scores(counts: Iterable[tuple[Any, int]]) -> list[Any]:
    """The least value of each score from 2 to 5, from `(value, how many)` in ascending order."""
    rows = list(counts)
    total = sum(count for _, count in rows)
    least: list[Any] = [None] * (FIFTHS - 1)
    below = 0
    for value, count in rows:
        score = FIFTHS * below // total
        for step in range(score):
            if least[step] is None:
                least[step] = value
        below += count
    return least


def rfm_grid(people: Population) -> dict[str, Any]:
    """`{"cells": [{"recency", "frequency", "customers", "revenue", "money"}], "cuts", "customers", "formula"}`.

    25 cells, none for who does not see whole what they are made of; `money` is the mean score of what its customers
    spent. Two passes over the contacts: one finds where the fifths are cut, one counts.
    """
    if not people.buyers_known:
        nobody: list[None] = [None] * (FIFTHS - 1)
        cuts = dict.fromkeys(("recency", "frequency", "money"), nobody)
        return {"customers": 0, "formula": FORMULA, "cuts": cuts, "cells": []}
    bought = people.contacts + Sql(" AND c.order_count > 0 AND c.last_order_at IS NOT NULL")
    statement = (
        Sql(
            "SELECT grouping(b.day, b.orders, b.spent), b.day, b.orders, b.spent, count(*) FROM (SELECT"
            " c.last_order_at::date AS day, c.order_count AS orders, trunc(coalesce(c.spent, 0), -1) AS spent"
        )
        + bought
        + Sql(") b GROUP BY GROUPING SETS ((b.day), (b.orders), (b.spent))")
    )
    axes: dict[int, list[tuple[Any, int]]] = {0b011: [], 0b101: [], 0b110: []}
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        for axis, day, orders, spent, count in cursor.fetchall():
            value = {0b011: day, 0b101: orders, 0b110: spent}[axis]
            axes[axis].append((value, count))
    days, orders_, spent_ = (sorted(axes[axis]) for axis in (0b011, 0b101, 0b110))
    total = sum(count for _, count in days)
    recency, frequency, money = scores(days), scores(orders_), scores(spent_)
    found = _cells(bought, recency, frequency, money) if total else {}
    return {
        "customers": total,
        "formula": FORMULA,
        "cuts": {"recency": recency, "frequency": frequency, "money": money},
        "cells": [
            {
                "recency": r,
                "frequency": f,
                "customers": found.get((r, f), (0, Decimal(0), Decimal(0)))[0],
                "revenue": f"{found.get((r, f), (0, Decimal(0), Decimal(0)))[1]:.2f}",
                "money": float(round(found.get((r, f), (0, Decimal(0), Decimal(0)))[2], 2)),
            }
            for r in range(FIFTHS, 0, -1)
            for f in range(1, FIFTHS + 1)
        ],
    }


def _score(expression: str, cast: str, least: Sequence[Any]) -> Sql:
    """1 and one more for every cut the value reaches."""
    return Sql("1") + Sql.join(
        "",
        (
            Sql(f" + ({expression} >= ") + param(value) + Sql(f"::{cast})::int")
            for value in least
            if value is not None
        ),
    )


def _cells(
    bought: Sql, recency: list[date], frequency: list[int], money: list[Decimal]
) -> dict[tuple[int, int], tuple[int, Decimal, Decimal]]:
    statement = (
        Sql("SELECT ")
        + _score("c.last_order_at::date", "date", recency)
        + Sql(", ")
        + _score("c.order_count", "bigint", frequency)
        + Sql(", count(*), sum(coalesce(c.spent, 0)), avg(")
        + _score("coalesce(c.spent, 0)", "numeric", money)
        + Sql(")")
        + bought
        + Sql(" GROUP BY 1, 2")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return {(r, f): (count, spent, score) for r, f, count, spent, score in cursor.fetchall()}
