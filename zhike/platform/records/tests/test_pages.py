"""Keyset pages: every row once, empties last, and a forged cursor is refused."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import ApiClient

BORN = ["1990-05-01", None, "1985-01-01", "1990-05-01", None, "2001-02-03", "1985-01-01"]


@pytest.fixture
def born(admin: ApiClient) -> ApiClient:
    """Seven contacts, some born on the same day, some on no known day."""
    for index, day in enumerate(BORN):
        stage = "customer" if index % 2 else "contact"
        assert (
            admin.post(
                "records/contact", {"name": f"n{index}", "birth_date": day, "stage": stage}
            ).status
            == 201
        )
    return admin


def walk(client: ApiClient, sort: str, limit: int) -> list[dict[str, Any]]:
    """All rows, page by page."""
    rows: list[dict[str, Any]] = []
    query = {"sort": sort, "limit": str(limit), "fields": "name,birth_date,stage,owner"}
    for _ in range(20):
        page = client.get("records/contact", query=query).json
        rows += page["rows"]
        if page["next"] is None:
            return rows
        query["cursor"] = page["next"]
    raise AssertionError("pages never end")


@pytest.mark.parametrize(
    "sort",
    [
        "birth_date",
        "-birth_date",
        "-stage,birth_date",
        "name",
        "-name",
        "-updated_at",
        "company.name,-name",
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_of_any_size_show_the_same_rows_in_the_same_order(
    born: ApiClient, sort: str, limit: int
) -> None:
    whole = born.get(
        "records/contact", query={"sort": sort, "fields": "name,birth_date,stage,owner"}
    ).json["rows"]
    assert walk(born, sort, limit) == whole
    assert len(whole) == len(BORN)


@pytest.mark.parametrize("sort", ["birth_date", "-birth_date"])
def test_empties_come_last_either_way(born: ApiClient, sort: str) -> None:
    days = [row["birth_date"] for row in walk(born, sort, 2)]
    known = sorted((day for day in BORN if day), reverse=sort.startswith("-"))
    assert days == [*known, None, None]


def test_names_sort_by_pinyin(admin: ApiClient) -> None:
    for name in ["张三", "Bob", "李四", "阿明", "陈晨", "anna"]:
        admin.post("records/contact", {"name": name})
    rows = walk(admin, "name", 2)
    assert [row["name"] for row in rows] == ["阿明", "anna", "Bob", "陈晨", "李四", "张三"]


@pytest.mark.parametrize(
    "values",
    [
        ["birth_date", "not a day", "00000000-0000-7000-8000-000000000000"],
        ["birth_date", "1990-01-01", "x"],
        ["birth_date", {"a": 1}, "00000000-0000-7000-8000-000000000000"],
        ["name", "1990-01-01", "00000000-0000-7000-8000-000000000000"],
        {"a": 1},
        ["birth_date"],
    ],
)
def test_a_forged_cursor_is_refused(born: ApiClient, values: Any) -> None:
    cursor = urlsafe_b64encode(orjson.dumps(values)).decode()
    refused = born.get("records/contact", query={"sort": "birth_date", "cursor": cursor})
    assert (refused.status, refused.problem["code"]) == (400, "invalid-cursor")


def test_a_capped_count_is_exact_below_the_cap(born: ApiClient) -> None:
    tree = {"field": "stage", "op": "eq", "value": "customer"}
    answer = born.get("records/contact", query={"filter": tree, "count": "capped", "limit": "1"})
    assert answer.json["count"] == {"value": 3, "capped": False}


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_a_filtered_list_read_owner_by_owner_is_the_plain_one(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, admin: ApiClient, limit: int
) -> None:
    makers = (alice, bob, charlie, admin, bob, alice, charlie, alice, admin)
    for index, maker in enumerate(makers):
        owner = {"owner": None} if maker is admin else {}
        made = maker.post("records/contact", {"name": f"n{index}", "tags": ["VIP"], **owner})
        assert made.status == 201
    dropped = alice.post("records/contact", {"name": "gone", "tags": ["VIP"]})
    alice.delete(f"records/contact/{dropped.json['id']}", version=dropped.version)
    bob.post("records/contact", {"name": "no VIP"})
    query: dict[str, Any] = {
        "filter": {"field": "tags", "op": "has_any", "value": ["VIP"]},
        "limit": str(limit),
        "count": "capped",
    }
    names: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        while (page := alice.get("records/contact", query=query).json)["next"]:
            names += [row["title"] for row in page["rows"]]
            query["cursor"] = page["next"]
    names += [row["title"] for row in page["rows"]]
    assert names == ["n8", "n7", "n5", "n4", "n3", "n1", "n0"]
    assert page["count"] == {"value": 7, "capped": False}
    assert any("UNION ALL" in one["sql"] for one in captured.captured_queries)


def test_a_parameter_nobody_reads_is_refused_with_those_there_are(alice: ApiClient) -> None:
    alice.post("records/contact", {"name": "张伟"})
    refused = alice.get("records/contact", query={"stage": "lapsed"})
    assert (refused.status, refused.problem["code"]) == (400, "invalid-query")
    assert "stage" in refused.problem["detail"]
    assert "filter, sort, fields, limit, cursor, count" in refused.problem["detail"]


def test_orders_begin_with_the_latest(alice: ApiClient) -> None:
    objects = {one["key"]: one for one in alice.get("meta").json["objects"]}
    assert objects["order"]["sort"] == "-ordered_at"
    assert objects["contact"]["sort"] == ""
