"""What lists, pages, search, import and rights know of orders."""

from zhike.foundation.purchase.order.model import Order
from zhike.foundation.purchase.order.rollup_actions import keep_rollups
from zhike.foundation.purchase.order.rules import total_is_the_sum_of_lines
from zhike.platform.metadata.spec import ObjectSpec, Section

ORDER = ObjectSpec(
    model=Order,
    key="order",
    label=("Order", "订单"),
    plural=("Orders", "订单"),
    counter="笔",
    icon="receipt",
    color="accent",
    title="number",
    labels={
        "number": ("Order number", "订单号"),
        "contact": ("Contact", "联系人"),
        "company": ("Company", "企业"),
        "ordered_at": ("Ordered", "下单时间"),
        "status": ("Status", "状态"),
        "total": ("Total", "订单金额"),
        "channel": ("Channel", "渠道"),
        "note": ("Note", "备注"),
    },
    columns=["number", "contact", "company", "ordered_at", "status", "total", "channel", "owner"],
    quick=["number", "contact", "company", "ordered_at", "total", "status"],
    highlights=["total", "status", "ordered_at", "channel"],
    subtitle=["contact", "total"],
    layout=[
        Section(
            ("Purchase", "购买"),
            ["contact", "company", "ordered_at", "status", "total", "channel"],
        ),
        Section(("More", "更多"), ["note", "owner", "created_at", "updated_at"]),
    ],
    search={"number": "A"},
    scope_follows=["contact", "company"],
    stages="status",
    sort="-ordered_at",
    totals=frozenset({"total"}),
    match=[["number"]],
    checks=[total_is_the_sum_of_lines],
    effects=[keep_rollups],
)
