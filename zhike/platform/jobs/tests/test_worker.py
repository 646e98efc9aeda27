"""The worker as a process: it works, gives way, survives its own death, and hears what it must."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from zhike.platform.jobs.queue import defer
from zhike.platform.jobs.tests import worker_process

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Start = Callable[..., "subprocess.Popen[bytes]"]
# Longer than any test waits: what happens all the same was told by a notification.
NEVER = 600


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    path = tmp_path / "traces"
    path.touch()
    return path


@pytest.fixture
def start(traces: Path) -> Iterator[Start]:
    """Start a worker on this test's database; all end with the test."""
    found = connection.settings_dict
    database = json.dumps({key: found[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})
    started: list[subprocess.Popen[bytes]] = []

    def begin(*, look: float = 1.5, tick: float = 1.5) -> "subprocess.Popen[bytes]":
        module = "zhike.platform.jobs.tests.worker_process"
        command = [sys.executable, "-m", module, database, str(traces), str(look), str(tick)]
        started.append(subprocess.Popen(command))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def until(traces: Path, word: str, *, times: int = 1, patience: float = 60) -> list[str]:
    """Wait for a trace; returns all traces but the ticks."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        lines = traces.read_text().splitlines()
        if lines.count(word) >= times:
            return [line for line in lines if line != "tick"]
        time.sleep(0.05)
    pytest.fail(f"{word!r} did not happen: {traces.read_text()!r}")


def until_listening(channel: str) -> None:
    """Wait for a session of the worker that did nothing since it began to listen."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                " AND query LIKE %s AND state = 'idle'",
                [f"LISTEN%{channel}%"],
            )
            if cursor.fetchone():
                return
        time.sleep(0.05)
    pytest.fail("the worker does not listen")


def test_jobs_run_soon_and_sigterm_ends_cleanly(start: Start, traces: Path) -> None:
    process = start(look=NEVER)
    until_listening("procrastinate")
    defer(worker_process.note, word="one")
    until(traces, "one")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert until(traces, "ended") == ["one", "ended"]


def test_a_job_deferred_in_a_rolled_back_transaction_of_a_job_never_runs(
    start: Start, traces: Path
) -> None:
    defer(worker_process.rolls_back)
    start()
    until(traces, "after the rollback")
    assert "never" not in traces.read_text()


def test_a_long_job_gives_way_and_goes_on_with_the_next_worker(
    start: Start, traces: Path, tmp_path: Path
) -> None:
    defer(worker_process.long, until=str(tmp_path / "go"))
    first = start()
    until(traces, "long begins")
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0
    start()
    until(traces, "long begins", times=2)
    (tmp_path / "go").touch()
    assert until(traces, "long ends")[-1] == "long ends"


def test_the_job_of_a_killed_worker_starts_again(
    start: Start, traces: Path, tmp_path: Path
) -> None:
    defer(worker_process.stubborn, until=str(tmp_path / "go"))
    first = start()
    until(traces, "stubborn begins")
    first.kill()
    first.wait()
    start()
    until(traces, "stubborn begins", times=2)
    (tmp_path / "go").touch()
    lines = until(traces, "stubborn ends")
    assert lines == ["stubborn begins", "stubborn begins", "stubborn ends"]


def test_a_job_that_runs_is_not_taken_from_its_living_worker(
    start: Start, traces: Path, tmp_path: Path
) -> None:
    defer(worker_process.stubborn, until=str(tmp_path / "go"))
    start()
    start()
    until(traces, "stubborn begins")
    time.sleep(3)  # twice the time after which a silent worker counts as dead
    (tmp_path / "go").touch()
    assert until(traces, "stubborn ends") == ["stubborn begins", "stubborn ends"]


def test_tickers_hear_a_notification(start: Start, traces: Path) -> None:
    start(tick=NEVER)
    until(traces, "tick")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("NOTIFY test_things")
    until(traces, "tick", times=2)


def test_a_killed_server_session_does_not_deafen_the_worker(start: Start, traces: Path) -> None:
    process = start()
    until(traces, "tick")
    # Long enough to meet every side task of the worker: its heartbeat, its listener, its fetching of jobs.
    ends = time.monotonic() + 2
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user"
                " AND pid <> pg_backend_pid()"
            )
        time.sleep(0.02)
    ticks = traces.read_text().count("tick")
    until(traces, "tick", times=ticks + 1, patience=60)
    defer(worker_process.note, word="still here")
    until(traces, "still here", patience=60)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
