"""Classes 11, 18 and 24 on the wire: two Hosts, spoofed and broken headers, lengths that lie, paths that are none.

The web process runs as in the product; nothing between it and these bytes tidies them up.
"""

import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.cast import ApiClient, make_person
from tests.peers.wire import Wire, web_process
from zhike.platform.identity.models import User

pytestmark = pytest.mark.slow
PROXY = "127.0.0.0/8"
HEADER = "Callersaddress"


@pytest.fixture(scope="module")
def wire(django_db_setup: None) -> Iterator[Wire]:
    """The web process behind a proxy of this machine."""
    with web_process(ZHIKE_TRUSTED_PROXIES=PROXY, ZHIKE_ADDRESS_HEADER=HEADER) as found:
        yield found


@pytest.mark.parametrize(
    "headers",
    [
        ["Host: evil.example"],
        ["Host: localhost@evil.example"],
        ["Host: localhost:8000@evil.example"],
        ["Host: localhost, evil.example"],
        ["Host: localhost\tevil.example"],
        ["Host: evil.example#localhost"],
        ["Host: localhost", "Host: evil.example"],
        ["Host: evil.example", "Host: localhost"],
        ["Host : evil.example"],
        ["Host: localhost", "X-Forwarded-Host: evil.example"],
        ["Host: localhost", "X-Host: evil.example", "X-Original-Host: evil.example"],
        ["Host: localhost", "Forwarded: host=evil.example;proto=https"],
        ["Host: localhost", "X-Original-URL: /api/v1/admin/users", "X-Rewrite-URL: /metrics"],
        ["Host: "],
        [],
    ],
)
def test_no_host_but_ours_is_spoken_of(wire: Wire, headers: list[str]) -> None:
    for path in ("/", "/api/v1/auth/session", "/api/v1/nothing", "//evil.example/%2e%2e"):
        reply = wire.ask(f"GET {path} HTTP/1.1", *headers, host="")
        assert reply.status in {0, 200, 400, 404, 503}, reply
        assert "evil" not in reply.head, reply
        assert b"evil" not in reply.body, reply


def test_an_address_in_the_first_line_is_no_host(wire: Wire) -> None:
    reply = wire.ask("GET http://evil.example/ HTTP/1.1")
    assert reply.status in {0, 200, 400, 503}, reply
    assert "evil" not in reply.head


@pytest.mark.django_db(transaction=True)
def test_an_address_is_believed_from_the_header_the_proxy_writes(wire: Wire) -> None:
    """A name with underscores reads like one with hyphens; a name with neither has one spelling, and is the proxy's."""
    alice = make_person("Alice", "member", "East")
    # The process hashes as the product does, and not as the tests do.
    stored = Argon2PasswordHasher().encode("alice-password-9", "some-salt")
    User.objects.update(password=stored)
    theirs = f"{HEADER}: 198.51.100.7"
    for spoofed in (
        [f"{HEADER}_: 203.0.113.66"],
        [f"_{HEADER}: 203.0.113.66"],
        ["X-Forwarded-For: 203.0.113.66", "X_Forwarded_For: 203.0.113.66"],
        ["Forwarded: for=203.0.113.66", "X-Real-IP: 203.0.113.66", "Client-IP: 203.0.113.66"],
    ):
        for headers in ([theirs, *spoofed], [*spoofed, theirs]):
            sign_in(wire, headers)
    told = [row["ip"] for row in alice.get("auth/sessions").json["rows"]]
    assert list(filter(None, told)) == ["198.51.100.7"] * 8


def sign_in(wire: Wire, headers: list[str]) -> None:
    body = b'{"email": "alice@example.com", "password": "alice-password-9"}'
    sent = [*headers, "Content-Type: application/json", f"Content-Length: {len(body)}"]
    reply = wire.ask("POST /api/v1/auth/sign-in HTTP/1.1", *sent, body=body)
    assert reply.status == 200, reply


@pytest.mark.parametrize(
    "line",
    [
        "GET /%zz HTTP/1.1",
        "GET /% HTTP/1.1",
        "GET /%ff%fe HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /api/v1/records/%ff HTTP/1.1",
        "GET /api/v1/records/contact?filter=%zz&sort=%ff HTTP/1.1",
        "GET /api/v1/records/contact?%ff=%00 HTTP/1.1",
        "GET //api/v1/auth/session HTTP/1.1",
        "GET /./api/v1/auth/session HTTP/1.1",
        "GET /api/v1/../v1/auth/session HTTP/1.1",
        "GET /api//v1/auth/session HTTP/1.1",
        "GET /static/../../../etc/passwd HTTP/1.1",
        "GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        "GET /static/..%5c..%5cetc%5cpasswd HTTP/1.1",
        "GET /assets/%2e%2e/%2e%2e/%2e%2e/pyproject.toml HTTP/1.1",
        "GET /.env HTTP/1.1",
        "GET /.git/config HTTP/1.1",
        "GET /\\evil.example HTTP/1.1",
        "GET /a%0d%0aSet-Cookie:%20x=1 HTTP/1.1",
        "GET /t/c/%ff HTTP/1.1",
        "GET /u/%00 HTTP/1.1",
        "GET * HTTP/1.1",
        "GET / HTTP/9.9",
        "TRACE / HTTP/1.1",
        "CONNECT evil.example:443 HTTP/1.1",
        "DEBUG /api/v1/meta HTTP/1.1",
        "get /api/v1/auth/session HTTP/1.1",
        "GET /" + "a" * 70_000 + " HTTP/1.1",
        "nonsense",
        "",
    ],
)
def test_a_request_that_is_none_is_answered_or_hung_up_on(wire: Wire, line: str) -> None:
    started = time.monotonic()
    reply = wire.ask(line)
    assert time.monotonic() - started < 5
    assert reply.status < 500 or reply.status in {501, 503, 505}, reply
    assert reply.header("Set-Cookie") == ""
    assert reply.header("Location") == ""
    for secret in (b"root:", b"[project]", b"SECRET_KEY", b"[core]"):
        assert secret not in reply.body


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: -1"],
        ["Content-Length: 99999999999999999999"],
        ["Content-Length: 5", "Content-Length: 50"],
        ["Content-Length: 0x5"],
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding: gzip"],
        ["X: a\rb"],
        ["X: a\nSet-Cookie: b=1"],
        ["X\x00: a"],
        ["Cookie: " + "a" * 100_000],
        [f"X-{number}: a" for number in range(2_000)],
        ["Authorization: Bearer " + "é" * 500],
        ["Cookie: zhike=\xff\xfe; zhike_csrf=\x01"],
        ["Accept-Language: " + "a;q=0.1," * 2_000],
        ["Expect: 100-continue-or-not"],
        ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"],
        ["Range: bytes=0-,0-,0-,0-"],
        ["If-Match: " + '"' * 5_000],
    ],
)
def test_headers_that_lie_are_answered_or_hung_up_on(wire: Wire, headers: list[str]) -> None:
    started = time.monotonic()
    sent = ["Content-Type: application/json", *headers]
    reply = wire.ask("POST /api/v1/auth/sign-in HTTP/1.1", *sent, body=b"5\r\nhello\r\n0\r\n\r\n")
    assert time.monotonic() - started < 12
    assert reply.status < 500 or reply.status == 501, reply
    assert reply.header("Set-Cookie") == ""


def test_a_body_without_a_length_is_held_to_the_limit(wire: Wire) -> None:
    """Eleven megabytes in pieces, which no header announces."""
    piece = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
    sent = ["Content-Type: application/json", "Transfer-Encoding: chunked"]
    reply = wire.ask("POST /api/v1/auth/sign-in HTTP/1.1", *sent, body=piece * 11 + b"0\r\n\r\n")
    assert reply.status in {0, 400, 411, 413, 422}, reply


def test_what_follows_a_body_is_no_second_request_of_somebody_elses(wire: Wire) -> None:
    """Two requests in one: the second is answered as its own or not at all, and never joined to the first."""
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    head = (
        b"POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )
    reply = wire.send(head + smuggled)
    assert b"ok\n" not in reply.body or reply.status in {0, 400}, reply


@pytest.mark.django_db(transaction=True)
def test_the_process_answers_as_before_after_all_that(wire: Wire) -> None:
    guest = ApiClient()
    assert guest.get("auth/session").status == 200
    assert wire.ask("GET /api/v1/auth/session HTTP/1.1").status == 200
