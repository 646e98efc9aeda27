"""Orders in timelines, the lines of an order, and the favourite products of a contact."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from zhike.foundation.purchase.order.model import NOT_A_PURCHASE
from zhike.kit.sql import Sql, param
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.kinds.number import money_text
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.reach import visible_rows
from zhike.platform.records.timeline import Item, require_visible

FAVOURITES = 10
_COLUMNS = {"contact": "contact_id", "company": "company_id"}


def order_items(
    actor: Actor, type_: ObjectType, record_id: UUID, before: datetime | None, limit: int
) -> list[Item]:
    """The orders of a contact or a company, by the day they were placed."""
    column = _COLUMNS.get(type_.key)
    policy = policy_of(actor)
    if column is None or not policy.may("order", "view"):
        return []
    statement = (
        Sql(
            "SELECT o.id, o.ordered_at, o.number, o.status, o.total, o.total_currency, o.channel, u.id, u.name"
            " FROM purchase_order o LEFT JOIN identity_user u ON u.id = o.owner_id"
            f" WHERE o.{column} = "
        )
        + param(record_id)
        + Sql(" AND ")
        + visible_rows(registry.get("order"), policy, "o", "view")
    )
    if before is not None:
        statement += Sql(" AND o.ordered_at < ") + param(before)
    statement += Sql(" ORDER BY o.ordered_at DESC, o.id DESC LIMIT ") + param(limit)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [
            Item(
                id=f"order-{order}",
                kind="order",
                at=at,
                title=number,
                actor={"id": user, "title": name} if user else None,
                object="order",
                record=order,
                data={
                    "status": status,
                    "channel": channel,
                    "total": None
                    if total is None
                    else {"amount": money_text(total), "currency": currency},
                },
            )
            for order, at, number, status, total, currency, channel, user, name in cursor.fetchall()
        ]


def order_lines(actor: Actor, order_id: UUID) -> dict[str, Any]:
    """`{"lines": […], "total", "version"}` of an order. Raises NotFound where the actor may not view it."""
    require_visible(actor, registry.get("order"), order_id)
    seen = visible_rows(registry.get("product"), policy_of(actor), "p", "view")
    statement = (
        Sql(
            "SELECT l.position, l.name, l.quantity, l.unit_price, l.amount, p.id, p.name"
            " FROM purchase_orderline l LEFT JOIN catalog_product p ON p.id = l.product_id AND "
        )
        + seen
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
                "name": name,
                "quantity": float(quantity),
                "unit_price": money_text(price),
                "amount": money_text(amount),
                "product": {"id": product, "title": product_name, "object": "product"}
                if product
                else None,
            }
            for position, name, quantity, price, amount, product, product_name in cursor.fetchall()
        ]
    return {
        "lines": lines,
        "total": None if total is None else {"amount": money_text(total), "currency": currency},
        "version": version,
    }


def favourites(actor: Actor, contact_id: UUID, limit: int = FAVOURITES) -> list[dict[str, Any]]:
    """What a contact buys most, by amount and then by quantity, from the orders the actor may view.

    Raises NotFound where the actor may not view the contact.
    """
    require_visible(actor, registry.get("contact"), contact_id)
    policy = policy_of(actor)
    if not policy.may("order", "view"):
        return []
    statement = (
        Sql(
            "SELECT p.id, coalesce(p.name, max(l.name)), sum(l.quantity), sum(l.amount), count(DISTINCT o.id), max(o.ordered_at)"
            " FROM purchase_order o JOIN purchase_orderline l ON l.order_id = o.id LEFT JOIN catalog_product p ON p.id = l.product_id AND "
        )
        + visible_rows(registry.get("product"), policy, "p", "view")
        + Sql(" WHERE o.contact_id = ")
        + param(contact_id)
        + Sql(" AND o.status <> ALL(")
        + param(list(NOT_A_PURCHASE))
        + Sql(") AND ")
        + visible_rows(registry.get("order"), policy, "o", "view")
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
                "product": {"id": product, "title": name, "object": "product"} if product else None,
                "name": name,
                "quantity": float(quantity),
                "amount": money_text(amount),
                "orders": orders,
                "last_at": last_at,
            }
            for product, name, quantity, amount, orders, last_at in cursor.fetchall()
        ]
