"""What must hold for every order, whoever writes it."""

from typing import cast

from django.db import models
from django.db.models import Sum

from zhike.foundation.purchase.order.model import Order, OrderLine
from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.identity.actor import Actor

TOTAL_OF_LINES = Text(
    "This order has lines; change them, and the total follows.",
    "该订单有明细，请修改明细，金额会自动更新。",
)


def total_is_the_sum_of_lines(_actor: Actor, record: models.Model, changed: frozenset[str]) -> None:
    """Refuse a total that its lines do not add up to. One statement, and only where the total changes.

    Raises ValidationFailed.
    """
    # A record that is being added has no lines yet.
    if "total" not in changed or record._state.adding:
        return
    order = cast("Order", record)
    # Lines that came without prices tell nothing of the total.
    lines = OrderLine.objects.filter(order_id=order.pk).exclude(amount=0)
    total = lines.aggregate(sum=Sum("amount"))["sum"]
    if total is not None and total != order.total:
        raise ValidationFailed(problems=[Problem(("total",), "total-of-lines", TOTAL_OF_LINES)])
