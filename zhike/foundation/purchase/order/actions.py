"""Writing an order with its lines: the total is their sum wherever they tell amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from zhike.foundation.purchase.order.errors import BadLines
from zhike.foundation.purchase.order.model import OrderLine
from zhike.kit.errors import Forbidden, Problem
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.actions import action, create_record, update_record
from zhike.platform.records.actions.bulk_write import RowWrite, write_many
from zhike.platform.records.query.reach import visible_rows

LINE_LIMIT = 1_000
CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 9
UNKNOWN_PRODUCT = Text(
    "This product does not exist, or you may not see it.", "该产品不存在，或您无权查看。"
)
TOO_LARGE = Text("This number is too large.", "数字过大。")
TOO_MANY = Text("An order has at most {limit} lines.", "一个订单最多 {limit} 行明细。")


@dataclass(frozen=True, slots=True)
class Line:
    """One position: a product or a name, how many, and the price of one."""

    quantity: Decimal
    unit_price: Decimal
    product_id: UUID | None = None
    name: str = ""

    @property
    def amount(self) -> Decimal:
        """Quantity times price, to the cent."""
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


def save_order(
    actor: Actor,
    values: Mapping[str, Any],
    lines: Sequence[Line],
    *,
    order_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Create an order with its lines, or change both; returns its id.

    Raises what `create_record` and `update_record` raise, and BadLines; then nothing was written.
    """
    _check(actor, lines)
    with transaction.atomic():
        if order_id is None:
            order_id = create_record(actor, "order", {**values, "total": str(total_of(lines))})
            _write_lines(order_id, lines)
            row = ChangeRow("order", order_id, "set_lines", {"lines": []}, {"lines": _told(lines)})
            write_changes(actor, [row])
            return order_id
        if values:
            update_record(actor, "order", order_id, values, version=version)
            version = None
        set_lines(actor, order_id, lines, version=version)
    return order_id


def set_lines(
    actor: Actor, order_id: UUID, lines: Sequence[Line], *, version: int | None = None
) -> None:
    """Replace the lines of an order, and with them its total.

    Raises NotFound, Forbidden (also for who may not edit totals), StaleVersion, BadLines.
    """
    if "total" not in seen_by(policy_of(actor), "order").writable:
        raise Forbidden(object="order", action="edit")
    _check(actor, lines)
    with action(
        actor, "set_lines", ("order", order_id), permission="edit", version=version
    ) as change:
        before = _told(lines_of(order_id))
        OrderLine.objects.filter(order_id=order_id).delete()
        _write_lines(order_id, lines)
        change.set(total=str(total_of(lines)))
        change.tell({"lines": before}, {"lines": _told(lines)})


def total_of(lines: Sequence[Line]) -> Decimal:
    """What the lines add up to."""
    return sum((line.amount for line in lines), Decimal("0.00"))


def lines_of(order_id: UUID) -> list[Line]:
    """The lines of an order by position."""
    rows = OrderLine.objects.filter(order_id=order_id).order_by("position")
    return [Line(row.quantity, row.unit_price, row.product_id, row.name) for row in rows]


def write_many_lines(lines: Mapping[UUID, Sequence[Line]]) -> None:
    """Lines of new orders in one statement, for an import that gives the orders their totals itself.

    The caller has checked the products, runs in the transaction that made the orders, and writes their change rows.
    """
    _insert(
        [
            (order, number, line)
            for order, own in lines.items()
            for number, line in enumerate(own, 1)
        ]
    )


def lines_of_many(order_ids: Sequence[UUID]) -> dict[UUID, list[Line]]:
    """The lines of many orders by position; orders without lines are left out."""
    found: dict[UUID, list[Line]] = {}
    for row in OrderLine.objects.filter(order_id__in=order_ids).order_by("order_id", "position"):
        line = Line(row.quantity, row.unit_price, row.product_id, row.name)
        found.setdefault(row.order_id, []).append(line)
    return found


def replace_many_lines(
    actor: Actor,
    lines: Mapping[UUID, Sequence[Line]],
    before: Mapping[UUID, Sequence[Line]],
    totals: Mapping[UUID, Any],
) -> None:
    """Replace the lines of known orders and bring up their totals, for an import that has asked for the right to.

    `totals` are money values for orders whose lines tell no amounts; they need not be among `lines`. Runs in the caller's transaction. Raises what `write_many` raises.
    """
    if not lines and not totals:
        return
    OrderLine.objects.filter(order_id__in=list(lines)).delete()
    write_many_lines(lines)
    total = registry.get("order").fields["total"]
    sums = {
        order: total.kind.clean(str(total_of(own)), total.settings) for order, own in lines.items()
    }
    writes = [RowWrite({"total": value}, order) for order, value in {**sums, **totals}.items()]
    write_many(actor, "order", writes)
    tell_lines(actor, before, lines)


def tell_lines(
    actor: Actor, before: Mapping[UUID, Sequence[Line]], after: Mapping[UUID, Sequence[Line]]
) -> None:
    """One change row for each order whose lines were written."""
    write_changes(
        actor,
        [
            ChangeRow(
                "order",
                order,
                "set_lines",
                {"lines": _told(before.get(order, ()))},
                {"lines": _told(own)},
            )
            for order, own in after.items()
        ],
    )


def _write_lines(order_id: UUID, lines: Sequence[Line]) -> None:
    _insert([(order_id, number, line) for number, line in enumerate(lines, 1)])


def _insert(rows: Sequence[tuple[UUID, int, Line]]) -> None:
    """Lines without a name take their product's."""
    if not rows:
        return
    columns: list[list[Any]] = [
        [order for order, _, _ in rows],
        [number for _, number, _ in rows],
        [line.product_id for _, _, line in rows],
        [line.name[:200] for _, _, line in rows],
        [line.quantity for _, _, line in rows],
        [line.unit_price for _, _, line in rows],
        [line.amount for _, _, line in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO purchase_orderline (order_id, position, product_id, name, quantity, unit_price, amount)"
            " SELECT l.orders, l.position, l.product, coalesce(nullif(l.name, ''), p.name, ''), l.quantity, l.price, l.amount"
            " FROM unnest(%s::uuid[], %s::int[], %s::uuid[], %s::text[], %s::numeric[], %s::numeric[], %s::numeric[])"
            " AS l(orders, position, product, name, quantity, price, amount) LEFT JOIN catalog_product p ON p.id = l.product",
            columns,
        )


def _told(lines: Sequence[Line]) -> list[dict[str, str | None]]:
    """Lines as the change log keeps them."""
    return [
        {
            "product": str(line.product_id) if line.product_id else None,
            "name": line.name,
            "quantity": f"{line.quantity.normalize():f}",
            "unit_price": f"{line.unit_price.normalize():f}",
            "amount": str(line.amount.quantize(CENT)),
        }
        for line in lines
    ]


def _check(actor: Actor, lines: Sequence[Line]) -> None:
    if len(lines) > LINE_LIMIT:
        raise BadLines(problems=[Problem(("lines",), "too-many", TOO_MANY, {"limit": LINE_LIMIT})])
    known = _visible_products(actor, {line.product_id for line in lines if line.product_id})
    problems = []
    for number, line in enumerate(lines):
        if line.product_id is not None and line.product_id not in known:
            problems.append(
                Problem(("lines", number, "product"), "unknown-reference", UNKNOWN_PRODUCT)
            )
        problems += [
            Problem(("lines", number, name), "out-of-range", TOO_LARGE)
            for name in ("quantity", "unit_price")
            if abs(getattr(line, name)) >= LARGEST
        ]
    if problems:
        raise BadLines(problems=problems)


def _visible_products(actor: Actor, ids: set[UUID]) -> set[UUID]:
    if not ids:
        return set()
    statement = Sql("SELECT p.id FROM catalog_product p WHERE p.id = ANY(%s) AND ", (list(ids),))
    statement += visible_rows(registry.get("product"), policy_of(actor), "p", "view")
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return {row[0] for row in cursor.fetchall()}
