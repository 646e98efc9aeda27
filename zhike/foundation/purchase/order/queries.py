"""Orders in timelines, the lines of an order, and the favourite products of a contact."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from zhike.foundation.purchase.order.model import NOT_A_PURCHASE
from zhike.kit.sql import Sql, param
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.kinds.masked import MaskedKind
from zhike.platform.metadata.kinds.number import money_text
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import shown, title_of
from zhike.platform.records.query.reach import visible_rows
from zhike.platform.records.timeline import Item, require_visible

FAVOURITES = 10
_COLUMNS = {"contact": "contact_id", "company": "company_id"}


def order_items(
    actor: Actor, type_: ObjectType, record_id: UUID, before: datetime | None, limit: int
) -> list[Item]:
    """The orders of a contact or a company, by the day they were placed; none for who does not see that day, or whose."""
    column = _COLUMNS.get(type_.key)
    policy = policy_of(actor)
    if column is None or not policy.may("order", "view"):
        return []
    order = seen_by(policy, "order")
    if not order.has_whole(type_.key, "ordered_at"):
        return []
    fields = [shown(order, path, "o") for path in ("status", "total", "channel")]
    statement = (
        Sql("SELECT o.id, o.ordered_at, ")
        + Sql.join(", ", [title_of(order, "o"), *fields])
        + Sql(
            ", o.total_currency, u.id, u.name FROM purchase_order o LEFT JOIN identity_user u ON u.id = "
        )
        + shown(order, "owner", "o")
        + Sql(f" WHERE o.{column} = ")
        + param(record_id)
        + Sql(" AND ")
        + visible_rows(order, policy, "o", "view")
    )
    if before is not None:
        statement += Sql(" AND o.ordered_at < ") + param(before)
    statement += Sql(" ORDER BY o.ordered_at DESC, o.id DESC LIMIT ") + param(limit)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [
            Item(
                id=f"order-{record}",
                kind="order",
                at=at,
                title=number,
                actor={"id": user, "title": name} if user else None,
                object="order",
                record=record,
                data={
                    "status": status,
                    "channel": channel,
                    "total": None
                    if total is None
                    else {"amount": money_text(total), "currency": currency},
                },
            )
            for record, at, number, status, total, channel, currency, user, name in cursor.fetchall()
        ]


def order_lines(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """`{"lines": […], "total", "version"}` of an order. Raises NotFound where the actor may not view it.

    Prices add up to the total, so they are None for who does not see it whole; a line is named as products are.
    """
    policy = policy_of(actor)
    order, product = seen_by(policy, "order"), seen_by(policy, "product")
    require_visible(actor, order, order_id)
    priced = order.has_whole("total")
    statement = (
        Sql("SELECT l.position, ")
        + _line_name(product)
        + Sql(", l.quantity, l.unit_price, l.amount, p.id, ")
        + title_of(product, "p")
        + Sql(" FROM purchase_orderline l LEFT JOIN catalog_product p ON p.id = l.product_id AND ")
        + visible_rows(product, policy, "p", "view")
        + Sql(" WHERE l.order_id = ")
        + param(order_id)
        + Sql(" ORDER BY l.position")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT total, total_currency, version FROM purchase_order WHERE id = %s", [order_id]
        )
        total, currency, version = cursor.fetchone()
        cursor.execute(statement.text, statement.params)
        lines = [
            {
                "position": position,
                "name": name or "",
                "quantity": float(quantity),
                "unit_price": money_text(price) if priced else None,
                "amount": money_text(amount) if priced else None,
                "product": {"id": found, "title": title, "object": "product"} if found else None,
            }
            for position, name, quantity, price, amount, found, title in cursor.fetchall()
        ]
    return {
        "lines": lines,
        "total": {"amount": money_text(total), "currency": currency}
        if priced and total is not None
        else None,
        "version": version,
    }


def _line_name(product: ObjectType) -> Sql:
    """What a line calls its product, as far as the reader may know what products are called."""
    if product.title is None:
        return Sql("''")
    kind, name = product.title.kind, Sql("l.name")
    return kind.masked_sql(name) if isinstance(kind, MaskedKind) else name


def favourites(actor: Actor, contact_id: UUID, limit: int = FAVOURITES) -> list[dict[str, Any]]:
    """What a contact buys most, by amount and then by quantity, from the orders the actor may view.

    Nothing for who does not see whose orders are, what they come to and whether they were cancelled, nor for who
    does not see whole what products are called. Raises NotFound where the actor may not view the contact.
    """
    policy = policy_of(actor)
    require_visible(actor, registry.get("contact"), contact_id)
    order, product = seen_by(policy, "order"), seen_by(policy, "product")
    needed = ("contact", "total", "status", "ordered_at")
    if not (policy.may("order", "view") and order.has_whole(*needed) and product.has_whole("name")):
        return []
    statement = (
        Sql(
            "SELECT p.id, coalesce(p.name, max(l.name)), sum(l.quantity), sum(l.amount), count(DISTINCT o.id), max(o.ordered_at)"
            " FROM purchase_order o JOIN purchase_orderline l ON l.order_id = o.id LEFT JOIN catalog_product p ON p.id = l.product_id AND "
        )
        + visible_rows(product, policy, "p", "view")
        + Sql(" WHERE o.contact_id = ")
        + param(contact_id)
        + Sql(" AND o.status <> ALL(")
        + param(list(NOT_A_PURCHASE))
        + Sql(") AND ")
        + visible_rows(order, policy, "o", "view")
        + Sql(
            " GROUP BY p.id, CASE WHEN p.id IS NULL THEN l.name END HAVING sum(l.amount) > 0"
            " ORDER BY 4 DESC, 3 DESC, 2 LIMIT "
        )
        + param(limit)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [
            {
                "product": {"id": found, "title": name, "object": "product"} if found else None,
                "name": name,
                "quantity": float(quantity),
                "amount": money_text(amount),
                "orders": orders,
                "last_at": last_at,
            }
            for found, name, quantity, amount, orders, last_at in cursor.fetchall()
        ]
