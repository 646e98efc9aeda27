"""The web process as it runs, spoken to byte by byte: what a test client would tidy up before it is sent."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote

from django.db import connections

from tests.settings import PROJECT, TEST_HOME

PATIENCE = 60.0


@dataclass(frozen=True)
class Reply:
    """What came back before the connection was closed; status 0 when nothing did."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; empty without it."""
        for line in self.head.splitlines()[1:]:
            key, _, value = line.partition(":")
            if key.strip().lower() == name.lower():
                return value.strip()
        return ""


@dataclass(frozen=True)
class Wire:
    """A port of this machine where the web process answers."""

    port: int

    def send(self, raw: bytes, *, patience: float = 10.0) -> Reply:
        """Send these bytes and read until the server closes or falls silent."""
        told = b""
        with socket.create_connection(("127.0.0.1", self.port), patience) as spoken:
            spoken.settimeout(patience)
            # A server that has heard enough may close before all is sent.
            with suppress(OSError):
                spoken.sendall(raw)
            with suppress(OSError):
                while part := spoken.recv(65_536):
                    told += part
        head, _, body = told.partition(b"\r\n\r\n")
        words = head.split(b" ", 2)
        status = int(words[1]) if len(words) > 1 and words[1][:3].isdigit() else 0
        return Reply(status, head.decode("latin-1"), body)

    def ask(self, line: str, *headers: str, body: bytes = b"", host: str = "localhost") -> Reply:
        """One request with exactly these header lines, after which the connection is closed."""
        own = [f"Host: {host}"] if host else []
        text = "\r\n".join([line, *own, "Connection: close", *headers, "", ""])
        return self.send(text.encode("latin-1") + body)


def database_url() -> str:
    """This process's test database as the application's role."""
    found = connections["default"].settings_dict
    account = f"{quote(found['USER'], safe='')}:{quote(found['PASSWORD'], safe='')}"
    place = f"host={quote(found['HOST'], safe='')}&port={found['PORT']}"
    return f"postgresql://{account}@/{found['NAME']}?{place}"


@contextmanager
def web_process(**environment: str) -> Iterator[Wire]:
    """The server with the settings of the product, on the test database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--no-ws", "--log-level", "warning", "--blocking-threads", "2"]
    process = subprocess.Popen(
        [*command, "zhike.config.wsgi:application"],
        cwd=PROJECT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
            "ZHIKE_HOME": str(TEST_HOME),
            "DATABASE_URL": database_url(),
            "PORT": str(port),
            **environment,
        },
    )
    wire = Wire(port)
    try:
        _wait(wire, process)
        yield wire
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(wire: Wire, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the web process ended"
        with suppress(OSError):
            if wire.ask("GET /healthz HTTP/1.1").status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the web process does not answer")
