"""Filters answer what a plain reading of the tree says, for any tree."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import ApiClient

PEOPLE: list[dict[str, Any]] = [
    {
        "name": "张伟",
        "stage": "customer",
        "birth_date": "1988-04-12",
        "tags": ["VIP", "展会"],
        "custom": {"score": 10, "share": 12.5, "stars": 4, "length": "1h"},
    },
    {
        "name": "李娜",
        "stage": "intent",
        "birth_date": None,
        "tags": [],
        "custom": {"score": 55, "stars": 5},
    },
    {
        "name": "Anna Fischer",
        "stage": "customer",
        "birth_date": "1990-01-01",
        "tags": ["EU"],
        "custom": {},
    },
    {
        "name": "100%_real",
        "stage": "contact",
        "birth_date": "2001-12-31",
        "tags": ["VIP"],
        "custom": {"score": 100, "share": 0, "length": 90},
    },
    {
        "name": "anna b",
        "stage": "lapsed",
        "birth_date": "1988-04-13",
        "tags": ["EU", "VIP"],
        "custom": {"score": -3, "share": 100, "stars": 1, "length": 3600},
    },
]
NUMBERS = {"score": "number", "share": "percent", "stars": "rating", "length": "duration"}
DAYS = ["1980-01-01", "1988-04-12", "1988-04-13", "1990-01-01", "2030-01-01"]
STAGES = ["contact", "interest", "intent", "customer", "lapsed"]
TAGS = ["VIP", "EU", "展会", "none"]

_text = st.sampled_from(["张", "anna", "%", "_", "100%_real", "ANNA B", ""])
_leaf = st.one_of(
    st.builds(
        lambda op, value: {"field": "name", "op": op, "value": value},
        st.sampled_from(["contains", "eq", "ne", "starts_with"]),
        _text,
    ),
    st.builds(
        lambda op, value: {"field": "stage", "op": op, "value": value},
        st.sampled_from(["in", "not_in"]),
        st.lists(st.sampled_from(STAGES), max_size=3),
    ),
    st.builds(
        lambda op, value: {"field": "birth_date", "op": op, "value": value},
        st.sampled_from(["on", "before", "after"]),
        st.sampled_from(DAYS),
    ),
    st.builds(
        lambda op: {"field": "birth_date", "op": op}, st.sampled_from(["is_empty", "is_not_empty"])
    ),
    st.builds(
        lambda op, value: {"field": "tags", "op": op, "value": value},
        st.sampled_from(["has_any", "has_all", "has_none"]),
        st.lists(st.sampled_from(TAGS), max_size=2),
    ),
    st.builds(
        lambda key, op, value: {"field": f"custom.{key}", "op": op, "value": value},
        st.sampled_from(["score", "share", "stars", "length"]),
        st.sampled_from(["eq", "ne", "gt", "gte", "lt", "lte"]),
        st.sampled_from([-3, 0, 4, 10, 12.5, 55, 99.5, 90, 3600]),
    ),
)
TREES = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)


def holds(tree: Any, person: Any) -> Any:
    """What the tree says of a person, read plainly."""
    if "all" in tree:
        return all(holds(part, person) for part in tree["all"])
    if "any" in tree:
        return any(holds(part, person) for part in tree["any"])
    if "not" in tree:
        return not holds(tree["not"], person)
    value, op = tree.get("value"), tree["op"]
    match tree["field"]:
        case "name":
            name, text = person["name"].lower(), value.lower()
            return {
                "contains": text in name,
                "eq": name == text,
                "ne": name != text,
                "starts_with": name.startswith(text),
            }[op]
        case "stage":
            return (person["stage"] in value) == (op == "in")
        case "birth_date":
            day = person["birth_date"] and date.fromisoformat(person["birth_date"])
            if op in {"is_empty", "is_not_empty"}:
                return (day is None) == (op == "is_empty")
            wanted = date.fromisoformat(value)
            return (
                day is not None
                and {"on": day == wanted, "before": day < wanted, "after": day > wanted}[op]
            )
        case "tags":
            mine, asked = set(person["tags"]), set(value or [])
            return {
                "has_any": bool(mine & asked),
                "has_all": mine >= asked,
                "has_none": not mine & asked,
            }[op]
        case _:
            score = person["custom"].get(tree["field"].removeprefix("custom."))
            score = 3600 if score == "1h" else score
            if score is None:
                return bool(op == "ne")
            return {
                "eq": score == value,
                "ne": score != value,
                "gt": score > value,
                "gte": score >= value,
                "lt": score < value,
                "lte": score <= value,
            }[op]


@pytest.fixture
def people(admin: ApiClient) -> ApiClient:
    """The five people, and custom numbers of every kind."""
    for key, kind in NUMBERS.items():
        label = {"en": key.title(), "zh": key}
        answer = admin.post("objects/contact/fields", {"key": key, "kind": kind, "label": label})
        assert answer.status == 201, answer
    for person in PEOPLE:
        assert admin.post("records/contact", person).status == 201
    return admin


def names(client: ApiClient, tree: dict[str, Any]) -> set[str]:
    """Who the list shows."""
    answer = client.get("records/contact", query={"filter": tree, "count": "exact"})
    assert answer.status == 200, answer
    assert answer.json["count"]["value"] == len(answer.json["rows"])
    return {row["name"] for row in answer.json["rows"]}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_any_tree_means_what_it_says(people: ApiClient, tree: dict[str, Any]) -> None:
    assert names(people, tree) == {person["name"] for person in PEOPLE if holds(tree, person)}


def test_a_page_costs_one_statement_whatever_it_shows(people: ApiClient) -> None:
    people.get("records/contact")
    with CaptureQueriesContext(connection) as captured:
        people.get(
            "records/contact",
            query={"fields": "name,company,owner,created_by,tags,custom.score", "sort": "name"},
        )
    assert [
        query["sql"].split()[0]
        for query in captured.captured_queries
        if "metadataversion" not in query["sql"]
    ] == ["SELECT"]
