"""Class 11, holes of the framework below (CVE-2025-64459 `_connector`, CVE-2025-57833 and CVE-2026-1287 aliases, CVE-2026-3902 spoofed
headers, CVE-2026-33033 multipart, CVE-2025-48432 lines in the log).

What is sent never becomes keyword arguments of a query; the framework is at least the release that mended what is known.
"""

import ast
from typing import Any

import django
import pytest

from tests.architecture.source import dotted, name, product, tree
from tests.cast import ApiClient
from tests.rights.tables import unchanged
from tests.test_guest_census import routes

MENDED = (5, 2, 19)
WORDS: list[dict[str, Any]] = [
    {"_connector": "OR 1=1 OR"},
    {"_negated": True},
    {"pk__in": [1]},
    {"a%b": 1},
    {"a.b": 1},
    {'x" AS "y': 1},
    {"name__regex": "."},
    {"__proto__": {"admin": True}},
    {"__class__": "x"},
    {"self": 1, "cls": 2, "request": 3, "actor": None},
]
QUERIES = {
    "filter",
    "exclude",
    "get",
    "annotate",
    "alias",
    "values",
    "order_by",
    "update",
    "create",
}


def test_the_framework_has_the_newest_mends() -> None:
    assert django.VERSION[:3] >= MENDED


@pytest.mark.parametrize("words", WORDS, ids=lambda words: next(iter(words)))
def test_a_body_never_becomes_arguments_of_a_query(admin: ApiClient, words: dict[str, Any]) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    node = {"field": "name", "op": "eq", "value": "x"}
    asks = [
        ("post", "records/contact", {"name": "y", **words}),
        ("patch", f"records/contact/{made}", words),
        ("post", "records/contact/bulk", {"ids": [made], "set": words}),
        ("post", "records/contact/bulk", {"ids": [made], "set": {"job_title": "x"}, **words}),
        ("post", "records/contact/aggregate", {"group": [], **words}),
        ("post", "segments/count", {"filter": {**node, **words}}),
        ("post", "segments/count", {"filter": {"all": [node], **words}}),
        ("post", "views", {"object": "contact", "name": "v", **words}),
        ("patch", "auth/me", words),
        ("patch", f"admin/users/{admin.id}", words),
        ("patch", "admin/security", words),
        ("post", "teams", {"name": "t", **words}),
        ("post", "exports", {"object": "contact", **words}),
        ("post", "auth/sign-in", {"email": admin.email, "password": "x", **words}),
    ]
    with unchanged():
        for method, path, body in asks:
            answer = admin.request(method, path, body, version=1)
            assert answer.status in {400, 401, 422}, (path, answer)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: next(iter(words)))
def test_a_query_never_becomes_arguments_of_a_query(
    admin: ApiClient, words: dict[str, Any]
) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    for path in ("records/contact", "views", "users", "search", "audit", "trash", "jobs"):
        answer = admin.get(path, query=words)
        assert answer.status in {200, 400, 422}, (path, answer)
        if answer.status == 200:
            assert answer.json == admin.get(path).json or path == "audit"
    assert admin.get(f"records/contact/{made}", query=words).status == 200


def test_no_mapping_of_a_request_is_spread_into_a_query() -> None:
    """`**` in a call of a query is for names the file itself says: a variable called after what was sent is not."""
    named = {
        "zhike/platform/metadata/actions.py": "the names are those of a body that takes no others"
    }
    sent = {"body", "request.GET", "request.POST", "values", "query", "data", "payload", "kwargs"}
    found = [
        f"{name(path)}:{node.lineno}"
        for path in product()
        if name(path) not in named
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in QUERIES
        and "objects" in dotted(node.func)
        for word in node.keywords
        if word.arg is None and dotted(word.value) in sent
    ]
    assert found == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=" + "b" * 5_000, b"--b\r\n"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n" + b" " * 200_000 + b"\r\n--b--\r\n",
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 1_500 + b"--b--\r\n",
        ),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\n" + b"X-Header: x\r\n" * 20_000 + b"\r\n1\r\n--b--\r\n",
        ),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % at for at in range(5_000))),
        ("application/json; charset=utf-7", b"+AHs-"),
        ("application/json; charset=nothing", b"{}"),
        ("application/json", b"\xff\xfe{\x00}\x00"),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("", b"{}"),
    ],
)
def test_a_body_of_another_kind_is_answered(
    alice: ApiClient, content_type: str, body: bytes
) -> None:
    with unchanged():
        for path in ("imports", "records/contact/bulk", "auth/sign-in", "exports"):
            found = alice.http.generic(
                "POST", f"/api/v1/{path}", body, content_type=content_type, headers=alice._headers
            )
            assert 400 <= found.status_code < 500, (path, found.content[:300])


@pytest.mark.parametrize(
    "text", ["a%0d%0aSet-Cookie:%20x=1", "a%0aERROR%20root:%20forged", "%1b[31m"]
)
def test_a_path_writes_no_line_of_its_own(
    admin: ApiClient, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    for path in (f"/api/v1/{text}", f"/{text}", f"/t/c/{text}", f"/u/{text}", f"/static/{text}"):
        answer = admin.get(path)
        assert answer.status < 500
        assert "Set-Cookie" not in answer.headers
        assert "\n" not in answer.headers.get("Location", "")
    for record in caplog.records:
        assert "\n" not in record.getMessage(), record
        assert "\x1b" not in record.getMessage(), record


def test_every_route_answers_to_a_body_that_is_no_object(admin: ApiClient) -> None:
    for method, path in routes():
        if method in {"post", "patch", "put"} and not path.endswith("sign-out"):
            for body in (b"", b"null", b"[]", b'"x"', b"0", b"{", b"[[[[", b"\x00"):
                answer = admin.request(method, path, body, version=1)
                assert answer.status < 500, (method, path, body, answer)
    assert admin.get("auth/me").status == 200
