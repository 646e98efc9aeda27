"""A browser that listens, driven over the ASGI interface, and the loop its scenes are played on."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.platform.identity.keys import session_cookie
from zhike.platform.live.asgi import LiveApplication

OURS = "http://testserver:8000"


class Browser:
    """One EventSource driven over the ASGI interface."""

    def __init__(self, application: LiveApplication, client: ApiClient | None, **headers: str):
        sent = {"host": "testserver:8001", "origin": OURS, **headers}
        if client is not None:
            sent["cookie"] = (
                f"other=1; {session_cookie()}={client.http.cookies[session_cookie()].value}"
            )
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "headers": [(n.encode(), v.encode()) for n, v in sent.items() if v],
        }
        self.events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.status = 0
        self.headers: dict[str, str] = {}
        self.started = asyncio.Event()
        self.ended = asyncio.Event()
        self._leave = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()
        self._task = asyncio.create_task(self._run(application))

    async def _run(self, application: LiveApplication) -> None:
        try:
            await application(self.scope, self._receive, self._send)
        finally:
            self.started.set()
            self.ended.set()

    async def _receive(self) -> dict[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {n.decode(): v.decode() for n, v in message["headers"]}
            return
        for block in message["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if lines.get("event") == "hello":
                self.started.set()
            elif "event" in lines:
                self.events.put_nowait((lines["event"], json.loads(lines["data"])))

    async def hear(self) -> tuple[str, Any]:
        return await asyncio.wait_for(self.events.get(), 30)

    async def leave(self) -> None:
        self._leave.set()
        await asyncio.wait_for(self.ended.wait(), 30)


Scene = Callable[[LiveApplication], Awaitable[None]]


def play(scene: Scene) -> None:
    """Run a scene on an event loop with a started application, and end everything."""

    async def run() -> None:
        application = LiveApplication()
        await ready(application)
        try:
            await scene(application)
        finally:
            with suppress(asyncio.CancelledError):
                await application.hub().stop()

    asyncio.run(run())


async def ready(application: LiveApplication) -> None:
    """Wait until the hub listens and has taken its first snapshot."""
    hub = application.hub()
    for _ in range(600):
        if hub._snapshot is not None:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the hub does not listen")


def do(work: Callable[[], Any]) -> Awaitable[Any]:
    """Work with Django's connection of a thread, as another process would."""
    return asyncio.to_thread(work)


async def connected(application: LiveApplication, *clients: ApiClient) -> list[Browser]:
    browsers = [Browser(application, client) for client in clients]
    for browser in browsers:
        await asyncio.wait_for(browser.started.wait(), 5)
        assert browser.status == 200
    return browsers
