"""Values that no column can hold are answered, never a failure: unpaired surrogates, NUL, NaN, numbers and dates too large."""

from typing import Any

import pytest

from tests.cast import ApiClient

BULK = '{"filter": {"field": "name", "op": "eq", "value": "%s"}, "set": {"job_title": "x"}}'


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("records/contact/bulk", BULK % "\\ud800"),
        ("records/contact/bulk", BULK % "\\u0000"),
        ("records/contact/aggregate", '{"group": [{"field": "\\ud800"}]}'),
        (
            "records/contact/aggregate",
            '{"filter": {"field": "tags", "op": "has_any", "value": ["\\u0000"]}}',
        ),
        (
            "records/contact/aggregate",
            '{"filter": {"related": "orders", "having": {"count": {"gte": NaN}}}}',
        ),
        (
            "records/contact/aggregate",
            '{"filter": {"field": "spent", "op": "eq", "value": "1e999999999"}}',
        ),
        ("filters/describe", '{"object": "\\ud800"}'),
        ("views", '{"object": "contact", "name": "\\u0000", "filter": {"all": []}}'),
        ("suppressions", '{"email": "a@example.com", "note": "\\u0000"}'),
    ],
)
def test_a_body_with_what_cannot_be_stored_is_refused(
    admin: ApiClient, path: str, body: str
) -> None:
    answer = admin.post(path, body.encode())
    assert answer.status in {400, 422}, answer
    assert answer.problem["detail"]


@pytest.mark.parametrize(
    "more",
    [
        {"evidence": {"a": "\x00"}},
        {"evidence": {"a": "x" * 20_000}},
        {"source": "\x00"},
        {"at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_consent_with_what_cannot_be_stored_is_refused(
    alice: ApiClient, more: dict[str, Any]
) -> None:
    who = alice.post("records/contact", {"name": "张伟"}).json["id"]
    path = f"contacts/{who}/consents"
    assert alice.post(path, {"purpose": "marketing", "status": "granted", **more}).status == 422
    deep = b'{"purpose":"marketing","status":"granted","evidence":{"a":%b}}'
    assert alice.post(path, deep % (b"[" * 900 + b"]" * 900)).status == 400
    assert alice.post(path, deep % (b"[" * 240 + b"1," * 6_000 + b"1" + b"]" * 240)).status == 422
    assert alice.get(path).json["ledger"] == []


@pytest.mark.parametrize(
    "path",
    [
        "search?q=a%00b",
        "views?object=%00",
        "records/contact/{id}/timeline?before=9999-12-31T23:59:59-23:59",
    ],
)
def test_a_parameter_that_cannot_be_asked_for_is_refused(alice: ApiClient, path: str) -> None:
    who = alice.post("records/contact", {"name": "张伟"}).json["id"]
    assert alice.get(path.format(id=who)).status == 422


def test_edges_of_versions_and_histories_are_answers(alice: ApiClient) -> None:
    who = alice.post("records/contact", {"name": "张伟"}).json["id"]
    refused = alice.patch(f"records/contact/{who}", {"name": "x"}, version="9" * 5_000)
    assert refused.status == 428
    history = f"records/contact/{who}/history?limit=0&before=1900-01-01T00:00:00Z"
    assert alice.get(history).json == {"items": [], "next": None}


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "UTC'; --", "/etc/passwd"])
def test_a_time_zone_the_database_does_not_know_is_refused(alice: ApiClient, zone: str) -> None:
    assert alice.patch("auth/me", {"time_zone": zone}).status == 422
