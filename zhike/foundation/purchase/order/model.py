"""An order and its lines."""

from typing import ClassVar, Final

from django.db import models

from zhike.platform.metadata.columns import Choice, Lookup, Money
from zhike.platform.metadata.kinds.choice import options
from zhike.platform.records.models import ALIVE, Record

STATUSES: Final = options(
    ("placed", "Placed", "已下单", "neutral"),
    ("paid", "Paid", "已付款", "accent"),
    ("shipped", "Shipped", "已发货", "accent"),
    ("done", "Completed", "已完成", "good"),
    ("cancelled", "Cancelled", "已取消", "danger"),
    ("returned", "Returned", "已退货", "warn"),
)
NOT_A_PURCHASE: Final = ("cancelled", "returned")
"""Statuses whose orders count for nothing."""
CHANNELS: Final = options(
    ("web_shop", "Web shop", "网店"),
    ("store", "Shop", "门店"),
    ("phone", "Phone", "电话"),
    ("wechat", "WeChat", "微信"),
    ("distributor", "Distributor", "经销商"),
    ("other", "Other", "其他"),
)


class Order(Record):
    """Where an order has lines, `total` is their sum. A credit note is an order with a negative total."""

    object_key = "order"

    number = models.CharField(max_length=60)
    contact = Lookup("customer.Contact", related_name="orders", optional=True)
    company = Lookup("customer.Company", related_name="orders", optional=True)
    ordered_at = models.DateTimeField()
    status = Choice(STATUSES, default="placed")
    total = Money()
    channel = Choice(CHANNELS)
    note = models.TextField(blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [
            *Record.Meta.indexes,
            # Serves the roll-ups and "3 or more orders in the last 12 months" of segments from the index alone.
            models.Index(
                fields=["contact", "ordered_at"],
                include=["total", "status", "owner"],
                name="purchase_order_contact",
                condition=ALIVE,
            ),
            models.Index(
                fields=["company", "ordered_at"], name="purchase_order_company", condition=ALIVE
            ),
            models.Index(
                fields=["-ordered_at", "-entry"], name="purchase_order_ordered", condition=ALIVE
            ),
            models.Index(fields=["number"], name="purchase_order_number", condition=ALIVE),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One position of an order: not a record, it lives and goes with its order.

    `name` is the product as it was called on the order; `amount` is quantity times price in the order's currency.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    product = models.ForeignKey(
        "catalog.Product", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit_price = models.DecimalField(max_digits=19, decimal_places=4)
    amount = models.DecimalField(max_digits=19, decimal_places=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order", "position"], name="purchase_orderline_position_once"
            ),
        ]
