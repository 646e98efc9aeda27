"""Under which names this copy answers: its own, and addresses where others reach it without a proxy."""

import subprocess
import sys

import pytest
from django.test import override_settings

from tests.cast import Answer, ApiClient
from tests.rights.tables import unchanged

OURS = ["localhost", "crm.example.com"]


def asked(client: ApiClient, host: str, path: str = "/api/v1/auth/session") -> Answer:
    return client.get(path, headers={"Host": host})


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/auth/session", "/scim/v2/Users", "/oauth/token", "/u/x"]
)
@override_settings(ZHIKE_HOSTS=OURS, ZHIKE_OPEN=True)
def test_a_name_that_is_not_ours_is_refused_everywhere(alice: ApiClient, path: str) -> None:
    for host in ("evil.example", "crm.example.com.evil.example", "evil.example:8000", "a_b"):
        with unchanged():
            answer = asked(alice, host, path)
        assert (answer.status, answer.problem["code"]) == (400, "unknown-host"), host
        assert "ZHIKE_ALLOWED_HOSTS" in answer.problem["detail"]
        assert "evil" not in repr((answer.text, answer.headers))
        assert "Set-Cookie" not in answer.headers


@override_settings(ZHIKE_HOSTS=OURS, ZHIKE_OPEN=True)
def test_our_names_and_addresses_are_answered(alice: ApiClient) -> None:
    for host in ("localhost:8000", "crm.example.com", "192.168.1.5:8000", "[fd00::5]:8000"):
        assert asked(alice, host).status == 200, host


@override_settings(ZHIKE_HOSTS=OURS, ZHIKE_OPEN=False)
def test_an_address_is_ours_only_where_others_reach_us(alice: ApiClient) -> None:
    assert asked(alice, "192.168.1.5:8000").status == 400
    assert asked(alice, "localhost").status == 200


@override_settings(ZHIKE_HOSTS=OURS, ZHIKE_OPEN=False)
def test_probes_are_asked_under_any_name(guest: ApiClient) -> None:
    assert asked(guest, "web-2.internal:8000", "/healthz").text == b"ok\n"
    assert asked(guest, "web-2.internal:8000", "/readyz").status in {200, 503}
    assert asked(guest, "web-2.internal:8000", "/metrics").status == 401


@pytest.mark.parametrize(
    ("bind", "open_"), [("127.0.0.1", False), ("0.0.0.0", True), ("192.168.1.5", True)]
)
def test_others_are_let_in_by_what_is_listened_on(bind: str, open_: bool) -> None:
    code = "from zhike.config import settings as s; print(s.ZHIKE_OPEN, '*' in s.ZHIKE_HOSTS)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={"ZHIKE_BIND": bind, "SECRET_KEY": "x" * 60, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == [str(open_), "False"]
