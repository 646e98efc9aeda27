"""A server on this machine that answers JSON, for the providers of the tests."""

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Said = tuple[int, Any]
"""A status and JSON, or a page as bytes; with 302 the address to go to."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


Pages = dict[str, Callable[[Asked], Said]]


class JsonServer(ABC):
    """Answers at its `pages` until `stop`; `asked` are the paths it was asked for."""

    def __init__(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self, b"")

            def do_POST(self) -> None:
                server.answer(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @abstractmethod
    def pages(self) -> Pages:
        """What it answers, by path."""

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        parts = urlsplit(request.path)
        self.asked.append(parts.path)
        asked = Asked(dict(parse_qsl(parts.query)), dict(request.headers.items()), body)
        status, found = self.pages()[parts.path](asked)
        request.send_response(status)
        if status == 302:
            request.send_header("Location", found)
            found = {}
        page = isinstance(found, bytes)
        content = found if page else json.dumps(found).encode()
        request.send_header("Content-Type", "text/html" if page else "application/json")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
