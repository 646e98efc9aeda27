"""Class 10, SQL made of what was asked (CVE-2026-46624, CVE-2026-73069, CVE-2025-21628, CVE-2026-4776, CVE-2022-50589, CVE-2026-65822).

Every parameter of every route, and every text of the bodies that make statements, is given what would break out of one. Nothing
fails, nothing sleeps, nothing is told of the database. What may be kept is kept and used afterwards, where it is data still.
"""

import re
import time
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Answer, ApiClient

BREAKS: Final = (
    "' OR 1=1--",
    "') OR pg_sleep(5) IS NULL--",
    '" OR 1=1--',
    '"); SELECT pg_sleep(5)--',
    'a.b" AS "c',
    "id;--",
    'name"::text || (SELECT password FROM identity_user LIMIT 1) || "',
    "%s%(x)s%%",
    "{0}{x}",
    "\\'; SELECT pg_sleep(5)--",
    "$$;SELECT pg_sleep(5);$$",
    "／**／ＯＲ １＝１",
    "ʼ OR 1=1--",
    "a\nb\rc\td",
    "\x01\x1b[2J",
    "x" * 65_536,
)
TOLD: Final = re.compile(
    rb"psycopg|syntax error|SELECT |pg_catalog|relation \\?\"|column \\?\"|Traceback|argon2|md5\$",
    re.IGNORECASE,
)


def harmless(answer: Answer, started: float) -> None:
    """No failure, no sleep, no word of the database's."""
    assert answer.status < 500, answer
    assert time.monotonic() - started < 4, answer
    if answer.status >= 400 and answer.status != 404:
        assert not TOLD.search(_without_echo(answer.text)), answer


def _without_echo(text: bytes) -> bytes:
    """The answer without what was asked, which it may repeat."""
    for one in BREAKS:
        for spelled in (one, one.replace('"', '\\"'), one[:40].replace('"', '\\"')):
            text = text.replace(spelled.encode(), b"")
    return text


def parameters() -> Iterator[tuple[str, str, str]]:
    """Method, path and name of every parameter in a query."""
    from zhike.config.api import api  # needs settings

    for path, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method, operation in operations.items():
            for found in operation.get("parameters", ()):
                if found["in"] == "query":
                    yield method, path, found["name"]


def test_every_parameter_of_every_route_is_data(admin: ApiClient) -> None:
    made = admin.post("records/contact", {"name": "x"}).json["id"]
    asked = 0
    for method, path, name in parameters():
        filled = re.sub(r"\{(\w+)\}", lambda found: _place(found[1], made), path)
        for one in BREAKS:
            started = time.monotonic()
            answer = admin.request(method, filled, query={name: one})
            harmless(answer, started)
            asked += 1
    assert asked > 400


def test_every_part_of_every_path_is_data(admin: ApiClient) -> None:
    from zhike.config.api import api  # needs settings

    for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"]:
        for one in ("'%20OR%201=1--", "%22;--", "a%22%20AS%20%22b", "%25s", "%F0%9F%98%80"):
            filled = re.sub(r"\{\w+\}", one, path)
            if filled != path:
                started = time.monotonic()
                harmless(admin.get(filled), started)


def _place(parameter: str, contact: str) -> str:
    known = {"object_key": "contact", "relation": "orders", "page": "lists", "key": "x"}
    return known.get(parameter, contact)


def bodies(one: str) -> Iterator[tuple[str, str, Any]]:
    """The text at each place of a body from which a statement is made."""
    node = {"field": "name", "op": "eq", "value": "x"}
    for key in ("field", "op", "value"):
        tree: dict[str, Any] = {**node, key: one}
        yield "post", "segments/count", {"filter": tree}
        yield "post", "segments/count", {"filter": {"related": "orders", "where": tree}}
        yield "post", "filters/describe", {"object": "contact", "filter": tree}
        yield "post", "exports", {"object": "contact", "filter": tree}
        yield "post", "records/contact/bulk", {"filter": {"all": [tree]}, "set": {"job_title": "x"}}
    yield "post", "segments/count", {"filter": {one: [node]}}
    yield "post", "segments/count", {"filter": {"related": one}}
    yield "post", "segments/count", {"object": one, "filter": node}
    counted = {"related": "orders", "having": {"count": {one: 3}}}
    yield "post", "segments/count", {"filter": counted}
    yield "post", "segments/count", {"filter": {"related": "orders", "having": {one: {"gte": 1}}}}
    summed = {"related": "orders", "having": {"sum": {"field": one, "gte": 1}}}
    yield "post", "segments/count", {"filter": summed}
    yield "post", "segments/count", {"filter": {**summed, "having": {"count": {"gte": one}}}}
    yield "post", "segments/count", {"filter": {"segment": one}}
    yield "post", "segments/count", {"filter": {"campaign": one, "people": one}}
    moment = {"field": "created_at", "op": "in_last", "value": {"amount": 1, "unit": one}}
    yield "post", "segments/count", {"filter": moment}
    yield "post", "segments/count", {"filter": {**moment, "op": "this", "value": one}}
    yield "post", "records/contact/aggregate", {"group": [{"field": one}]}
    yield "post", "records/contact/aggregate", {"group": [{"field": "created_at", "by": one}]}
    yield "post", "records/contact/aggregate", {"measures": [{"fn": one, "field": "spent"}]}
    yield "post", "records/contact/aggregate", {"measures": [{"fn": "sum", "field": one}]}
    yield "post", "exports", {"object": one}
    yield "post", "exports", {"object": "contact", "sort": one[:400]}
    yield "post", "exports", {"object": "contact", "fields": [one[:150]]}
    yield "post", "exports", {"object": "contact", "format": one}
    yield "post", "exports", {"object": "contact", "encoding": one}
    yield "patch", "auth/me", {"time_zone": one}
    yield "patch", "auth/me", {"language": one}
    yield "post", "records/contact/alike", {"values": {one[:60]: one, "name": one, "email": one}}
    yield "post", "records/contact", {"name": "x", one[:60]: one}
    yield "post", "records/contact", {"name": "x", "custom": {one[:60]: one}}
    label = {"en": "L", "zh": "L"}
    yield "post", "objects/contact/fields", {"key": one, "kind": "text", "label": label}
    yield "post", "objects/contact/fields", {"key": "k", "kind": one, "label": label}
    yield "post", "marketing/templates/preview", {"subject": one, "body": f"{{{{ {one} }}}}"}
    yield "post", "rights/roles", {"key": one, "label": label}
    yield "post", "auth/sign-in", {"email": one, "password": one}
    yield "post", "suppressions", {"email": one}


def test_every_text_from_which_a_statement_is_made_is_data(admin: ApiClient) -> None:
    before = admin.get("admin/users").text
    for one in BREAKS:
        for method, path, body in bodies(one):
            started = time.monotonic()
            answer = admin.request(method, path, body)
            harmless(answer, started)
    assert admin.get("admin/users").text == before


def test_what_was_kept_is_data_when_it_is_used(admin: ApiClient) -> None:
    """Second order: names of fields, options, views, segments and people, found again by lists, sorts, groups and exports."""
    for number, one in enumerate(one for one in BREAKS if one.isprintable() and len(one) <= 60):
        label = {"en": one, "zh": one}
        options = [{"key": "a", "label": label}]
        for key, kind, settings in (
            (f"t{number}", "text", {}),
            (f"c{number}", "choice", {"options": options}),
        ):
            body = {"key": key, "kind": kind, "label": label, "settings": settings}
            assert admin.post("objects/contact/fields", body).status == 201, one
        values = {"name": one, "tags": [one], "custom": {f"t{number}": one, f"c{number}": "a"}}
        made = admin.post("records/contact", values)
        assert made.status == 201, made
        node = {"field": f"custom.t{number}", "op": "eq", "value": one}
        segment = {"name": one, "target": "contact", "filter": node}
        kept = admin.post("records/segment", segment).json["id"]
        view = {"object": "contact", "name": one, "filter": node, "sort": f"custom.t{number}"}
        assert admin.post("views", view).status == 201
        for tree in (node, {"segment": kept}, {"field": "tags", "op": "has_any", "value": [one]}):
            rows = admin.get("records/contact", query={"filter": tree}).json["rows"]
            assert [row["id"] for row in rows] == [made.json["id"]], (one, tree)
            assert (
                admin.post("filters/describe", {"object": "contact", "filter": tree}).status == 200
            )
        for path in (f"custom.t{number}", f"custom.c{number}", "tags"):
            grouped = admin.post("records/contact/aggregate", {"group": [{"field": path}]})
            assert grouped.status == 200, grouped
        sort = f"custom.t{number},-name"
        assert admin.get("records/contact", query={"sort": sort}).status == 200
        for path in ("history", "timeline", "links"):
            assert admin.get(f"records/contact/{made.json['id']}/{path}").status == 200
        assert admin.get("search", query={"q": one}).status == 200
    assert admin.get("meta").status == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "CREATE TABLE mine (x int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * FROM pg_authid",
        "UPDATE changes_change SET verb = 'x'",
        "DELETE FROM changes_change",
        "TRUNCATE changes_change",
    ],
)
def test_a_way_in_would_lead_no_further(statement: str) -> None:
    """The application is no superuser, writes no files, starts no programs, owns no table and cannot rewrite its log."""
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
