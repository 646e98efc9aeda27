"""The web process as `zhike run` starts it, asked over HTTP with keep-alive by one signed-in person."""

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import orjson
import psutil

PATIENCE = 30.0


@dataclass(slots=True)
class Timing:
    """Times of one kind of request: wall milliseconds in order of size, and server CPU microseconds a request."""

    wall: list[float] = field(default_factory=list)
    cpu: float = 0.0
    size: int = 0

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of requests did not exceed."""
        return self.wall[min(len(self.wall) - 1, int(len(self.wall) * share))]

    @property
    def p50(self) -> float:
        """The median in milliseconds."""
        return self.percentile(0.5)

    @property
    def p95(self) -> float:
        """Milliseconds that 19 of 20 requests did not exceed."""
        return self.percentile(0.95)


class Served:
    """A running web process over the database of the home in use."""

    def __init__(self, home: Path, cookie: tuple[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._headers: dict[str, str] = {}
        self.become(cookie)
        environment = {
            **os.environ,
            "ZHIKE_HOME": str(home),
            "ZHIKE_PROCESS": "web",
            "PORT": str(self._port),
            "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
        }
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *("--host", "127.0.0.1", "--port", str(self._port)),
                *("--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
                "zhike.config.wsgi:application",
            ],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)

    def __enter__(self) -> Self:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            try:
                self.get("/healthz")
            except OSError:
                self._connection.close()
                time.sleep(0.1)
            else:
                return self
        self._process.terminate()
        raise RuntimeError("the web process did not start")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.wait(20)

    def become(self, cookie: tuple[str, str]) -> None:
        """Ask as somebody else from now on; writes prove that the session's own page sends them."""
        from zhike.platform.identity.keys import CSRF_HEADER, csrf_token

        header = CSRF_HEADER.removeprefix("HTTP_").replace("_", "-")
        self._headers = {
            "Cookie": f"{cookie[0]}={cookie[1]}",
            "Accept-Language": "zh-CN",
            header: csrf_token(cookie[1]),
        }

    def get(self, path: str, **query: Any) -> bytes:
        """The body of a response. Raises RuntimeError for anything but 200."""
        return self.send("GET", address(path, query))

    def send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """The body of a response to one request. Raises RuntimeError for anything but 200."""
        headers = (
            self._headers if body is None else {**self._headers, "Content-Type": "application/json"}
        )
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        found = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {found[:300]!r}")
        return found

    def cpu(self) -> float:
        """CPU seconds the web processes have used so far."""
        process = psutil.Process(self._process.pid)
        family = [process, *process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in family)

    def time(self, paths: list[str], rounds: int, *, warm: int = 30) -> Timing:
        """Ask for the paths in turn, `rounds` requests in all after `warm` more."""
        for step in range(warm):
            self.send("GET", paths[step % len(paths)])
        found = Timing()
        before = self.cpu()
        for step in range(rounds):
            start = time.perf_counter()
            body = self.send("GET", paths[step % len(paths)])
            found.wall.append((time.perf_counter() - start) * 1000)
            found.size = len(body)
        found.cpu = (self.cpu() - before) / rounds * 1e6
        found.wall.sort()
        return found


def address(path: str, query: dict[str, Any]) -> str:
    """A path with its query; values that are not text are written as JSON."""
    if not query:
        return path
    written = {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in query.items()
    }
    return f"{path}?{urlencode(written)}"


def signed_in(email: str) -> tuple[str, str]:
    """The cookie of a new session of a person. Django must be set up."""
    from zhike.platform.identity.keys import session_cookie
    from zhike.platform.identity.models import User
    from zhike.platform.identity.sessions import start_session

    _, key = start_session(User.objects.get(email=email).pk, ip=None, agent="bench")
    return session_cookie(), key
