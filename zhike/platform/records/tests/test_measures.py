"""What a filter measures of related records is the same whichever way PostgreSQL is asked."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import ApiClient
from zhike.kit.sql import Sql
from zhike.platform.identity.actor import Actor
from zhike.platform.records.query import page
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import parse_filter
from zhike.platform.records.query.page import count_rows, matching_ids, source_for
from zhike.platform.records.query.statement import all_rows

TOTALS = {"none": [], "one": [100], "two": [50, 50], "three": [0, 10, 20], "four": [1, 2, 3, 1000]}
COMPARATORS = ["eq", "ne", "gt", "gte", "lt", "lte"]

_comparison = st.tuples(st.sampled_from(COMPARATORS), st.sampled_from([-1, 0, 1, 2, 2.5, 3, 100]))
_having = st.one_of(
    st.builds(lambda test: {"count": {test[0]: test[1]}}, _comparison),
    st.builds(
        lambda measure, test: {measure: {"field": "total", test[0]: test[1]}},
        st.sampled_from(["sum", "avg", "min", "max"]),
        _comparison,
    ),
)
_where = st.sampled_from([None, {"field": "total", "op": "gte", "value": 20}])
_related = st.builds(
    lambda where, having: {"related": "orders", "where": where, "having": having}, _where, _having
)
_leaf = st.one_of(_related, st.just({"field": "name", "op": "contains", "value": "o"}))
TREES = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=4,
)


@pytest.fixture
def buyers(alice: ApiClient, charlie: ApiClient, admin: ApiClient) -> Actor:
    """Alice, whose contacts have no order to four orders, some of them sold by Charlie and out of her sight."""
    for name, totals in TOTALS.items():
        contact = alice.post("records/contact", {"name": name}).json["id"]
        for index, total in enumerate(totals):
            order = {
                "number": f"{name} {index}",
                "contact": contact,
                "total": total,
                "ordered_at": "2026-10-01T08:00:00Z",
                "owner": str(charlie.id if (name, index) == ("four", 3) else alice.id),
            }
            assert admin.post("records/order", order).status == 201
    stray = {"number": "nobody's", "total": 30, "ordered_at": "2026-10-01T08:00:00Z"}
    alice.post("records/order", stray)
    return Actor(alice.id, "web")


def found(actor: Actor, tree: dict[str, Any], measure: Any) -> set[str]:
    """Names of the contacts of a tree, measured in one way."""
    source = replace(source_for(actor, "contact"), measure=measure)
    condition = source.visible() + Sql(" AND ") + compile_filter(parse_filter(tree), source)
    statement = Sql("SELECT r.name") + source.from_clause() + Sql(" WHERE ") + condition
    return {row[0] for row in all_rows(statement)}


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_groups_answer_what_single_measures_answer(buyers: Actor, tree: dict[str, Any]) -> None:
    each = found(buyers, tree, "each")
    assert found(buyers, tree, "grouped") == each
    assert count_rows(buyers, "contact", parse_filter(tree), "exact")["value"] == len(each)


def test_orders_out_of_sight_are_in_no_group(buyers: Actor) -> None:
    four = {"related": "orders", "having": {"count": {"gte": 4}}}
    three = {"related": "orders", "having": {"count": {"eq": 3}}}
    assert found(buyers, four, "grouped") == set()
    assert found(buyers, three, "grouped") == {"three", "four"}


def test_the_cheaper_way_finds_the_same(buyers: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = parse_filter({"related": "orders", "having": {"sum": {"field": "total", "lt": 50}}})
    ways = []
    for cost in (0.0, 1e12):
        monkeypatch.setattr(page, "MEASURE_COST", cost)
        monkeypatch.setattr(
            page, "estimated_cost", lambda of: 1.0 if "GROUP BY" in of.text else 1e12
        )
        with CaptureQueriesContext(connection) as captured:
            ways.append(matching_ids(buyers, "contact", tree))
        assert ("GROUP BY" in captured.captured_queries[-1]["sql"]) == bool(cost)
    assert ways[0] == ways[1]
    assert len(ways[0]) == 3  # none, three and, as far as Alice sees, four
