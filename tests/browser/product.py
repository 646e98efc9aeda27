"""One running copy of the product in a temporary home, started as users start it, and its API for preparing tests.

With `ZHIKE_BROWSER_HOME` set to the home of a demo that runs already, that one is used and left running.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0
"""Seconds a first start may take on a busy machine: tables, the demo's customers, all parts."""


@dataclass
class Api:
    """JSON over HTTP with a bearer token."""

    url: str
    token: str
    made: list[tuple[str, str]] = field(default_factory=list)
    """What tests made through `create`, so that a copy left running can be tidied."""

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer's JSON; an error answer is raised with its text."""
        asked = urllib.parse.quote(path, safe="/?&=")
        request = urllib.request.Request(f"{self.url}/api/v1/{asked}", method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", f"Bearer {self.token}")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()!r}") from error
        return json.loads(text) if text else None

    def get(self, path: str) -> Any:
        """GET."""
        return self.call("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        """POST."""
        return self.call("POST", path, body)

    def create(self, object: str, **values: Any) -> dict[str, Any]:
        """A new record."""
        row: dict[str, Any] = self.post(f"records/{object}", values)
        self.made.append((object, row["id"]))
        return row

    def change(self, object: str, id: str, **values: Any) -> dict[str, Any]:
        """Change a record whatever its version is, as somebody else would meanwhile."""
        row = self.get(f"records/{object}/{id}")
        changed: dict[str, Any] = self.call(
            "PATCH", f"records/{object}/{id}", values, If_Match=f'"{row["version"]}"'
        )
        return changed

    def tidy(self) -> None:
        """Put what `create` made into the trash, newest first."""
        for path in reversed(["records/{}/{}".format(*one) for one in self.made]):
            self.call("DELETE", path, If_Match=f'"{self.get(path)["version"]}"')


@dataclass
class Product:
    """A running copy: where it is, and the administrator its first start made."""

    home: Path
    url: str
    email: str
    password: str
    process: subprocess.Popen[str] | None = None

    @classmethod
    def running_in(cls, home: Path) -> Self:
        """The copy that runs in `home` already."""
        port = json.loads((home / "lock").read_text() or "{}").get("port", 8000)
        return cls(home, f"http://localhost:{port}", *_sign_in(home))

    @classmethod
    def start(cls, home: Path) -> Self:
        """Start a demo in `home` on free ports and wait until it says it is ready."""
        port, live, sink = _free_ports(3)
        url = f"http://localhost:{port}"
        process = subprocess.Popen(
            [sys.executable, "-m", "zhike", "demo"],
            cwd=PROJECT,
            env={
                **_clean_environment(),
                "ZHIKE_HOME": str(home),
                "PORT": str(port),
                "ZHIKE_LIVE_PORT": str(live),
                "ZHIKE_SINK_PORT": str(sink),
            },
            stdout=(home.parent / f"{home.name}.log").open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        log = home.parent / f"{home.name}.log"
        deadline = time.monotonic() + PATIENCE
        while not _ready(url):
            if process.poll() is not None or time.monotonic() > deadline:
                process.terminate()
                raise AssertionError(f"the product did not start:\n{log.read_text()[-4000:]}")
            time.sleep(0.2)
        return cls(home, url, *_sign_in(home), process)

    def stop(self) -> None:
        """Stop it as Ctrl-C does, unless it ran before."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _sign_in(home: Path) -> tuple[str, str]:
    found = re.search(r"Sign in as (\S+) with the password (\S+)", (home / "sign_in").read_text())
    assert found, "the home holds no note on how to sign in"
    return found[1], found[2]


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def _clean_environment() -> dict[str, str]:
    """Without what the settings of the test run put there."""
    ours = ("ZHIKE_", "DJANGO_", "DATABASE_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
