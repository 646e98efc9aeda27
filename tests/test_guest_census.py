"""Every route of the API, asked by nobody and by a page of another site: only what is listed here answers."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver

from tests.cast import ApiClient

NOBODY = "00000000-0000-7000-8000-000000000000"
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
    ("post", f"/api/v1/auth/providers/{NOBODY}/leave"): 404,
    ("post", f"/api/v1/auth/providers/{NOBODY}/arrive"): 422,
}
# What a guest may ask outside the API's operations, and why; all other pages of the server's own ask to sign in.
PUBLIC_PAGES = {
    "/healthz": "a load balancer asks whether the process lives",
    "/livez": "the same under the name other platforms use",
    "/readyz": "a load balancer asks whether to send requests; five yes or no, no versions and no names",
    "/api/docs": "an empty page of fixed files; what it shows is loaded from openapi.json by whoever is signed in",
    "/": "the browser application, which holds no data and shows the sign-in page",
}
# What other systems and mail programs ask, in rooms of their own, and what makes it safe to answer them.
FOR_OTHERS = {
    **dict.fromkeys(
        ("t/o/<str:token>.gif", "t/c/<str:token>", "t/v/<str:token>", "u/<str:token>"),
        "a token of a mail, which was signed",
    ),
    "demo/mailbox/<uuid:message_id>/body": "a session, while the demo's mailbox runs",
    "sso/<uuid:provider_id>/acs": "an answer a provider signed; it signs nobody in by itself",
    "sso/<uuid:provider_id>/metadata": "what Zhike is called at a provider, and nothing else",
    "oauth/authorize": "leads to a page of the application",
    **dict.fromkeys(
        ("oauth/token", "oauth/revoke", "oauth/introspect"), "an app that proves itself"
    ),
    ".well-known/oauth-authorization-server": "where all of this is",
}
_SCIM = re.compile(r"\^?scim/")
"""All of it asks for a token: see `zhike/platform/provisioning/tests`."""
# `openapi.json` tells the version and every route, `/metrics` how busy the house is: nothing for strangers to read.
ASKS_TO_SIGN_IN = ["/api/v1/openapi.json", "/metrics"]


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


def test_the_servers_own_pages_are_listed_here_or_ask_to_sign_in(guest: ApiClient) -> None:
    from zhike.config.urls import urlpatterns  # needs settings

    plain = {f"/{found.pattern}" for found in urlpatterns if isinstance(found, URLPattern)}
    named = {path for path in plain if not re.search(r"[<^]", path)}
    assert named == {*PUBLIC_PAGES, *ASKS_TO_SIGN_IN} - {"/", "/api/v1/openapi.json"}
    for path in PUBLIC_PAGES:
        assert guest.get(path).status in {200, 503}, path
    for path in ASKS_TO_SIGN_IN:
        answer = guest.get(path)
        assert (answer.status, answer.problem["code"]) == (401, "not-signed-in"), path


def test_what_other_systems_may_ask_is_listed_here() -> None:
    from zhike.config.urls import urlpatterns  # needs settings

    rooms = [found for found in urlpatterns if isinstance(found, URLResolver)]
    asked = {
        str(found.pattern) for room in rooms if not str(room.pattern) for found in room.url_patterns
    }
    assert {path for path in asked if not _SCIM.match(path)} == set(FOR_OTHERS)


@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz"])
def test_probes_tell_nothing_of_the_inside(guest: ApiClient, path: str) -> None:
    answer = guest.get(path)
    assert answer.status in {200, 503}
    assert len(answer.text) < 300
