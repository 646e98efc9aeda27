"""How a file becomes orders: rows of one order number are its lines, buyers are found or made, codes become products.

An order is taken whole or not at all, and importing it again replaces its lines, so nothing is counted twice. Credit
notes (negative quantities) are orders with a negative total.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from zhike.foundation.purchase.order.actions import (
    Line,
    lines_of_many,
    replace_many_lines,
    tell_lines,
    total_of,
    write_many_lines,
)
from zhike.foundation.purchase.order.file_orders import FileOrder, note, orders_of
from zhike.foundation.purchase.order.model import Order
from zhike.kit.errors import ZhikeError
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.imports.batch import NOT_EDITABLE, Run, Source, new_run, trouble_of, write_rows
from zhike.platform.imports.convert import Draft, Trouble
from zhike.platform.imports.targets import Target
from zhike.platform.metadata.kinds import KINDS
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.actions.bulk_write import RowWrite, write_many

_NO_BUYER: Final = Text(
    "There is no contact with this e-mail or phone; the order comes without a buyer.",
    "没有使用该邮箱或手机的联系人，订单将不关联买家。",
)
_NO_PRODUCTS: Final = frozenset((
    "post", "dot", "m", "c2", "s", "d", "b", "pads", "amazonfee", "bank charges", "cruk", "postage", "shipping", "discount",
    "fee", "运费", "邮费", "快递费", "折扣", "优惠", "手续费", "服务费",
))  # fmt: skip
"""Codes of lines that are no goods: postage, discounts, fees, corrections."""


def _target(path: str, en: str, zh: str, kind: str, *headers: str) -> Target:
    return Target(
        path, Text(en, zh), KINDS[kind], {"limit": 200} if kind == "text" else {}, headers
    )


class OrderImport:
    """The import profile of orders."""

    object = "order"
    targets = (
        _target("buyer.email", "Buyer's e-mail", "买家邮箱", "email", "email", "e-mail", "customer email", "邮箱", "客户邮箱"),
        _target("buyer.phone", "Buyer's phone", "买家手机", "phone", "phone", "mobile", "customer phone", "手机", "手机号", "电话", "联系电话", "收货电话"),
        _target("line.sku", "Line: SKU", "明细：货号", "text", "stock code", "sku", "product code", "item code", "item number", "商品编码", "货号", "产品编码"),
        _target("line.name", "Line: product", "明细：产品", "text", "description", "product", "product name", "item", "item name", "商品", "商品名称", "产品", "产品名称"),
        _target("line.quantity", "Line: quantity", "明细：数量", "number", "quantity", "qty", "数量", "购买数量", "件数"),
        _target("line.unit_price", "Line: unit price", "明细：单价", "number", "unit price", "price", "单价", "价格", "售价"),
    )  # fmt: skip

    essential = frozenset((
        "number", "ordered_at", "total", "line.sku", "line.name", "line.quantity", "line.unit_price",
    ))  # fmt: skip

    def group(self, values: Mapping[str, Any]) -> Hashable:
        """Rows of one order number belong together."""
        return values.get("number")

    def write(self, run: Run, rows: Sequence[Draft]) -> None:
        """Write the orders of a batch; every row gets a result or trouble."""
        _find_buyers(run, rows)
        run.names.settle(rows)
        orders = orders_of(rows)
        whole = [order for order in orders if not any(draft.troubles for draft in order.drafts)]
        for order in whole:
            note(run, order)
        _find_products(run, whole)
        found = run.matcher.find([{"number": order.number} for order in whole])
        for order, record in zip(whole, found, strict=True):
            order.record = record
        _write_halving(run, whole)


def _find_buyers(run: Run, rows: Sequence[Draft]) -> None:
    """Contacts of rows that give an e-mail or phone; known ones get what they lack, new ones are made."""
    buyers: dict[tuple[object, object], Draft] = {}
    asked: list[tuple[Draft, Draft]] = []
    for draft in rows:
        email, phone = draft.values.pop("buyer.email", None), draft.values.pop("buyer.phone", None)
        if draft.troubles or not (email or phone):
            continue
        name = draft.names.pop("contact", None) or str(email or phone).partition("@")[0]
        values = {"name": name[:200], "email": email, "phone": phone}
        given = {path: value for path, value in values.items() if value}
        buyer = buyers.setdefault((email, phone), Draft(draft.number, [], given, {}, []))
        asked.append((draft, buyer))
    if not buyers:
        return
    people = new_run(
        run.actor,
        registry.get("contact"),
        match=None,
        existing="fill",
        create_linked=True,
        filled=("email", "phone"),
        defaults={},
        source=Source(),
    )
    if not run.names.create:
        _take_known_buyers(people, asked)
        return
    try:
        write_rows(people, list(buyers.values()))
    except ZhikeError as error:
        for draft, _ in asked:
            draft.troubles.append(trouble_of(error))
        return
    for draft, buyer in asked:
        if buyer.record is not None:
            draft.values["contact"] = str(buyer.record)


def _take_known_buyers(people: Run, asked: Sequence[tuple[Draft, Draft]]) -> None:
    """Buyers that are contacts already; a row about another comes without one, and is told so."""
    found = people.matcher.find([buyer.values for _, buyer in asked])
    for (draft, buyer), record in zip(asked, found, strict=True):
        if record is not None:
            draft.values["contact"] = str(record)
            continue
        path = "buyer.email" if buyer.values.get("email") else "buyer.phone"
        value = str(buyer.values[path.partition(".")[2]])
        draft.warnings.append(Trouble("unknown-buyer", _NO_BUYER, path, value))


def _find_products(run: Run, orders: Sequence[FileOrder]) -> None:
    """Give lines their products by article number; unknown numbers become products where the actor may make them."""
    named: dict[str, Draft] = {}
    for draft in (draft for order in orders for draft in order.drafts):
        sku = str(draft.values.get("line.sku") or "")
        if sku and sku.casefold() not in _NO_PRODUCTS:
            known = named.setdefault(sku.casefold(), draft)
            if not known.values.get("line.name"):
                named[sku.casefold()] = draft
    if not named:
        return
    products = new_run(
        run.actor,
        registry.get("product"),
        match=[["sku"]],
        existing="skip",
        create_linked=False,
        filled=("sku",),
        defaults={},
        source=Source(),
    )
    rows = [Draft(draft.number, [], _product_of(draft), {}, []) for draft in named.values()]
    known_ids = products.matcher.find([row.values for row in rows])
    ids: dict[str, UUID] = {
        sku: known for sku, known in zip(named, known_ids, strict=True) if known is not None
    }
    if len(ids) < len(rows) and run.names.create and products.may_create:
        missing = [row for row, known in zip(rows, known_ids, strict=True) if known is None]
        write_rows(products, missing)
        ids |= {
            str(row.values["sku"]).casefold(): row.record
            for row in missing
            if row.record is not None
        }
    for order in orders:
        lined = [
            draft
            for draft in order.drafts
            if any(path.startswith("line.") for path in draft.values)
        ]
        order.lines = [
            replace(line, product_id=ids.get(str(draft.values.get("line.sku") or "").casefold()))
            for draft, line in zip(lined, order.lines, strict=True)
        ]


def _product_of(draft: Draft) -> dict[str, Any]:
    sku = str(draft.values["line.sku"])
    product: dict[str, Any] = {
        "sku": sku[:60],
        "name": str(draft.values.get("line.name") or sku)[:200],
    }
    price = Decimal(str(draft.values.get("line.unit_price") or 0))
    if price > 0:
        money = registry.get("product").fields["price"]
        product["price"] = money.kind.clean(str(price), money.settings)
    return product


def _write_halving(run: Run, orders: Sequence[FileOrder]) -> None:
    """An order the database or a rule refuses is found by halving and fails alone."""
    if not orders:
        return
    try:
        with transaction.atomic():
            _write(run, orders)
    except ZhikeError as error:
        if len(orders) == 1:
            orders[0].fail(trouble_of(error))
            return
        middle = len(orders) // 2
        for half in (orders[:middle], orders[middle:]):
            for order in half:
                order.settle("")
            _write_halving(run, half)


def _write(run: Run, orders: Sequence[FileOrder]) -> None:
    total = run.type.fields["total"]
    new = [order for order in orders if order.record is None or run.existing == "create"]
    known = [order for order in orders if order not in new]
    writes = []
    for order in new:
        values = {"status": "done", **run.defaults, **order.values}
        if order.lines and not order.keeps_total:
            values["total"] = total.kind.clean(str(total_of(order.lines)), total.settings)
        writes.append(RowWrite(values))
    write_many(run.actor, "order", writes)
    for order, write in zip(new, writes, strict=True):
        order.record = write.id
        order.settle("created")
    made = {order.record: order.lines for order in new if order.record and order.lines}
    write_many_lines(made)
    tell_lines(run.actor, {}, made)
    if run.existing == "skip":
        for order in known:
            order.settle("skipped")
    elif known:
        _renew(run, known)


def _renew(run: Run, orders: Sequence[FileOrder]) -> None:
    """Orders that are there already: their fields are brought up, their lines replaced where they differ.

    Lines that came earlier in this very import (its rows need not be sorted) are kept and added to. They add up to the
    total: who may not change the one leaves the other.
    """
    if "total" not in seen_by(policy_of(run.actor), "order").writable:
        for order in orders:
            if order.lines:
                order.fail(Trouble("not-editable", NOT_EDITABLE))
        orders = [order for order in orders if not order.lines]
    values = {
        order.number: {
            path: value
            for path, value in order.values.items()
            if not (order.lines and path == "total")
        }
        for order in orders
    }
    ids = [order.record for order in orders if order.record]
    begun, present = _touched_by(run, ids), lines_of_many(ids)
    writes = [RowWrite(values[order.number], order.record) for order in orders]
    write_many(run.actor, "order", writes)
    totals = dict(Order.objects.filter(pk__in=ids).values_list("pk", "total"))
    changed: dict[UUID, list[Line]] = {}
    kept: dict[UUID, Any] = {}
    for order, write in zip(orders, writes, strict=True):
        if write.result == "refused" or write.id is None:
            order.fail(Trouble("not-editable", NOT_EDITABLE))
            continue
        old = present.get(write.id, [])
        lines = [*old, *order.lines] if write.id in begun else order.lines
        if write.id in begun and _repeats_total(order, totals[write.id]):
            lines = [replace(line, unit_price=Decimal(0)) for line in lines]
        if order.lines and lines != old:
            changed[write.id] = lines
        if order.total is not None and order.lines and not any(line.unit_price for line in lines):
            kept[write.id] = order.values["total"]
        told = write.id in changed or (order.total != totals[write.id] and write.id in kept)
        order.settle("updated" if told or write.result == "updated" else "unchanged")
    replace_many_lines(run.actor, changed, present, kept)


def _repeats_total(order: FileOrder, present: Decimal) -> bool:
    """Whether rows that come later say the total of their order once more, and no prices."""
    return order.total == present and not any(
        "line.unit_price" in draft.values for draft in order.drafts
    )


def _touched_by(run: Run, ids: Sequence[UUID]) -> set[UUID]:
    """Which of the orders this import has written before this batch."""
    if run.actor.request_id is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT record FROM changes_change WHERE record = ANY(%s) AND object = 'order' AND request = %s",
            [list(ids), run.actor.request_id],
        )
        return {row[0] for row in cursor.fetchall()}
