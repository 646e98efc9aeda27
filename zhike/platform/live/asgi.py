"""`GET /live`: server-sent events for a signed-in browser. `GET /healthz` for the supervisor.

A plain ASGI application without Django's request handling: it stays open for hours, so it must be small. Served by
one process: `granian --interface asgi zhike.platform.live.asgi:application`.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - as above
from django.db import Error as DatabaseError  # noqa: E402 - needs settings

from zhike.platform.identity.gate import refusal  # noqa: E402 - needs settings
from zhike.platform.identity.keys import key_hash, session_cookie  # noqa: E402 - needs settings
from zhike.platform.identity.network import address_of  # noqa: E402 - needs settings
from zhike.platform.identity.sessions import pass_of_session  # noqa: E402 - needs settings
from zhike.platform.live.hub import Client, Hub  # noqa: E402 - needs settings
from zhike.platform.live.origins import may_listen  # noqa: E402 - needs settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT: Final = 15.0
CAREFUL: Final = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
"""What every answer of the web carries, here too: this process has no middleware."""
HELLO: Final = b"retry: 3000\nevent: hello\ndata: {}\n\n"


class LiveApplication:
    """Routes, signs in and streams; one hub per process, started with the first event loop."""

    def __init__(self) -> None:
        self._hub: Hub | None = None

    def hub(self) -> Hub:
        """The running hub."""
        if self._hub is None:
            self._hub = Hub()
            self._hub.start()
        return self._hub

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        before: dict[signal.Signals, Any] = {}
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                before = _end_when_told(self.hub())
                await send({"type": "lifespan.startup.complete"})
            else:
                for sign, handler in before.items():
                    signal.signal(sign, handler)
                if self._hub is not None:
                    await self._hub.stop()
                    self._hub = None
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if path == "/healthz":
            await _answer(send, 200)
        elif path != "/live":
            await _answer(send, 404)
        elif method != "GET":
            await _answer(send, 405)
        else:
            peer = (scope.get("client") or ("",))[0]
            await self._live(_headers(scope), str(peer), receive, send)

    async def _live(self, headers: dict[str, str], peer: str, receive: Receive, send: Send) -> None:
        if not may_listen(headers):
            await _answer(send, 403)
            return
        allowed = _cross_origin(headers)
        key = _session_key(headers)
        try:
            found = await self.hub().in_database(pass_of_session, key) if key else None
        except DatabaseError:
            await _answer(send, 503, allowed)
            return
        if found is None:
            await _answer(send, 401, allowed)
            return
        address = address_of(peer, headers.get(settings.ZHIKE_ADDRESS_HEADER.lower(), ""))
        if refusal(found, address) is not None:
            await _answer(send, 403, allowed)
            return
        client = Client(found.profile.user_id, key_hash(key), address)
        if not self.hub().add(client):
            await _answer(send, 429, allowed)
            return
        try:
            await _stream(client, allowed, receive, send)
        finally:
            self.hub().remove(client)


def _end_when_told(hub: Hub) -> dict[signal.Signals, Any]:
    """End all streams when the process is asked to stop; returns the handlers that were there.

    The server waits for open responses before it tells the application to shut down, and these stay open for hours. Its
    own handler hangs on the loop's wake-up descriptor, which is written whatever stands here, so both run.
    """
    if threading.current_thread() is not threading.main_thread():
        return {}
    loop = asyncio.get_running_loop()

    def end(*_: object) -> None:
        loop.call_soon_threadsafe(hub.end_all)

    return {sign: signal.signal(sign, end) for sign in (signal.SIGINT, signal.SIGTERM)}


async def _stream(
    client: Client, allowed: list[tuple[bytes, bytes]], receive: Receive, send: Send
) -> None:
    start = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        *CAREFUL,
        (b"x-accel-buffering", b"no"),  # a proxy that gathers would hold the news back
        *allowed,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": start})
    await send({"type": "http.response.body", "body": HELLO, "more_body": True})
    gone = asyncio.create_task(_until_gone(receive, client))
    try:
        while True:
            try:
                event = await asyncio.wait_for(client.queue.get(), HEARTBEAT)
            except TimeoutError:
                event = b": still here\n\n"
            if event is None:
                break
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()


async def _until_gone(receive: Receive, client: Client) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            client.end()
            return


async def _answer(
    send: Send, status: int, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    plain = [(b"content-length", b"0"), *CAREFUL, *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": b""})


def _headers(scope: Message) -> dict[str, str]:
    """Header names in lower case; of a repeated one the last, except cookies, which may come apart."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}; {value}" if name == "cookie" and name in found else value
    return found


def _session_key(headers: dict[str, str]) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    found = cookies.get(session_cookie())
    return "" if found is None else found.value


def _cross_origin(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """The web listens from another port, so the browser asks for leave; `may_listen` has judged the origin."""
    origin = headers.get("origin")
    if origin is None:
        return [(b"vary", b"origin")]
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


application = LiveApplication()
