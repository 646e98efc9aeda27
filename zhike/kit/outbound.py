"""The one HTTP client: calls public hosts, or hosts an administrator named, and believes no answer too much.

The connection goes to the address that was judged (see `addresses`), while TLS checks the name. No redirects, no cookies, no
proxy of the environment; an answer has a largest size and the whole call a longest time. Nothing else in the house may
import an HTTP client.
"""

import ssl
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

import certifi
import httpcore
import orjson

from zhike.kit.addresses import Place, addresses_of, place_of
from zhike.kit.errors import NoAnswer
from zhike.kit.language import Text

LARGEST: Final = 512 * 1024
SECONDS: Final = 10.0
_TOO_SLOW: Final = Text("it took too long", "响应超时")
_TOO_LARGE: Final = Text("the answer is too large", "响应内容过大")
NO_CONNECTION: Final = Text(
    "the connection failed; check the address and its certificate",
    "连接失败，请检查地址及其证书",
)
_NOT_JSON: Final = Text("the answer is not JSON", "响应不是 JSON")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host answered; never followed elsewhere."""

    host: str
    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object. Raises NoAnswer when it is none."""
        try:
            found = orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise NoAnswer(host=self.host, why=_NOT_JSON) from error
        if not isinstance(found, dict):
            raise NoAnswer(host=self.host, why=_NOT_JSON)
        return found


def call(
    method: str,
    address: str,
    *,
    named: Collection[str] = (),
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: Mapping[str, Any] | None = None,
    seconds: float = SECONDS,
) -> Reply:
    """Send one request; `named` are hosts an administrator allowed beside public ones. Raises AddressRefused, NoAnswer."""
    place = place_of(address, named)
    sent: dict[bytes | str, bytes | str] = {"Accept": "application/json", "User-Agent": "Zhike"}
    sent.update((headers or {}).items())
    content = None
    if form is not None:
        content, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
        sent["Content-Type"] = kind
    elif json is not None:
        content, sent["Content-Type"] = orjson.dumps(json), "application/json"
    ends = time.monotonic() + seconds
    backend = _Judged(place, ends)
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=trusted(), network_backend=backend, max_connections=1
            ) as pool,
            pool.stream(
                method, address, headers=sent, content=content, extensions=_limits(seconds)
            ) as answer,
        ):
            return Reply(place.host, answer.status, _read(place, answer.iter_stream(), ends))
    except httpcore.TimeoutException as error:
        raise NoAnswer(host=place.host, why=_TOO_SLOW) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise NoAnswer(host=place.host, why=NO_CONNECTION) from error


@cache
def trusted() -> ssl.SSLContext:
    """Certificates of this machine's own store, where companies put theirs, and the public ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _limits(seconds: float) -> dict[str, Any]:
    return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}


def _read(place: Place, pieces: Iterable[bytes], ends: float) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > LARGEST:
            raise NoAnswer(host=place.host, why=_TOO_LARGE)
        if time.monotonic() > ends:
            raise NoAnswer(host=place.host, why=_TOO_SLOW)
    return bytes(body)


class _Judged(httpcore.NetworkBackend):
    """Connects to the addresses of one place that were judged, and to nothing else."""

    def __init__(self, place: Place, ends: float) -> None:
        self._place = place
        self._ends = ends
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the end of the whole call counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers."""
        if (host.strip("[]"), port) != (self._place.host, self._place.port):
            raise httpcore.ConnectError("another host than was judged")
        failed: Exception = httpcore.ConnectError("no address")
        for address in addresses_of(self._place):
            try:
                stream = self._real.connect_tcp(
                    address, port, left(self._ends), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self._ends)
        raise failed


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends when the whole call does, so that a trickle cannot hold a thread."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream = stream
        self._ends = ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Read until the end of the call."""
        return self._stream.read(max_bytes, left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Write until the end of the call."""
        self._stream.write(buffer, left(self._ends))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """TLS with the host's name, over the judged address."""
        secured = self._stream.start_tls(ssl_context, server_hostname, left(self._ends))
        return _Timed(secured, self._ends)

    def get_extra_info(self, info: str) -> Any:
        """What the real stream says."""
        return self._stream.get_extra_info(info)


def left(ends: float) -> float:
    """Seconds until then; never nothing, which sockets take for "do not wait"."""
    return max(ends - time.monotonic(), 0.001)
