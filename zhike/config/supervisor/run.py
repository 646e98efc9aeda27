"""The life of one copy: start in order, tell the address once all is ready, look after the parts, stop in order."""

import contextlib
import hashlib
import http.client
import os
import signal
import threading
import time
from pathlib import Path

from zhike.config.database import external
from zhike.config.database.prepare import open_home, start_embedded
from zhike.config.embedded.lock import HomeLock
from zhike.config.embedded.places import Places
from zhike.config.embedded.server import Server
from zhike.config.home import MIGRATED, PROJECT, SIGN_IN, command, write_private
from zhike.config.refusal import Refusal
from zhike.config.supervisor import ports
from zhike.config.supervisor.child import Child, python
from zhike.config.supervisor.log import say

STOP_PATIENCE = 20.0
READY_PATIENCE = 60.0
DEMO_BEGUN = "begun demo"
"""The note of a home whose demo was begun in a new database and not finished."""


class Copy:
    """Everything of one running copy. `demo` adds invented customers and a mailbox that keeps all mail here."""

    def __init__(self, home: Path, *, demo: bool) -> None:
        self.home = home
        self.demo = demo
        self.host = os.environ.get("ZHIKE_BIND", "127.0.0.1")
        self.port = ports.number("PORT", 8000)
        self.live_port = ports.number("ZHIKE_LIVE_PORT", self.port + 1)
        self.smtp_port = ports.number("ZHIKE_SINK_PORT", self.port + 2)
        self.mailbox = demo and not os.environ.get("ZHIKE_SMTP_URL")
        self.url = os.environ.get("ZHIKE_BASE_URL", f"http://localhost:{self.port}").rstrip("/")
        self._lock = HomeLock(Places(home).lock)
        self._server: Server | None = None
        self._children: list[Child] = []
        self._stopping = threading.Event()

    def run(self) -> int:
        """Until Ctrl-C or SIGTERM."""
        open_home(self.home)
        self._lock.require(port=self.port)
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, lambda *_: self._stopping.set())
        try:
            ports.require_free(self.host, self.port, "PORT")
            ports.require_free(self.host, self.live_port, "ZHIKE_LIVE_PORT")
            if self.mailbox:
                ports.require_free("127.0.0.1", self.smtp_port, "ZHIKE_SINK_PORT")
            self._keep_demo_apart()
            self._set_environment()
            self._start_database()
            self._prepare()
            if not self._stopping.is_set():
                self._start_children()
                self._wait_until_ready()
            while not self._stopping.wait(0.5):
                self._look_after()
            say("zhike", "stopping")
        finally:
            self._stop()
        say("zhike", "stopped")
        return 0

    def _keep_demo_apart(self) -> None:
        note = self.home / MIGRATED
        if self.demo and note.exists() and not note.read_text().endswith(" demo"):
            raise Refusal(
                "{home} holds an installation of your own, which invented customers would spoil: "
                "choose another ZHIKE_HOME for the demo.",
                "{home} 中是您自己的数据，演示数据会与之混在一起：请为演示设置另一个 ZHIKE_HOME。",
                home=self.home,
            )

    def _set_environment(self) -> None:
        os.environ.update(
            ZHIKE_HOME=str(self.home),
            PORT=str(self.port),
            ZHIKE_LIVE_PORT=str(self.live_port),
            ZHIKE_BASE_URL=self.url,
        )
        if self.demo:
            os.environ["ZHIKE_DEMO"] = "1"
        if self.mailbox:
            os.environ["ZHIKE_SMTP_URL"] = f"smtp://127.0.0.1:{self.smtp_port}"

    def _start_database(self) -> None:
        url = os.environ.get("DATABASE_URL")
        if url:
            external.prepare(self.home, url)
            say("database", "using the server of DATABASE_URL")
            return
        note = self.home / MIGRATED
        interrupted = note.exists() and note.read_text() == DEMO_BEGUN
        fresh = interrupted or not Places(self.home).data.exists()
        self._server = start_embedded(self.home, anew=interrupted)
        if self.demo and fresh:
            write_private(note, DEMO_BEGUN)
        say("database", "ready")
        if interrupted:
            say("zhike", "the demo was interrupted while it was made; it is made anew")
        if self._server.recovered:
            say(
                "database",
                "was not stopped cleanly last time; recovered, nothing committed is lost",
            )

    def _prepare(self) -> None:
        """Migrate, make the first administrator and load the demo, each only when needed."""
        note = self.home / MIGRATED
        known = note.read_text() if note.exists() else ""
        wanted = _fingerprint() + (" demo" if self.demo or known.endswith(" demo") else "")
        if self._server is not None and known == wanted:
            say("zhike", "the tables are up to date")
            return
        say("zhike", "preparing the database")
        command = python("zhike.config.supervisor.first_start", *(["--demo"] if self.demo else []))
        preparation = Child("zhike", command, {}, say)
        preparation.start()
        while preparation.running and not self._stopping.wait(0.1):
            pass
        preparation.ask_to_stop()
        preparation.wait(time.monotonic() + STOP_PATIENCE)
        if preparation.code == 0:
            write_private(note, wanted)
        elif not self._stopping.is_set():
            raise Refusal(
                "The database could not be prepared; the lines above say why.",
                "无法准备数据库，原因见以上日志。",
            )

    def _start_children(self) -> None:
        common = {"DJANGO_SETTINGS_MODULE": "zhike.config.settings"}
        workers = os.environ.get("ZHIKE_WEB_WORKERS", "1")
        threads = os.environ.get("ZHIKE_WEB_THREADS", "4")
        plan = [
            (
                "web",
                python(
                    "granian",
                    *("--interface", "wsgi", "--host", self.host, "--port", str(self.port)),
                    *("--workers", workers, "--blocking-threads", threads),
                    *("--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
                    *("--workers-kill-timeout", "10"),
                    "zhike.config.wsgi:application",
                ),
            ),
            ("worker", python("zhike", "worker")),
            (
                "live",
                python(
                    "granian",
                    *("--interface", "asgi", "--host", self.host, "--port", str(self.live_port)),
                    *("--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
                    *("--workers-kill-timeout", "10"),
                    "zhike.platform.live.asgi:application",
                ),
            ),
        ]
        if self.mailbox:
            plan.append(("mailbox", python("zhike.platform.mail.sink")))
        self._children = [
            Child(name, command, {**common, "ZHIKE_PROCESS": name}, say) for name, command in plan
        ]
        say("zhike", f"starting {', '.join(child.name for child in self._children)}")
        for child in self._children:
            child.start()

    def _wait_until_ready(self) -> None:
        started = time.monotonic()
        told = False
        while not self._stopping.is_set():
            if self._is_ready():
                self._welcome()
                return
            if not told and time.monotonic() - started > READY_PATIENCE:
                say(
                    "zhike",
                    f"not ready after {READY_PATIENCE:.0f} s; `{command('doctor')}` says what is missing",
                )
                told = True
            self._look_after()
            self._stopping.wait(0.1)

    def _is_ready(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            host = ports.own_host(self.host)
            connection = http.client.HTTPConnection(host, self.port, timeout=5)
            try:
                connection.request("GET", "/readyz", headers={"Host": f"localhost:{self.port}"})
                return connection.getresponse().status == 200
            finally:
                connection.close()
        return False

    def _welcome(self) -> None:
        say("zhike", "")
        say("zhike", f"Zhike is ready: {self.url}   知客已就绪")
        with contextlib.suppress(FileNotFoundError):
            for line in (self.home / SIGN_IN).read_text().splitlines():
                say("zhike", line)
        say("zhike", "Ctrl-C stops everything.")

    def _look_after(self) -> None:
        if self._server is not None and not self._server.running():
            say("database", "ended unexpectedly; starting it again")
            self._server.start()
            say("database", "ready again")
        for child in self._children:
            child.look_after()

    def _stop(self) -> None:
        """Web, worker and live first, so that nothing is cut off; the database last."""
        deadline = time.monotonic() + STOP_PATIENCE
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.wait(deadline)
        if self._server is not None:
            self._server.stop()
        self._lock.release()


def _fingerprint() -> str:
    """Changes whenever the migrations do."""
    digest = hashlib.sha256()
    for path in sorted((PROJECT / "zhike").glob("**/migrations/*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
