"""What people in the demo wrote, planned and prepared: notes, calls, tasks, segments, templates, a campaign, views."""

from typing import Any, Final

STAFF: Final = (
    ("chen.xiaolin@zhike.local", "陈晓琳", "manager", "华东销售"),
    ("wang.hao@zhike.local", "王浩", "member", "华东销售"),
    ("liu.siyu@zhike.local", "刘思雨", "member", "华东销售"),
    ("zhao.peng@zhike.local", "赵鹏", "manager", "大客户"),
    ("emma.schmidt@zhike.local", "Emma Schmidt", "member", "大客户"),
)
"""Address, name, role, team. They have no password: an administrator gives one to try their rights."""

DONE: Final = (
    ("call", "电话回访", "对上次到货的轴承表示满意，询问润滑脂的大包装价格。", "reached"),
    ("call", "确认交期", "客户希望下周三前到货，已与仓库确认。", "reached"),
    ("call", "回访未接通", "", "no_answer"),
    ("note", "采购习惯", "每季度集中采购一次，由设备部提需求，财务月底付款。", ""),
    ("note", "设备情况", "两条产线，主要使用 6204 与 6308 轴承，备件库存约三个月。", ""),
    ("visit", "现场拜访", "查看了润滑现状，建议试用自动加脂器，客户有意向。", "interested"),
    ("meeting", "年度框架沟通", "讨论明年框架协议，客户要求统一账期与开票周期。", "follow_up"),
    ("message", "发送产品资料", "已发送状态监测传感器的选型资料与报价。", ""),
)
"""Type, subject, text, outcome of things that were done."""

PLANNED: Final = (
    ("task", "报价：润滑套件", "按 20 套报价，含培训半天。", "high"),
    ("task", "寄送样品", "四氟垫片套装两盒。", "normal"),
    ("call", "跟进试用结果", "询问自动加脂器试用两周的效果。", "normal"),
    ("meeting", "续约洽谈", "年度维保合同到期前确认范围。", "high"),
)
"""Type, subject, text, priority of things to do."""

SEGMENTS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    (
        "上海常客，近期未下单",
        "上海客户，近 12 个月下单 3 次以上，但最近 60 天没有订单。",
        {
            "all": [
                {"field": "address", "op": "in_region", "value": ["310000"]},
                {
                    "related": "orders",
                    "where": {
                        "field": "ordered_at",
                        "op": "in_last",
                        "value": {"amount": 12, "unit": "month"},
                    },
                    "having": {"count": {"gte": 3}},
                },
                {
                    "not": {
                        "related": "orders",
                        "where": {
                            "field": "ordered_at",
                            "op": "in_last",
                            "value": {"amount": 60, "unit": "day"},
                        },
                    }
                },
            ]
        },
    ),
    (
        "高价值客户",
        "累计消费五万元以上。",
        {"all": [{"field": "spent", "op": "gte", "value": 50000}]},
    ),
    (
        "待唤回客户",
        "曾经下单，最近半年没有订单。",
        {
            "all": [
                {"field": "order_count", "op": "gte", "value": 1},
                {
                    "field": "last_order_at",
                    "op": "not_in_last",
                    "value": {"amount": 6, "unit": "month"},
                },
            ]
        },
    ),
)
"""Name, description, filter."""

_BODY: Final = """<div style="font-family:sans-serif;max-width:560px;margin:0 auto;color:#1b1f24;line-height:1.7">
<h2 style="color:#1668b8">{title}</h2>
<p>{{{{ contact.name | default: "尊敬的客户" }}}}，您好：</p>
{text}
<p><a href="https://example.com/shop" style="display:inline-block;padding:10px 24px;background:#1668b8;color:#fff;
text-decoration:none;border-radius:6px">{action}</a></p>
<p style="color:#5c6570;font-size:13px">不想再收到此类邮件？<a href="{{{{ unsubscribe_url }}}}">退订</a></p></div>"""

TEMPLATES: Final = (
    {
        "name": "老客户回访优惠",
        "subject": '{{ contact.name | default: "您好" }}，为您保留的九折备件优惠',
        "body": _BODY.format(
            title="好久不见",
            text="<p>感谢您一直以来的信任。本月轴承、润滑与密封类备件为老客户保留九折，满一千元包邮。</p>",
            action="查看本月优惠",
        ),
        "purpose": "marketing",
        "language": "zh-CN",
        "from_name": "知客工业品",
    },
    {
        "name": "设备巡检提醒",
        "subject": "换季前，给设备做一次巡检",
        "body": _BODY.format(
            title="换季设备巡检",
            text="<p>气温变化会影响润滑与密封。工程师可上门巡检，并出具一份状态报告。</p>",
            action="预约巡检",
        ),
        "purpose": "marketing",
        "language": "zh-CN",
        "from_name": "知客工业品",
    },
)

CAMPAIGN: Final = {
    "name": "老客户回访优惠 · 首次发送",
    "purpose": "marketing",
    "from_name": "知客工业品",
    "from_email": "hello@zhike.example",
    "hold_out_percent": 10,
    "rate_per_second": 50,
}

VIEWS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "contact",
        {
            "name": "重点客户",
            "filter": {"all": [{"field": "tags", "op": "has_any", "value": ["VIP"]}]},
            "sort": "-spent",
            "columns": ["name", "company", "spent", "order_count", "last_order_at", "owner"],
        },
    ),
    (
        "contact",
        {
            "name": "待唤回",
            "filter": {"all": [{"field": "stage", "op": "eq", "value": "lapsed"}]},
            "sort": "-last_order_at",
            "columns": ["name", "company", "phone", "last_order_at", "spent", "owner"],
        },
    ),
)
