"""The command `zhike` and a whole copy: first start, sign-in, second start, kills, an orderly end."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import psutil
import pytest

from zhike.config import connections
from zhike.config.command_line import parser

pytestmark = pytest.mark.slow
PATIENCE = 90.0


def free_port() -> int:
    """A port with two free ones behind it."""
    for port in range(20000, 30000, 7):
        try:
            for number in range(port, port + 3):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", number))
        except OSError:
            continue
        return port
    raise AssertionError("no free port")


class Running:
    """`zhike run` on a home, its log kept line by line."""

    def __init__(self, home: Path, port: int, *words: str) -> None:
        self.port = port
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zhike", "run", *words],
            env=environment(home, port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.log:
            assert self.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)

    def get(self, path: str, token: str = "") -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except HTTPError as error:
            return json.load(error)

    def processes(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)


def environment(home: Path, port: int = 8000) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHIKE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "ZHIKE_HOME": str(home), "PORT": str(port), "LANG": "C.UTF-8"}


def zhike(home: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zhike", *words],
        env=environment(home),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def workers(copy: Running) -> list[psutil.Process]:
    """The living worker processes of a copy."""
    found = []
    for process in copy.processes():
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-1:] == ["worker"]:
                found.append(process)
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copy")


@pytest.fixture(scope="module")
def copy(home: Path) -> Iterator[Running]:
    """A running copy on a new home."""
    running = Running(home, free_port())
    running.wait_for("is ready")
    yield running
    running.stop()


def test_every_command_is_explained() -> None:
    text = parser().format_help()
    for command in (
        "run",
        "demo",
        "import",
        "user",
        "migrate",
        "doctor",
        "worker",
        "live",
        "manage",
    ):
        assert re.search(rf"^    {command}  +\w", text, re.MULTILINE), command


@pytest.mark.parametrize(
    "words", [("user", "create", "a@example.com"), ("reindex",), ("import", "contact", "x.csv")]
)
def test_a_home_that_was_never_started_is_named_and_not_made(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = tmp_path / "elsewhere"
    refused = zhike(home, *words)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Nothing has been started in {home} yet: start it once with ")
    assert refused.stderr.count("\n") == 1
    assert not home.exists()


def test_a_first_start_is_ready_and_shows_a_generated_password_once(
    copy: Running, home: Path
) -> None:
    assert copy.get("/readyz") == {
        "ready": True,
        "database": True,
        "migrations": True,
        "worker": True,
        "live": True,
    }
    found = re.search(r"Sign in as (\S+) with the password (\S+)", copy.log)
    assert found is not None
    assert f"Forgotten? ZHIKE_HOME={home} .venv/bin/zhike user password {found[1]}" in copy.log
    body = json.dumps({"email": found[1], "password": found[2]}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{copy.port}/api/v1/auth/sign-in",
        body,
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
    kept = "".join(path.read_text() for path in home.glob("*") if path.is_file())
    assert found[2] not in kept


def test_a_person_and_a_token_made_while_it_runs(copy: Running, home: Path) -> None:
    made = zhike(home, "user", "create", "op@example.com", "--role", "administrator")
    assert made.returncode == 0, made.stderr
    token = zhike(home, "user", "token", "op@example.com").stdout.splitlines()[-1]
    assert copy.get("/api/v1/auth/me", token)["email"] == "op@example.com"
    scoped = zhike(
        home, "user", "token", "op@example.com", "--scope", "contact:view", "--days", "9"
    )
    mine = copy.get("/api/v1/auth/tokens", token)["rows"]
    assert [row["scopes"] for row in mine] == [["contact:view"], ["full"]]
    assert all(row["expires_at"] for row in mine)
    assert (
        copy.get("/api/v1/meta", scoped.stdout.splitlines()[-1])["objects"][0]["key"] == "contact"
    )
    wrong = zhike(home, "user", "token", "op@example.com", "--scope", "contact:fly")
    assert wrong.returncode == 1
    assert "contact:fly" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    again = zhike(home, "user", "create", "op@example.com")
    assert again.returncode == 1
    assert "op@example.com" in again.stderr
    assert "Traceback" not in again.stderr
    weak = zhike(home, "user", "password", "op@example.com", "--password-stdin", given="short\n")
    assert weak.returncode == 1
    assert "Traceback" not in weak.stderr
    nobody = zhike(home, "user", "token", "nobody@example.com")
    assert (nobody.returncode, nobody.stderr) == (1, "Nobody has the address nobody@example.com.\n")


def test_a_second_copy_on_the_same_home_or_port_is_refused(
    copy: Running, home: Path, tmp_path: Path
) -> None:
    same_home = subprocess.run(
        [sys.executable, "-m", "zhike", "run"],
        env=environment(home, copy.port + 50),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert same_home.returncode == 1
    assert f"already running on {home} (process {copy.process.pid})" in same_home.stderr
    same_port = subprocess.run(
        [sys.executable, "-m", "zhike", "run"],
        env=environment(tmp_path, copy.port),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert same_port.returncode == 1
    assert same_port.stderr.startswith(f"Port {copy.port} is taken by another program")
    assert not (tmp_path / "postgres").exists()


def test_the_doctor_sees_the_running_copy(copy: Running, home: Path) -> None:
    said = zhike(home, "doctor").stdout
    assert "✓ worker: running" in said
    assert "✓ tables: up to date" in said
    assert "! mail: not set up → set ZHIKE_SMTP_URL" in said


def test_a_crashed_worker_is_started_again(copy: Running) -> None:
    before = copy.log.count("starts again in")
    (worker,) = workers(copy)
    worker.kill()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        running = workers(copy)
        if running and running != [worker]:
            break
        time.sleep(0.1)
    assert copy.log.count("starts again in") == before + 1
    assert running != [worker]


def test_a_killed_database_comes_back_and_all_find_it_again(copy: Running, home: Path) -> None:
    os.kill(int((home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    copy.wait_for("ready again")
    deadline = time.monotonic() + PATIENCE
    while not copy.get("/readyz")["ready"]:
        assert time.monotonic() < deadline, copy.log
        time.sleep(0.2)


def test_killing_everything_loses_nothing_and_the_next_start_says_so(
    copy: Running, home: Path
) -> None:
    everything = copy.processes()
    for process in everything:
        with contextlib.suppress(psutil.NoSuchProcess):  # ended with the one before it
            process.kill()
    copy.process.wait(10)
    started = time.monotonic()
    again = Running(home, copy.port)
    try:
        again.wait_for("is ready")
        took = time.monotonic() - started
        assert "recovered, nothing committed is lost" in again.log
        assert took < 30
        token = zhike(home, "user", "token", "op@example.com").stdout.splitlines()[-1]
        assert again.get("/api/v1/auth/me", token)["email"] == "op@example.com"
    finally:
        assert again.stop() == 0
    with pytest.raises(URLError):
        again.get("/healthz")
    gone = connections.load(home)
    assert gone is not None
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_killing_only_the_starter_ends_everything_it_started(home: Path) -> None:
    running = Running(home, free_port())
    running.wait_for("is ready")
    everything = running.processes()
    running.process.kill()
    running.process.wait(10)
    _, alive = psutil.wait_procs(everything, timeout=60)
    assert alive == []


def test_it_stops_though_browsers_listen(tmp_path: Path) -> None:
    running = Running(tmp_path, free_port())
    running.wait_for("is ready")
    found = re.search(r"Sign in as (\S+) with the password (\S+)", running.log)
    assert found is not None
    body = json.dumps({"email": found[1], "password": found[2]}).encode()
    sign_in = urllib.request.Request(
        f"http://127.0.0.1:{running.port}/api/v1/auth/sign-in",
        body,
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(sign_in, timeout=10) as answer:
        cookies = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie")]
    listen = urllib.request.Request(
        f"http://127.0.0.1:{running.port + 1}/live", headers={"Cookie": "; ".join(cookies)}
    )
    with urllib.request.urlopen(listen, timeout=30) as stream:
        assert stream.readline() == b"retry: 3000\n"
        began = time.monotonic()
        assert running.stop() == 0
        # A process that was ended because its streams stayed open says no good-bye.
        assert stream.read().endswith(b"data: {}\n\n")
        assert time.monotonic() - began < 30
