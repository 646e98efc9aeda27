"""What the demo's people wrote: notes, calls, visits and tasks, the saved views and the segments."""

from typing import Any, Final

EAST: Final = ["310000", "320000", "330000", "340000", "350000", "360000", "370000"]
"""华东: Shanghai, Jiangsu, Zhejiang, Anhui, Fujian, Jiangxi, Shandong."""

NOTES: Final = (
    "二期产线明年三月投产，轴承交期要提前锁定。",
    "采购按季度招标，下次在一月中旬，需准备三家比价。",
    "对价格不敏感，更在意交期和技术支持。",
    "仓库改造，备件要改成周转箱配送。",
    "推荐了润滑套件，要求先寄样品试用两周。",
    "Prefers mail over phone; invoices go to the Hamburg office.",
    "现用竞品油脂，高温工况下流失严重，是切入点。",
    "财务要求月结 60 天，已报经理审批。",
)
CALLS: Final = (
    ("确认检修时间", "停机检修定在月底，三套轴承需提前一周到货。", "interested"),
    ("回访使用情况", "润滑脂用量比预期少两成，反馈很好。", "reached"),
    ("催款", "财务说周五安排付款。", "follow_up"),
    ("年度维保续约", "希望加一次红外测温，价格不变。", "interested"),
    ("介绍新品", "暂时没有需求，明年再联系。", "refused"),
    ("跟进报价", "无人接听，改发邮件。", "no_answer"),
)
VISITS: Final = (
    ("现场巡检", "3 号线电机轴承温度偏高，建议更换并加装振动传感器。"),
    ("拜访设备部", "与新任设备主管认识，介绍了状态监测方案。"),
    ("展会见面", "在工业博览会上聊了半小时，约下周报价。"),
)
TASKS: Final = (
    ("发送二期报价", "含运费与安装，附检测报告。"),
    ("寄润滑脂样品", "两支高温脂，一支锂基脂。"),
    ("确认合同条款", "付款方式与质保期。"),
    ("预约季度巡检", "与维修主管约时间。"),
    ("回复技术问题", "联轴器选型与扭矩校核。"),
    ("Call about the customs papers", "Ask for the EORI number."),
)


def _in(field: str, *values: str) -> dict[str, Any]:
    return {"field": field, "op": "in", "value": list(values)}


def _last(field: str, days: int, op: str = "in_last") -> dict[str, Any]:
    return {"field": field, "op": op, "value": {"amount": days, "unit": "day"}}


_EAST: Final = {"field": "address", "op": "in_region", "value": EAST}
_SHANGHAI: Final = {"field": "address", "op": "in_region", "value": ["310000"]}
_COUNTED: Final = {"field": "status", "op": "not_in", "value": ["cancelled", "returned"]}
_RECENT_ORDERS: Final = {
    "related": "orders",
    "where": {"all": [_last("ordered_at", 365), _COUNTED]},
    "having": {"count": {"gte": 3}},
}
_NONE_LATELY: Final = {
    "related": "orders",
    "where": {"all": [_last("ordered_at", 60), _COUNTED]},
    "having": {"count": {"eq": 0}},
}
VIEWS: Final = (
    {
        "name": "华东高价值",
        "filter": {"all": [_EAST, {"field": "spent", "op": "gte", "value": 20_000}]},
        "sort": "-spent",
        "columns": [
            "name",
            "company",
            "stage",
            "address",
            "spent",
            "last_order_at",
            "owner",
            "tags",
        ],
    },
    {
        "name": "本周待跟进",
        "filter": {
            "related": "activities",
            "where": {
                "all": [
                    {"field": "done_at", "op": "is_empty"},
                    {"field": "due_at", "op": "this", "value": "week"},
                ]
            },
        },
        "sort": "-updated_at",
        "columns": ["name", "company", "phone", "stage", "last_contacted_at", "owner"],
    },
    {
        "name": "流失风险",
        "filter": {
            "all": [
                {"field": "order_count", "op": "gte", "value": 3},
                _last("last_order_at", 90, "not_in_last"),
            ]
        },
        "sort": "-last_order_at",
        "columns": ["name", "company", "stage", "order_count", "spent", "last_order_at", "owner"],
    },
)
SEGMENTS: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "华东活跃客户",
        "description": "华东地区、近 12 个月下过单的客户。",
        "filter": {
            "all": [
                _EAST,
                {"related": "orders", "where": {"all": [_last("ordered_at", 365), _COUNTED]}},
            ]
        },
    },
    {
        "name": "上海沉睡老客",
        "description": "在上海，近 12 个月下过 3 笔以上订单，但近 60 天没有下单。",
        "filter": {"all": [_SHANGHAI, _RECENT_ORDERS, _NONE_LATELY]},
    },
    {
        "name": "有意向未成交",
        "description": "产生兴趣或有购买意向，还没有下过单。",
        "filter": {
            "all": [
                _in("stage", "interest", "intent"),
                {"field": "order_count", "op": "eq", "value": 0},
            ]
        },
    },
)
CAMPAIGN: Final = {
    "name": "秋季备件方案",
    "purpose": "marketing",
    "from_name": "海川备件",
    "from_email": "news@parts.example",
    "hold_out_percent": 40,
    "rate_per_second": 1000,
    "attribution_days": 7,
}
