"""Class 3, refused and done all the same (CVE-2026-41160: a pin was set, and 403 answered).

`tests/rights` takes checksums of all tables around every refusal to Alice's things. Here: requests that do several things, of
which the last is refused. They do all or nothing.
"""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from zhike.platform.identity.models import User

NOBODY = "00000000-0000-7000-8000-000000000000"


def halves(admin: ApiClient, alice: ApiClient) -> list[tuple[str, str, Any, int]]:
    """Requests whose first half could be done and whose second cannot, and the status of their refusal."""
    person = f"admin/users/{alice.id}"
    mine = f"admin/users/{admin.id}"
    role = {"key": "new", "label": {"en": "New", "zh": "新"}}
    order = {"number": "1", "ordered_at": "2026-01-01"}
    line = {"name": "x", "quantity": 1, "unit_price": 1}
    return [
        ("post", "admin/users", {"email": "n@example.com", "name": "N", "roles": ["boss"]}, 422),
        ("patch", person, {"active": True, "roles": ["member", "boss"]}, 422),
        ("patch", person, {"active": False, "roles": ["boss"]}, 422),
        ("patch", mine, {"roles": ["member", "administrator"], "active": False}, 409),
        ("patch", mine, {"roles": ["member"]}, 409),
        ("put", f"{person}/departments", {"departments": [NOBODY]}, 404),
        (
            "post",
            "admin/invitations",
            {"email": "i@example.com", "name": "I", "teams": [NOBODY]},
            404,
        ),
        (
            "post",
            "rights/document",
            {
                "apply": True,
                "document": _document(admin, [role, {**role, "key": "x", "base": "y"}]),
            },
            422,
        ),
        ("post", "orders", {"values": order, "lines": [line, {**line, "product": NOBODY}]}, 422),
        (
            "post",
            "orders",
            {"values": {**order, "contact": NOBODY}, "lines": [line]},
            422,
        ),
        ("post", "departments", {"name": "D", "head": NOBODY}, 404),
        ("patch", "admin/security", {"idle_hours": 2, "longest_hours": 1}, 422),
        ("patch", "admin/security", {"idle_hours": 2, "two_factor_roles": ["boss"]}, 422),
    ]


def _document(admin: ApiClient, roles: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = admin.get("rights/document").json
    parts: dict[str, Any] = {"objects": {}, "fields": {}, "classes": {}, "follows": {}}
    return {**found, "roles": [*found["roles"], *({**parts, **role} for role in roles)]}


@pytest.mark.parametrize("at", range(13))
def test_a_request_of_two_halves_does_both_or_none(
    admin: ApiClient, alice: ApiClient, at: int
) -> None:
    if at == 1:
        assert admin.patch(f"admin/users/{alice.id}", {"active": False}).status == 200
    method, path, body, status = halves(admin, alice)[at]
    with unchanged():
        answer = admin.request(method, path, body)
        assert answer.status == status, answer
    assert not User.objects.filter(email="n@example.com").exists()


def test_a_bulk_edit_with_one_bad_value_changes_no_record(admin: ApiClient) -> None:
    ids = [admin.post("records/contact", {"name": f"n{at}"}).json["id"] for at in range(3)]
    with unchanged():
        for values in (
            {"job_title": "x", "stage": "no such stage"},
            {"job_title": "x", "company": NOBODY},
            {"job_title": "x", "owner": NOBODY},
            {"job_title": "x", "no_such": 1},
            {"job_title": "x", "spent": "1.00"},
        ):
            refused = admin.post("records/contact/bulk", {"ids": ids, "set": values})
            assert refused.status == 422, refused


def test_a_refused_request_with_a_key_may_be_sent_again_rightly(alice: ApiClient) -> None:
    """The answer kept for a repeated request is that of work that was done."""
    refused = alice.post("records/contact", {"name": ""}, key="once")
    assert refused.status == 422
    assert alice.post("records/contact", {"name": "A"}, key="once").status == 201


def test_a_version_that_is_stale_changes_nothing_beside_it(admin: ApiClient) -> None:
    made = admin.post(
        "orders", {"values": {"number": "1", "ordered_at": "2026-01-01"}, "lines": []}
    )
    path = f"orders/{made.json['id']}/lines"
    line = {"name": "x", "quantity": 1, "unit_price": 1}
    with unchanged():
        assert admin.put(path, {"lines": [line]}, version=99).status == 412
        assert admin.put(path, {"lines": [line]}).status == 428
