"""The short way to a list gives what the long way gives: the same rows, and the same errors for the same mistakes."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.config import lists


@pytest.fixture
def only_long_way(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes every request take the long way."""

    def close() -> None:
        monkeypatch.setattr(lists, "_COUNTS", frozenset())

    return close


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"limit": "2", "sort": "-name", "count": "exact", "fields": "name,owner"},
        {"filter": {"field": "name", "op": "contains", "value": "n1"}},
        {"filter": "{"},
        {"filter": {"field": "nothing", "op": "eq", "value": 1}},
        {"sort": "nothing"},
        {"fields": "name,nothing"},
        {"limit": "0"},
        {"limit": "many"},
        {"count": "all"},
        {"cursor": "xyz"},
    ],
)
def test_both_ways_answer_alike(
    alice: ApiClient, query: dict[str, Any], only_long_way: Any
) -> None:
    for number in range(3):
        alice.post("records/contact", {"name": f"n{number}"})
    short = alice.get("records/contact", query=query)
    only_long_way()
    long = alice.get("records/contact", query=query)
    assert short.status == long.status
    if short.status == 200:
        assert short.text == long.text
        return
    for answer in (short, long):
        answer.problem.pop("request", None)
    assert {**short.problem, "request": ""} == {**long.problem, "request": ""}


def test_unknown_objects_and_guests_are_refused(alice: ApiClient, guest: ApiClient) -> None:
    assert alice.get("records/nothing").problem["code"] == "unknown-object"
    assert guest.get("records/contact").problem["code"] == "not-signed-in"
    assert alice.delete("records/contact").status == 405
