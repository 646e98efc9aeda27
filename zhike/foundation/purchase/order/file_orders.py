"""The orders that are in the rows of a file: lines put together by number, and what the file says of money."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from zhike.foundation.purchase.order.actions import LARGEST, LINE_LIMIT, Line, total_of
from zhike.kit.language import Text
from zhike.platform.imports.batch import Run
from zhike.platform.imports.convert import MISSING, Draft, Trouble

_INCOMPLETE: Final = Text(
    "Another row of order {number} has a problem, so none of it was imported.",
    "订单 {number} 的其他行有问题，整单未导入。",
)
_SMALLEST_PRICE: Final = Decimal("0.0001")
_TOO_MANY: Final = Text("An order has at most {limit} lines.", "一个订单最多 {limit} 行明细。")
_TOTAL_KEPT: Final = Text(
    "Orders with several products and no prices: {count}. Their total is taken from the file, their lines have no amount.",
    "有 {count} 个订单含多个产品但没有单价：订单金额取自文件，明细不计金额。",
)
_LINES_COUNT: Final = Text(
    "Orders whose lines add up to something else than the file's total: {count}. The sum of the lines counts.",
    "有 {count} 个订单的明细合计与文件中的金额不同：以明细合计为准。",
)
_TOO_LARGE: Final = Text("This number is too large.", "数字过大。")


@dataclass(slots=True)
class FileOrder:
    """The rows of one order number, put together."""

    number: str
    drafts: list[Draft] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    record: UUID | None = None
    amounts: list[Decimal | None] = field(default_factory=list)
    """For each line what its row says of money: the line's amount, or the order's total over and over."""

    @property
    def total(self) -> Decimal | None:
        """What the file says the order comes to."""
        given = self.values.get("total")
        return Decimal(given["amount"]) if given else None

    @property
    def keeps_total(self) -> bool:
        """Whether the total is the file's, because the lines tell no amounts."""
        return self.total is not None and not any(line.unit_price for line in self.lines)

    def price(self) -> None:
        """Lines without prices: one takes the whole total, several take their rows' amounts where these differ."""
        if any("line.unit_price" in draft.values for draft in self.drafts):
            return
        if len(self.lines) > 1 and (None in self.amounts or len(set(self.amounts)) == 1):
            return
        priced = [
            _priced(line, amount) for line, amount in zip(self.lines, self.amounts, strict=True)
        ]
        if None not in priced:
            self.lines = [line for line in priced if line is not None]

    def fail(self, trouble: Trouble) -> None:
        """Let every row of the order fail for this reason, unless it has a reason of its own."""
        for draft in self.drafts:
            if not draft.troubles:
                draft.troubles.append(trouble)

    def settle(self, result: str) -> None:
        """What came of every row."""
        for draft in self.drafts:
            draft.result, draft.record = result, self.record


def orders_of(rows: Iterable[Draft]) -> list[FileOrder]:
    """Rows by order number, with what is wrong with an order as a whole."""
    orders: dict[str, FileOrder] = {}
    for draft in rows:
        number = draft.values.get("number")
        if not number:
            if not draft.troubles:
                draft.troubles.append(Trouble("required", MISSING, "number"))
            continue
        order = orders.setdefault(str(number).casefold(), FileOrder(str(number)))
        order.drafts.append(draft)
        for path, value in draft.values.items():
            if "." not in path:
                order.values.setdefault(path, value)
        if any(path.startswith("line.") for path in draft.values):
            order.lines.append(_line_of(draft))
            given = draft.values.get("total")
            order.amounts.append(Decimal(given["amount"]) if given else None)
    for order in orders.values():
        _check(order)
        order.price()
    return list(orders.values())


def note(run: Run, order: FileOrder) -> None:
    """Say where the file's total or the lines had to be believed."""
    if not order.lines or order.total is None:
        return
    if order.keeps_total:
        run.notes[_TOTAL_KEPT] += 1
    elif order.total != total_of(order.lines) and len(set(order.amounts)) == 1:
        run.notes[_LINES_COUNT] += 1


def _priced(line: Line, amount: Decimal | None) -> Line | None:
    """The line with the price that makes it come to `amount`; None where no price does."""
    if amount is None or not line.quantity:
        return None
    price = (amount / line.quantity).quantize(_SMALLEST_PRICE, ROUND_HALF_UP)
    found = replace(line, unit_price=price)
    return found if found.amount == amount else None


def _line_of(draft: Draft) -> Line:
    quantity = Decimal(str(draft.values.get("line.quantity", 1)))
    price = Decimal(str(draft.values.get("line.unit_price", 0)))
    if max(abs(quantity), abs(price)) >= LARGEST:
        draft.troubles.append(Trouble("out-of-range", _TOO_LARGE, "line.quantity"))
    name = draft.values.get("line.name") or draft.values.get("line.sku") or ""
    return Line(quantity, price, None, str(name))


def _check(order: FileOrder) -> None:
    if any(draft.troubles for draft in order.drafts):
        order.fail(
            Trouble("order-incomplete", _INCOMPLETE, "number", data={"number": order.number})
        )
    elif not order.values.get("ordered_at"):
        order.fail(Trouble("required", MISSING, "ordered_at"))
    elif len(order.lines) > LINE_LIMIT:
        order.fail(Trouble("too-many-lines", _TOO_MANY, data={"limit": LINE_LIMIT}))
