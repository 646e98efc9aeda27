"""A guest reaches what is listed here and nothing else. New routes are private until somebody lists them."""

import re
from typing import Any
from uuid import UUID

import pytest
from ninja.operation import PathView

from tests.cast import ApiClient
from zhike.config.api import api

OPEN_TO_GUESTS = {
    ("POST", "/auth/sign-in"): "how one stops being a guest",
    ("POST", "/auth/sign-out"): "harmless without a session",
    ("GET", "/auth/session"): "tells the page whether to show the sign-in form",
}
SOME_ID = str(UUID(int=1))


def routes() -> list[tuple[str, str]]:
    """Every method and path of the API."""
    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            assert isinstance(view, PathView)
            full = "/" + f"{prefix}/{path}".strip("/").replace("//", "/")
            found += [
                (method, full) for operation in view.operations for method in operation.methods
            ]
    return sorted(found)


@pytest.mark.parametrize(("method", "path"), routes())
def test_a_guest_is_asked_to_sign_in(method: str, path: str, guest: ApiClient) -> None:
    if (method, path) in OPEN_TO_GUESTS:
        pytest.skip(OPEN_TO_GUESTS[(method, path)])
    filled = re.sub(r"{\w*id}|{uuid\w*:\w+}", SOME_ID, path)
    filled = re.sub(r"{(\w+:)?object(_key)?}", "contact", filled)
    filled = re.sub(r"{[^}]+}", "x", filled)
    body: Any = None if method in {"GET", "DELETE"} else {}
    answer = guest.request(method, filled.lstrip("/"), body)
    assert answer.status == 401, answer
    assert answer.problem["code"] == "not-signed-in"


def test_the_list_of_open_routes_has_no_dead_lines() -> None:
    assert set(OPEN_TO_GUESTS) - set(routes()) == set()
