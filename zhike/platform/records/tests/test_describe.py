"""Filters in words: the sentences people read, and that every filter runs and has one."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import ApiClient
from zhike.platform.access.actions import turn_page
from zhike.platform.access.models import PersonAttribute
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.query.describe import describe_filter
from zhike.platform.records.query.filters import parse_filter
from zhike.platform.records.query.page import count_rows

SHANGHAI = {"field": "address", "op": "in_region", "value": ["310000"]}


def ordered(amount: int, unit: str) -> dict[str, Any]:
    return {"field": "ordered_at", "op": "in_last", "value": {"amount": amount, "unit": unit}}


def orders(where: Any = None, **having: Any) -> dict[str, Any]:
    return {"related": "orders", "where": where, "having": having or None}


SENTENCES = [
    (
        {
            "all": [
                SHANGHAI,
                orders(ordered(12, "month"), count={"gte": 3}),
                orders(ordered(60, "day"), count={"eq": 0}),
            ]
        },
        "Address in Shanghai, 3 or more orders in the last 12 months, and no orders in the last 60 days",
        "地址在 上海市，近 12 个月订单 ≥ 3 笔，且近 60 天没有订单",
    ),
    (None, "All contacts", "全部联系人"),
    (
        {"field": "stage", "op": "in", "value": ["customer", "repeat"]},
        "Stage is Customer or Repeat customer",
        "阶段为 成交客户或复购客户",
    ),
    (
        {"field": "spent", "op": "gte", "value": 1000},
        "Spent is CNY 1,000 or more",
        "累计消费 ≥ ¥1,000",
    ),
    (
        {"field": "spent", "op": "between", "value": [10, "20.50"]},
        "Spent is between CNY 10 and CNY 20.5",
        "累计消费在 ¥10 至 ¥20.5 之间",
    ),
    (
        {"field": "tags", "op": "has_none", "value": ["VIP", "展会"]},
        "Tags do not include VIP or 展会",
        "标签不含 VIP、展会",
    ),
    (
        {"not": {"any": [SHANGHAI, {"field": "email", "op": "is_empty"}]}},
        "Not (address in Shanghai or e-mail is empty)",
        "不满足（地址在 上海市，或邮箱为空）",
    ),
    (
        {
            "all": [
                SHANGHAI,
                {
                    "any": [
                        {"field": "name", "op": "contains", "value": "张"},
                        {"field": "name", "op": "starts_with", "value": "A"},
                    ]
                },
            ]
        },
        "Address in Shanghai and (name contains “张” or name starts with “A”)",
        "地址在 上海市，且（姓名包含“张”，或姓名以“A”开头）",
    ),
    (
        {"field": "company.industry", "op": "ne", "value": "retail"},
        "Company's industry is not Retail and wholesale",
        "企业的行业不是 批发和零售",
    ),
    (
        {"field": "birth_date", "op": "this", "value": "month"},
        "Birth date is this month",
        "生日在本月",
    ),
    (
        {"field": "last_order_at", "op": "not_in_last", "value": {"amount": 1, "unit": "year"}},
        "Last order not in the last year",
        "最近购买不在近 1 年内",
    ),
    (
        {"field": "birth_date", "op": "before", "value": "2000-01-31"},
        "Birth date is before 31 January 2000",
        "生日在 2000 年 1 月 31 日之前",
    ),
    (
        orders(
            {"all": [ordered(1, "month"), {"field": "status", "op": "eq", "value": "paid"}]},
            sum={"field": "total", "gt": 500},
        ),
        "The sum of total of orders in the last month where status is Paid is more than CNY 500",
        "近 1 个月订单（状态为 已付款）的订单金额合计 > ¥500",
    ),
    (orders(count={"eq": 1}), "Exactly 1 order", "订单 = 1 笔"),
    (orders(), "At least one order", "有订单"),
    ({"field": "owner", "op": "eq", "value": "me"}, "Owner is me", "负责人为 我"),
    (
        {"field": "address", "op": "in_region", "value": ["330100", "150000"]},
        "Address in Hangzhou, Zhejiang or Inner Mongolia",
        "地址在 浙江省杭州市或内蒙古自治区",
    ),
]


@pytest.mark.parametrize(("tree", "en", "zh"), SENTENCES, ids=[case[1][:40] for case in SENTENCES])
def test_filters_read_as_people_would_say_them(
    alice: ApiClient, tree: Any, en: str, zh: str
) -> None:
    answer = alice.post("filters/describe", {"object": "contact", "filter": tree})
    assert answer.json == {"en": en, "zh": zh}


def test_titles_are_told_to_who_may_see_them(alice: ApiClient, charlie: ApiClient) -> None:
    company = alice.post("records/company", {"name": "海川精密"}).json["id"]
    tree = {"field": "company", "op": "eq", "value": company}
    body = {"object": "contact", "filter": tree}
    assert alice.post("filters/describe", body).json["en"] == "Company is 海川精密"
    assert (
        charlie.post("filters/describe", body).json["en"] == "Company is something you may not see"
    )
    person = {"object": "contact", "filter": {"field": "owner", "op": "ne", "value": str(alice.id)}}
    assert charlie.post("filters/describe", person).json["en"] == "Owner is not Alice"


def test_a_segment_is_told_by_its_name(alice: ApiClient) -> None:
    made = alice.post("records/segment", {"name": "老客户", "filter": SHANGHAI}).json["id"]
    body = {"object": "contact", "filter": {"all": [{"segment": made}, SHANGHAI]}}
    assert alice.post("filters/describe", body).json == {
        "en": "In segment “老客户” and address in Shanghai",
        "zh": "属于分群“老客户”，且地址在 上海市",
    }


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        ({"field": "nope", "op": "eq", "value": 1}, "unknown-field"),
        ({"field": "name", "op": "has_any", "value": []}, "unknown-operator"),
        ({"field": "spent", "op": "eq", "value": "x"}, "bad-operand"),
        ({"related": "nope"}, "unknown-relation"),
    ],
)
def test_what_cannot_run_is_refused_as_a_list_would(alice: ApiClient, tree: Any, code: str) -> None:
    answer = alice.post("filters/describe", {"object": "contact", "filter": tree})
    assert (answer.status, answer.problem["errors"][0]["code"]) == (422, code)


def test_custom_fields_are_told_by_their_labels(admin: ApiClient) -> None:
    field = {
        "key": "level",
        "kind": "number",
        "label": {"en": "Credit {level}", "zh": "信用{等级}"},
    }
    assert admin.post("objects/contact/fields", field).status == 201
    body = {"object": "contact", "filter": {"field": "custom.level", "op": "lt", "value": 5}}
    told = admin.post("filters/describe", body).json
    assert told == {"en": "Credit {level} is less than 5", "zh": "信用{等级} < 5"}


UNIT = st.sampled_from(["day", "week", "month", "year"])
SPAN = st.fixed_dictionaries({"amount": st.integers(1, 400), "unit": UNIT})
DAY = st.dates().map(lambda day: day.isoformat()).filter(lambda day: "1900" < day < "2100")
NUMBER = st.one_of(st.integers(-(10**9), 10**9), st.decimals(-(10**6), 10**6, places=2).map(str))
WORD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
IDS = st.one_of(st.uuids().map(str), st.just("me"))
REGIONS = st.lists(st.sampled_from(["310000", "330106", "150000", "110105"]), min_size=1)


def values_for(kind: str, operator: str, options: list[str]) -> st.SearchStrategy[Any]:
    """Values that fit an operator of a kind."""
    if operator in {"is_empty", "is_not_empty", "is_true", "is_false"}:
        return st.none()
    if kind in {"date", "datetime"}:
        return {
            "between": st.lists(DAY, min_size=2, max_size=2),
            "this": st.sampled_from(["day", "week", "month", "quarter", "year"]),
        }.get(operator, SPAN if operator in {"in_last", "not_in_last", "in_next"} else DAY)
    one = {
        "number": NUMBER,
        "money": NUMBER,
        "choice": st.sampled_from(options or ["x"]),
        "multi_choice": st.sampled_from(options or ["x"]),
        "person": IDS,
        "lookup": IDS,
    }.get(kind, WORD)
    if operator == "in_region":
        return REGIONS
    if operator == "mine":
        return st.just("area")
    if operator == "between":
        return st.lists(one, min_size=2, max_size=2)
    return (
        st.lists(one, max_size=8)
        if operator in {"in", "not_in", "has_any", "has_all", "has_none"}
        else one
    )


def leaves(type_: ObjectType, prefix: str = "") -> Iterator[st.SearchStrategy[Any]]:
    """Conditions on every field with every operator, through lookups too."""
    for path, found in type_.fields.items():
        keys = [option.key for option in found.settings.get("options", ())]
        for operator in found.kind.operators:
            fixed = {"field": st.just(prefix + path), "op": st.just(operator)}
            yield st.fixed_dictionaries(
                {**fixed, "value": values_for(found.kind.name, operator, keys)}
            )
        target = found.settings.get("object") if found.kind.name == "lookup" else None
        if target and not prefix:
            yield from leaves(registry.get(target), f"{path}.")


def having(path: str | None, measures: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """A measure compared with a number."""

    def test(drawn: tuple[str, str, int]) -> dict[str, Any]:
        measure, comparator, number = drawn
        return {measure: {comparator: number} | ({"field": path} if path else {})}

    comparators = st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte"])
    return st.tuples(st.sampled_from(measures), comparators, st.integers(0, 10)).map(test)


def relations(type_: ObjectType) -> Iterator[st.SearchStrategy[Any]]:
    """Related records with every comparison of their count and of each measure of each number."""
    for key, relation in type_.relations.items():
        other = registry.get(relation.object)
        where = st.one_of(st.none(), *leaves(other))
        tests = [having(None, ("count",))]
        tests += [
            having(path, found.kind.measures)
            for path, found in other.fields.items()
            if found.kind.name in {"number", "money"}
        ]
        yield st.fixed_dictionaries(
            {"related": st.just(key), "where": where, "having": st.one_of(st.none(), *tests)}
        )


def trees(object_key: str) -> st.SearchStrategy[Any]:
    """Any filter over an object."""
    type_ = registry.get(object_key)
    return st.recursive(
        st.one_of(*leaves(type_), *relations(type_)),
        lambda inner: st.one_of(
            st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}),
            st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}),
            st.fixed_dictionaries({"not": inner}),
        ),
        max_leaves=6,
    )


@pytest.mark.parametrize("object_key", ["contact", "company", "order", "activity"])
@pytest.mark.django_db
def test_every_filter_runs_and_has_a_sentence_always_the_same(object_key: str) -> None:
    PersonAttribute.objects.create(key="area", label_en="Area", label_zh="区域")
    turn_page()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(trees(object_key))
    def tell(tree: Any) -> None:
        node = parse_filter(tree)
        told = describe_filter(SYSTEM, object_key, node)
        count_rows(SYSTEM, object_key, node)
        assert told == describe_filter(SYSTEM, object_key, node)
        for text in told:
            assert text
            assert "None" not in text
            assert "\n" not in text

    tell()
