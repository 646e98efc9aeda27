"""Class 6, yes or no instead of the value (CVE-2024-36259, CVE-2026-69117: a filter inside a foreign key).

Two worlds that differ in a hidden value answer alike: `tests/rights/test_non_interference.py`. Ids: `test_ids.py`. Here: values that
smuggle a condition, operators that belong to nobody, and sentences that tell of what one does not see.
"""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from tests.rights.world import World

SMUGGLED: list[Any] = [
    {"owner": {"password__startswith": "a"}},
    {"tenant__secret__startswith": "a"},
    {"id__in": [1], "_connector": "OR"},
    {"$ne": None},
    {"$regex": "^a"},
    {"gte": ""},
    {"id": {"startswith": "0"}},
    [["password__regex", "^a"]],
    [{"$where": "1"}],
    {"__proto__": {"id": 1}},
    "password__regex=^a",
    "%",
    "_",
    "*",
    True,
    0,
    1.5,
]


@pytest.mark.parametrize("value", SMUGGLED, ids=repr)
@pytest.mark.parametrize("key", ["company", "owner"])
def test_what_points_at_a_record_is_an_id_and_no_condition(
    admin: ApiClient, key: str, value: Any
) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    one = f"records/contact/{made}"
    with unchanged():
        answers = [
            admin.post("records/contact", {"name": "y", key: value}),
            admin.patch(one, {key: value}, version=1),
            admin.post("records/contact/bulk", {"ids": [made], "set": {key: value}}),
        ]
        node = {"field": key, "op": "eq", "value": value}
        answers.append(admin.get("records/contact", query={"filter": node}))
        listed = {"field": key, "op": "in", "value": [value]}
        answers.append(admin.post("segments/count", {"filter": listed}))
    for answer in answers:
        assert answer.status == 422, answer


@pytest.mark.parametrize(
    "path",
    [
        "owner__password__regex",
        "owner__password",
        "password",
        "name__regex",
        "name__startswith",
        "id__in",
        "company__contacts__email__contains",
        "Q",
        "~name",
    ],
)
@pytest.mark.parametrize("op", ["eq", "regex", "startswith", "contains", "iregex", "in"])
def test_no_operator_hides_in_a_fields_name(admin: ApiClient, path: str, op: str) -> None:
    node = {"field": path, "op": op, "value": "a"}
    refused = admin.get("records/contact", query={"filter": node})
    assert (refused.status, refused.problem["code"]) == (422, "invalid-filter")


def test_the_number_of_somebody_elses_order_may_be_used_again(world: World) -> None:
    """Uniqueness over rows one does not see would tell that they are there."""
    for key in ("contact", "company", "order", "segment"):
        values: dict[str, Any] = {
            path: value
            for path, value in world.values[key].items()
            if isinstance(value, str) and path not in {"contact", "company", "owner"}
        }
        for name in ("contact", "company"):
            values.pop(name, None)
        if key == "segment":
            values["filter"] = {"all": []}
        answer = world.people["charlie"].post(f"records/{key}", values)
        assert answer.status == 201, (key, answer)


def test_a_search_for_what_one_does_not_see_is_a_search_for_nothing(world: World) -> None:
    charlie = world.people["charlie"]
    nothing = charlie.get("search", query={"q": "qzqzqz"}).json
    for canary in world.barred("charlie"):
        found = charlie.get("search", query={"q": canary.text}).json
        assert {**found, "ms": 0} == {**nothing, "ms": 0}, canary


def test_the_sentence_of_a_refusal_names_nothing_the_reader_does_not_see(world: World) -> None:
    """Lists of known fields in errors are those of the reader."""
    clerk = world.people["clerk"]
    for key, hidden in (("contact", "job_title"), ("company", "domain"), ("product", "sku")):
        rows = f"records/{key}"
        wanted = {"field": "no_such", "op": "eq", "value": 1}
        with unchanged():
            answers = (
                clerk.get(rows, query={"sort": "no_such"}),
                clerk.get(rows, query={"fields": "no_such"}),
                clerk.get(rows, query={"filter": wanted}),
                clerk.post(f"{rows}/aggregate", {"group": [{"field": "no_such"}]}),
                clerk.post("exports", {"object": key, "fields": ["no_such"]}),
            )
        assert [(one.status, one.problem["code"]) for one in answers] == [
            (400, "unknown-field"),
            (400, "unknown-field"),
            (422, "invalid-filter"),
            (400, "unknown-field"),
            (400, "unknown-field"),
        ]
        for answer in answers:
            assert hidden not in answer.text.decode(), answer
