"""Class 24, too much of everything (CVE-2025-64460, CVE-2026-33033, CVE-2026-105830, CVE-2025-52892).

Deep, wide, long and endless requests are answered soon and with a sentence, by whoever they come from; the house is as before.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import pytest

from tests.cast import Answer, ApiClient
from tests.rights.tables import unchanged

SOON = 2.0
CONDITION = {"field": "name", "op": "eq", "value": "x"}


@contextmanager
def soon(seconds: float = SOON) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def refused(answer: Answer) -> None:
    assert 400 <= answer.status < 500, answer
    assert answer.problem["detail"], answer


def nested(depth: int) -> bytes:
    return b'{"not":' * depth + orjson.dumps(CONDITION) + b"}" * depth


FILTERS: dict[str, bytes] = {
    "1,000 deep": nested(1_000),
    "100,000 deep": nested(100_000),
    "10,000 conditions": orjson.dumps({"any": [CONDITION] * 10_000}),
    "1,000,000 keys": b"{" + b",".join(b'"k%d":1' % at for at in range(1_000_000)) + b"}",
    "lists 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "lists 100,000 deep and open": b"[" * 100_000,
    "10,000 values": orjson.dumps({"field": "name", "op": "in", "value": ["x" * 200] * 10_000}),
    "related 100 deep": b'{"related":"orders","where":' * 100 + b"null" + b"}" * 100,
    "1,000 measures": orjson.dumps(
        {"related": "orders", "having": {"count": {f"gte{at}": 1 for at in range(1_000)}}}
    ),
    "a long number": b'{"field":"order_count","op":"eq","value":' + b"9" * 100_000 + b"}",
    "a long exponent": b'{"field":"spent","op":"eq","value":"1e99999999"}',
    "a long name": orjson.dumps({"field": "x" * 1_000_000, "op": "eq", "value": 1}),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_of_any_size_is_answered_soon(admin: ApiClient, name: str) -> None:
    tree = FILTERS[name]
    with unchanged(), soon(8.0 if "1,000,000" in name else 4.0):
        for path, body in (
            ("segments/count", b'{"filter":%b}' % tree),
            ("filters/describe", b'{"object":"contact","filter":%b}' % tree),
            ("records/contact/aggregate", b'{"filter":%b}' % tree),
            ("records/contact/bulk", b'{"filter":%b,"set":{"job_title":"x"}}' % tree),
        ):
            refused(admin.post(path, body))
        if len(tree) < 100_000:
            refused(admin.get("records/contact", query={"filter": tree.decode()}))


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_that_is_kept_as_it_came_is_kept_small(admin: ApiClient, name: str) -> None:
    """A view may name fields that are gone; it may not be a store for anything."""
    with soon(8.0 if "1,000,000" in name else 4.0):
        answer = admin.post("views", b'{"object":"contact","name":"v","filter":%b}' % FILTERS[name])
    assert answer.status == 201 or answer.problem["detail"], answer
    assert (answer.status == 201) is (len(FILTERS[name]) < 50_000 and name != "1,000 deep")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"name":"' + b"x" * 11_000_000 + b'"}', id="11 MB"),
        pytest.param(b'{"name":"x","tags":[' + b'"a",' * 2_000_000 + b'"a"]}', id="many elements"),
        pytest.param(b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="deep"),
        pytest.param(b'{"name":"x","custom":' + b'{"a":' * 900 + b"1" + b"}" * 901, id="own"),
        pytest.param(
            b"{" + b",".join(b'"k%d":1' % at for at in range(300_000)) + b"}", id="many keys"
        ),
        pytest.param(b'{"name":"' + b"\\u0000" * 10 + b'"}', id="nothing"),
        pytest.param(b'{"name":"' + b"a" * 1_000_000 + b'"}', id="a long text"),
        pytest.param(b'{"name":"x","description":"' + b"a" * 9_000_000 + b'"}', id="a book"),
        pytest.param(b'{"name":"' + "\u202e\ufeff\U0001f469".encode() * 5_000 + b'"}', id="marks"),
    ],
)
def test_a_record_of_any_size_is_answered_soon(admin: ApiClient, body: bytes) -> None:
    with soon(6.0):
        answer = admin.post("records/contact", body)
    assert answer.status < 500, answer.text[:300]
    if answer.status >= 400:
        assert len(answer.text) < 1_000_000


@pytest.mark.parametrize("number", ["-1", "0", "1000000000", "9" * 400, "1e9", "NaN", "１０", ""])
def test_pages_have_a_size(admin: ApiClient, number: str) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    for path in (
        "records/contact",
        f"records/contact/{made}/timeline",
        f"records/contact/{made}/history",
        f"records/contact/{made}/related/orders",
        f"contacts/{made}/favourites",
        "search",
        "trash",
        "users",
        "audit",
    ):
        with soon():
            answer = admin.get(path, query={"limit": number})
        assert answer.status < 500, (path, answer)
        assert len(answer.text) < 100_000


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+$",
        "(.*a){25}",
        "a" * 30_000 + "!",
        "%" * 5_000,
        "_" * 5_000,
        "\\" * 5_000,
        "[" * 5_000,
    ],
)
def test_what_looks_like_a_pattern_is_text(admin: ApiClient, text: str) -> None:
    """In searches, filters, e-mail addresses, phones, addresses of pages and templates."""
    for op in ("eq", "contains", "starts_with"):
        with soon():
            node = {"field": "name", "op": op, "value": text}
            assert admin.post("segments/count", {"filter": node}).status in {200, 422}
    for method, path, body in (
        ("get", "search", {"q": text[:200]}),
        ("get", "users", {"q": text[:200]}),
        ("post", "records/contact", {"name": "x", "email": text}),
        ("post", "records/contact", {"name": "x", "phone": text}),
        ("post", "records/company", {"name": "x", "website": f"https://{text}"}),
        ("post", "records/contact/alike", {"values": {"name": text, "email": text, "phone": text}}),
        ("post", "marketing/templates/preview", {"subject": text, "body": text}),
        ("post", "marketing/templates/preview", {"subject": "s", "body": "{{" * 2_000 + text}),
        ("post", "marketing/templates/preview", {"subject": "s", "body": "<a <b" * 3_000}),
        ("post", "auth/sign-in", {"email": text, "password": text}),
    ):
        with soon(4.0):
            options: dict[str, Any] = {"query": body} if method == "get" else {"body": body}
            answer = admin.request(method, path, **options)
        assert answer.status < 500, (path, answer)


def test_one_request_asks_for_so_much_and_no_more(admin: ApiClient) -> None:
    """What other APIs call aliases: the same work many times over in one request."""
    measures = [{"fn": "sum", "field": "spent"}] * 1_000
    with soon():
        refused(admin.post("records/contact/aggregate", {"measures": measures}))
        refused(admin.post("records/contact/aggregate", {"group": [{"field": "stage"}] * 50}))
        refused(admin.get("records/contact", query={"sort": ",".join(["name"] * 500)}))
        refused(admin.post("exports", {"object": "contact", "fields": ["name"] * 5_000}))
        ids = ["0197f000-0000-7000-8000-000000000001"] * 60_000
        refused(admin.post("records/contact/bulk", {"ids": ids, "delete": True}))
        refused(admin.post("records/contact/restore", {"ids": ids[:201]}))
    with soon():
        fields = ",".join(["name", "email"] * 5_000)
        answer = admin.get("records/contact", query={"fields": fields})
        assert answer.status in {200, 400, 422}


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "/./",
        "/../",
        "/" * 5_000,
        "/." * 2_000,
        "/#Admin",
        "//#Admin",
        "/%23Admin",
        "/%",
        "/%zz",
        "/%E0%A4",
        "/a%00b",
        "/" + "%2e%2e%2f" * 500,
        "/" + "é" * 1_000,
        "/static//",
        "/static/%00",
        "/assets/./././x",
        "/api/v1//meta",
        "/api/v1/./meta",
        "/api/v1/records//",
        "/api/v1/records/contact/" + "a/" * 1_000,
    ],
)
def test_paths_that_are_none_are_answered_soon(guest: ApiClient, path: str) -> None:
    """And keep nothing: the next request is answered as ever."""
    with soon():
        answer = guest.get(path)
    assert answer.status < 500 or answer.status == 503, answer
    assert guest.get("auth/session").status == 200


def test_a_thousand_own_fields_are_the_most_there_can_be_asked_for_at_once(
    admin: ApiClient,
) -> None:
    with soon(3.0):
        custom = {f"k{at}": "x" for at in range(20_000)}
        refused(admin.post("records/contact", {"name": "x", "custom": custom}))
