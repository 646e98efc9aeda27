"""Which pages may listen, by the headers browsers send."""

from typing import Any

import pytest

from zhike.platform.live.origins import may_listen


@pytest.fixture(autouse=True)
def installation(settings: Any) -> None:
    settings.PORT = 8000
    settings.ZHIKE_HOSTS = ["localhost", "[::1]", "crm.example.com"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://crm.example.com"]


@pytest.mark.parametrize(
    ("host", "origin", "site", "allowed"),
    [
        ("localhost:8001", "http://localhost:8000", "same-site", True),
        ("[::1]:8001", "http://[::1]:8000", "same-site", True),
        ("crm.example.com", "https://crm.example.com", "same-origin", True),
        ("crm.example.com", None, "same-origin", True),
        ("localhost:8001", None, None, True),
        ("localhost:8001", "https://crm.example.com", "cross-site", True),
        ("localhost:8001", None, "cross-site", False),
        ("localhost:8001", None, "same-site", False),
        ("localhost:8001", "http://localhost:3000", "same-site", False),
        ("localhost:8001", "http://localhost", "same-site", False),
        ("localhost:8001", "http://evil.localhost:8000", "cross-site", False),
        ("localhost:8001", "http://127.0.0.1:8000", "cross-site", False),
        ("localhost:8001", "null", "cross-site", False),
        ("localhost:8001", "file://localhost:8000", "cross-site", False),
        ("rebound.example:8001", "http://rebound.example:8000", "same-site", False),
        ("", "http://localhost:8000", None, False),
        ("localhost:8001@evil", "http://localhost:8000", None, False),
    ],
)
def test_only_our_own_pages_on_our_own_names(
    host: str, origin: str | None, site: str | None, allowed: bool
) -> None:
    headers = {"host": host, "origin": origin, "sec-fetch-site": site}
    assert may_listen({name: value for name, value in headers.items() if value}) is allowed
