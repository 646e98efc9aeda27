"""Every mistake in a filter is a 422 that says where it is and what would be right; never a 500, never ignored."""

from typing import Any

import pytest

from tests.cast import ApiClient

DEEP: dict[str, Any] = {"field": "name", "op": "eq", "value": "x"}
for _ in range(200):
    DEEP = {"not": DEEP}

MISTAKES: list[tuple[Any, list[str | int], str]] = [
    ({"field": "naem", "op": "eq", "value": "x"}, ["filter", "field"], "birth_date"),
    (
        {"all": [{"field": "name", "op": "like", "value": "x"}]},
        ["filter", "all", 0, "op"],
        "starts_with",
    ),
    ({"field": "stage", "op": "in", "value": ["won"]}, ["filter", "value"], "customer"),
    ({"field": "stage", "op": "in", "value": "customer"}, ["filter", "value"], "a list"),
    ({"field": "birth_date", "op": "before", "value": "yesterday"}, ["filter", "value"], "a date"),
    (
        {"field": "birth_date", "op": "in_last", "value": {"amount": 10**9, "unit": "year"}},
        ["filter", "value"],
        "amount",
    ),
    (
        {"field": "birth_date", "op": "in_last", "value": {"amount": 9_999, "unit": "year"}},
        ["filter", "value"],
        "amount",
    ),
    ({"field": "birth_date", "op": "this", "value": "fortnight"}, ["filter", "value"], "quarter"),
    ({"field": "order_count", "op": "gt", "value": "many"}, ["filter", "value"], "a number"),
    ({"field": "order_count", "op": "gt", "value": 1e300}, ["filter", "value"], "a number"),
    ({"field": "owner", "op": "eq", "value": "alice"}, ["filter", "value"], "an id"),
    ({"field": "name", "op": "eq", "value": "a\x00b"}, ["filter", "value"], "a text"),
    ({"field": "address", "op": "in_region", "value": ["999999"]}, ["filter", "value"], "310000"),
    ({"field": "owner.password", "op": "eq", "value": "x"}, ["filter", "field"], "email"),
    ({"field": "company.owner.email", "op": "eq", "value": "x"}, ["filter", "field"], "industry"),
    ({"field": "name' OR 1=1--", "op": "eq", "value": "x"}, ["filter", "field"], "email"),
    ({"field": "custom.a'b", "op": "eq", "value": "x"}, ["filter", "field"], "email"),
    ({"related": "passwords"}, ["filter", "related"], "orders"),
    (
        {"related": "activities", "having": {"median": {"gte": 1}}},
        ["filter", "having", "median"],
        "count",
    ),
    (
        {"related": "activities", "having": {"count": {"like": 1}}},
        ["filter", "having", "count", "like"],
        "gte",
    ),
    (
        {"related": "activities", "having": {"sum": {"field": "subject", "gte": 1}}},
        ["filter", "having", "sum", "gte"],
        "subject",
    ),
    ({"segment": "x"}, ["filter", "segment"], "list"),
    ({"segment": "00000000-0000-7000-8000-000000000000"}, ["filter"], "segment"),
    ({"field": "name", "op": "eq", "value": "x", "_connector": "OR"}, ["filter"], "all, any"),
    ({"all": {}}, ["filter", "all"], "all, any"),
    ("name", ["filter"], "all, any"),
    ([], ["filter"], "all, any"),
    ({"any": [{"field": "name", "op": "is_empty"}] * 300}, ["filter", "any", 199], "200"),
    (DEEP, ["filter", *["not"] * 11], "nested"),
]


@pytest.mark.parametrize(("tree", "loc", "says"), MISTAKES)
def test_mistakes_are_placed_and_explained(
    admin: ApiClient, tree: Any, loc: list[str | int], says: str
) -> None:
    refused = admin.get(
        "records/contact", query={"filter": tree if not isinstance(tree, str) else f'"{tree}"'}
    )
    assert (refused.status, refused.problem["code"]) == (422, "invalid-filter"), refused
    assert refused.problem["errors"][0]["loc"] == loc
    assert says in refused.problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "{"},
        {"sort": "naem"},
        {"sort": "name;--"},
        {"sort": "tags"},
        {"sort": "a,b,c,d,e"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "1000000000"},
        {"limit": "x"},
        {"fields": "name,pass"},
        {"fields": "owner.password"},
        {"count": "all"},
        {"cursor": "x"},
        {"cursor": "W10"},
        {"cursor": "a" * 5_000},
    ],
)
def test_bad_parameters_are_answers_and_not_failures(
    admin: ApiClient, query: dict[str, str]
) -> None:
    refused = admin.get("records/contact", query=query)
    assert 400 <= refused.status < 500, refused
    assert refused.problem["code"]


@pytest.mark.parametrize("text", ["%_" * 100_000, "a\x00b"])
@pytest.mark.parametrize(
    ("field", "op"),
    [("name", "contains"), ("address", "contains"), ("phone", "contains"), ("tags", "has_any")],
)
def test_a_text_no_search_should_run_for_is_refused(
    admin: ApiClient, field: str, op: str, text: str
) -> None:
    value = [text] if op == "has_any" else text
    tree = {"field": field, "op": op, "value": value}
    refused = admin.post("segments/count", {"filter": tree})
    assert (refused.status, refused.problem["errors"][0]["code"]) == (422, "bad-operand")
