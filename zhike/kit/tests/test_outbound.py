"""The guarded client: where it goes, where it never goes, and how much of an answer it takes."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from zhike.kit import outbound
from zhike.kit.addresses import may_call, place_of
from zhike.kit.errors import AddressRefused, NoAnswer
from zhike.kit.outbound import call

INSIDE = [
    *("127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0.0.0.0", "127.0.0.1", "localhost"),
    *("localhost.", "LOCALHOST", "[::]", "[::1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]"),
    *("[::7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fd00::1]", "[fe80::1]", "[ff02::1]"),
    *("169.254.169.254", "100.64.0.1", "100.100.100.200", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
]
STRANGE = [
    *("gopher://example.com", "file:///etc/passwd", "ftp://example.com", "data:text/plain,x"),
    *("http://example.com", "//example.com", "example.com", "", "https://", "https:///path"),
    *("https://a@127.0.0.1", "https://a:b@example.com", "https://x\\@y", "https://exa mple.com"),
    *("https://①②⑦.⓪.⓪.①", "https://éxample.com", "https://example.com\r\nX: y", "https://[::1"),
    *("https://[fe80::1%25eth0]", "https://example.com:5432", "https://example.com:22"),
    *("https://example.com:99999", "https://example.com:x", "https://-a.com", "https://a..b"),
    "https://" + "a" * 3000 + ".com",
]


class Server:
    """Answers every request with `status`, `headers` and `body`, `pause` seconds between two bytes."""

    def __init__(self) -> None:
        server = self
        self.body = b'{"ok": true}'
        self.status = 200
        self.headers: dict[str, str] = {}
        self.pause = 0.0
        self.asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                self.send_response(server.status)
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(server.body)))
                self.end_headers()
                pieces = [server.body[at : at + 1] for at in range(len(server.body))]
                for piece in pieces if server.pause else [server.body]:
                    self.wfile.write(piece)
                    time.sleep(server.pause)

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, args=[0.01], daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.http.shutdown()
    running.http.server_close()


@pytest.mark.parametrize("host", INSIDE)
def test_no_spelling_of_an_inner_address_is_called(host: str) -> None:
    with pytest.raises((AddressRefused, NoAnswer)) as refused:
        call("GET", f"https://{host}/")
    if isinstance(refused.value, NoAnswer):  # this machine's resolver does not know the spelling
        assert "there is no host of this name" in str(refused.value)


@pytest.mark.parametrize("address", STRANGE)
def test_strange_addresses_are_refused_before_a_name_is_looked_up(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("looked up"))
    with pytest.raises(AddressRefused):
        call("GET", address)


def test_public_addresses_may_be_called() -> None:
    assert place_of("https://example.com/path?q=1", ()).port == 443
    for address in ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"):
        assert may_call(address, named=False)


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "100.100.100.200", "0.0.0.0"],
)
def test_what_hands_out_credentials_is_not_called_even_by_name(address: str) -> None:
    assert not may_call(address, named=True)


def test_a_named_host_is_called_and_no_other(server: Server) -> None:
    address = f"http://127.0.0.1:{server.port}/a"
    assert call("GET", address, named=["127.0.0.1"]).json() == {"ok": True}
    for other in (["localhost"], ["127.0.0.2"], []):
        with pytest.raises(AddressRefused):
            call("GET", address, named=other)
    assert server.asked == ["/a"]


def test_a_name_that_has_one_inner_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(AddressRefused):
        call("GET", "https://example.com")


def test_a_name_that_changes_its_answer_is_asked_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the judged address; a second look-up would have led inside."""
    asked = []

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        assert host == "rebinding.example", "looked up again on the way"
        return [(2, 1, 6, "", ("198.51.100.7" if len(asked) > 1 else "127.0.0.1", server.port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", _connected(server))
    address = f"http://rebinding.example:{server.port}/"
    assert call("GET", address, named=["rebinding.example"]).status == 200
    assert asked == ["rebinding.example"]


def _connected(server: Server) -> Any:
    """Connects without asking the resolver, which the test has replaced; only to what was judged."""

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        assert address == ("127.0.0.1", server.port)
        opened = socket.socket()
        opened.connect(address)
        return opened

    return connect


def test_redirects_are_not_followed(server: Server) -> None:
    server.status, server.headers = 302, {"Location": f"http://127.0.0.1:{server.port}/inside"}
    reply = call("GET", f"http://127.0.0.1:{server.port}/", named=["127.0.0.1"])
    assert (reply.status, server.asked) == (302, ["/"])


def test_an_answer_has_a_largest_size(server: Server) -> None:
    server.body = b"x" * (outbound.LARGEST + 1)
    with pytest.raises(NoAnswer, match="too large"):
        call("GET", f"http://127.0.0.1:{server.port}/", named=["127.0.0.1"])


def test_a_trickle_ends_with_the_time_of_the_whole_call(server: Server) -> None:
    server.pause = 0.05
    server.body = b"x" * 1000
    begun = time.monotonic()
    with pytest.raises(NoAnswer, match="too long"):
        call("GET", f"http://127.0.0.1:{server.port}/", named=["127.0.0.1"], seconds=0.5)
    assert time.monotonic() - begun < 2


def test_what_is_no_json_is_no_answer(server: Server) -> None:
    for body in (b"<html>", b"[1]", b"\xff", b""):
        server.body = body
        reply = call("GET", f"http://127.0.0.1:{server.port}/", named=["127.0.0.1"])
        with pytest.raises(NoAnswer, match="not JSON"):
            reply.json()


def test_certificates_are_checked_for_the_name(server: Server) -> None:
    with pytest.raises(NoAnswer, match="certificate"):
        call("GET", f"https://127.0.0.1:{server.port}/", named=["127.0.0.1"])
