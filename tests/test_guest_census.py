"""Every route of the API, asked by nobody and by a page of another site: only what is listed here answers."""

import re
from collections.abc import Iterator

import pytest

from tests.cast import ApiClient

# What a guest may ask, and the status of the answer to an empty request.
PUBLIC = {
    ("get", "/api/v1/auth/session"): 200,
    ("post", "/api/v1/auth/sign-in"): 422,
    ("post", "/api/v1/auth/second-step/question"): 401,
    ("post", "/api/v1/auth/second-step"): 422,
    ("post", "/api/v1/auth/passkey/question"): 200,
    ("post", "/api/v1/auth/passkey"): 422,
    ("post", "/api/v1/auth/forgot"): 422,
    ("post", "/api/v1/auth/reset"): 422,
    ("post", "/api/v1/auth/invitation"): 422,
    ("post", "/api/v1/auth/invitation/question"): 422,
    ("post", "/api/v1/auth/invitation/accept"): 422,
}
NOBODY = "00000000-0000-7000-8000-000000000000"


def routes() -> Iterator[tuple[str, str]]:
    """Method and path of every operation, with something in the place of each parameter."""
    from zhike.config.api import api  # needs settings

    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    for path, operations in paths.items():
        filled = re.sub(
            r"\{(\w+)\}",
            lambda found: NOBODY if found[1].endswith("id") or found[1] == "target" else "contact",
            path,
        )
        for method in operations:
            yield method, filled


def test_a_guest_is_asked_to_sign_in_everywhere(guest: ApiClient) -> None:
    found = {}
    for method, path in routes():
        status = guest.request(
            method, path, {} if method in {"post", "patch", "put"} else None
        ).status
        if status != 401 or (method, path) in PUBLIC:
            found[method, path] = status
    assert found == PUBLIC


def test_another_sites_page_writes_nothing(admin: ApiClient) -> None:
    admin._headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    for method, path in routes():
        if method != "get" and (method, path) not in PUBLIC:
            answer = admin.request(method, path, {})
            assert (answer.status, answer.problem["code"]) == (403, "csrf-failed"), (
                method,
                path,
            )


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz"])
def test_probes_tell_nothing_of_the_inside(guest: ApiClient, path: str) -> None:
    answer = guest.get(path)
    assert answer.status in {200, 503}
    assert len(answer.text) < 300
