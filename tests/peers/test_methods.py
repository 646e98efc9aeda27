"""Class 22, changed by a GET and led elsewhere (CVE-2026-63654 a GET approves, CVE-2024-36406 open redirect).

That GET and HEAD on every route that writes change nothing: `tests/rights/test_matrix.py`; tracked links:
`zhike/modules/marketing/tests/test_tracking.py`. Here: methods in disguise, and addresses that would lead out of the house.
"""

from typing import Any

import pytest

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from tests.test_guest_census import NOBODY, routes

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "/.evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://evil.example",
    "https://localhost@evil.example",
    "https://localhost.evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\tevil.example",
    "/%0d%0aLocation:%20https://evil.example",
]
NAMES = ["next", "url", "redirect", "redirect_uri", "return", "returnTo", "continue", "goto", "to"]


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"]
)
def test_a_method_in_disguise_is_the_method_that_was_sent(admin: ApiClient, header: str) -> None:
    made = admin.post("records/contact", {"name": "x"})
    path = f"records/contact/{made.json['id']}"
    with unchanged():
        for verb in ("DELETE", "PATCH", "POST", "PUT"):
            answer = admin.get(
                path,
                query={"_method": verb, "method": verb},
                headers={header: verb, "If-Match": '"1"'},
            )
            assert answer.json == made.json
    assert admin.post(path, {"name": "y"}, headers={header: "DELETE"}).status == 405


def test_methods_nobody_declared_are_refused(admin: ApiClient) -> None:
    with unchanged():
        known = set(routes())
        for path in sorted({path for _, path in known}):
            declared = {method for method, one in known if one == path}
            for method in {"post", "put", "patch", "delete"} - declared:
                answer = admin.request(method, path, {})
                assert answer.status in {404, 405}, (method, path)
            for method in ("options", "trace"):
                answer = admin.request(method, path)
                assert answer.status in {404, 405}, (method, path)
                assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_path_leads_out_of_the_house(guest: ApiClient, alice: ApiClient, address: str) -> None:
    """Neither as a path nor behind one of ours, signed in or not."""
    for client in (guest, alice):
        for path in (address, f"/contacts{address}", f"/static/{address}", f"/api/v1/{address}"):
            if not path.startswith("/"):
                continue
            answer = client.get(path)
            assert answer.status < 500
            assert "Location" not in answer.headers, (path, answer.headers["Location"])
            assert "Refresh" not in answer.headers


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_leads_out_of_the_house(guest: ApiClient, alice: ApiClient, name: str) -> None:
    for client in (guest, alice):
        for path in (
            "/",
            "/sign-in",
            "/reset",
            "/accept",
            "/t/c/x",
            "/u/x",
            "/api/v1/auth/session",
        ):
            for address in ("//evil.example", "https://evil.example", "javascript:alert(1)"):
                answer = client.get(path, query={name: address})
                assert "Location" not in answer.headers, path
                assert b"evil.example" not in answer.text, path


def test_a_page_of_another_site_may_read_nothing(alice: ApiClient) -> None:
    """No answer allows another origin, whatever it asks and however it is spelled."""
    for origin in (
        "https://evil.example",
        "http://[::1",
        "null",
        "http://testserver.evil.example",
        "http://localhost",
    ):
        for method in ("get", "options"):
            sent = {"Origin": origin, "Access-Control-Request-Method": "PATCH"}
            for path in ("meta", "records/contact", f"records/contact/{NOBODY}", "auth/session"):
                answer = alice.request(method, path, headers=sent)
                assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_form_of_another_site_writes_nothing(
    alice: ApiClient, content_type: str, settings: Any
) -> None:
    """What a browser sends across sites without asking first is refused before it is read."""
    with unchanged():
        for path in ("records/contact", "teams", "auth/sign-out", "exports"):
            answer = alice.http.generic(
                "POST",
                f"/api/v1/{path}",
                b'{"name": "x"}',
                content_type=content_type,
                headers={"Origin": "https://evil.example"},
            )
            assert answer.status_code == 403, path
    assert alice.get("auth/me").status == 200
