"""A worker process on a test's database, with jobs that leave their traces in a file.

Started as `python -m zhike.platform.jobs.tests.worker_process DATABASE TRACES LOOK TICK`; DATABASE is JSON for Django,
LOOK and TICK
are after how many seconds the worker looks for jobs and for tickers' work that no notification told it of.
"""

import json
import os
import sys
import time
from pathlib import Path

import django
from django.db import connection, transaction

DATABASE, TRACES = sys.argv[1:3] if __name__ == "__main__" else ("{}", os.devnull)

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"].update(json.loads(DATABASE))
    django.setup()

from zhike.platform.jobs import worker  # noqa: E402
from zhike.platform.jobs.queue import Interrupted, defer, job  # noqa: E402


def trace(word: str) -> None:
    with Path(TRACES).open("a") as file:
        file.write(f"{word}\n")


@job(name="worker_process.note")
def note(word: str) -> None:
    trace(word)


@job(name="worker_process.rolls_back")
def rolls_back() -> None:
    with transaction.atomic():
        defer(note, word="never")
        transaction.set_rollback(True)
    with transaction.atomic():
        defer(note, word="after the rollback")


@job(name="worker_process.long")
def long(until: str) -> None:
    """Until the file exists; gives way when the worker must end."""
    trace("long begins")
    while not Path(until).exists():
        if worker.stopping():
            trace("long gives way")
            raise Interrupted
        time.sleep(0.05)
    trace("long ends")


@job(name="worker_process.stubborn")
def stubborn(until: str) -> None:
    """Until the file exists, whatever happens."""
    trace("stubborn begins")
    while not Path(until).exists():
        time.sleep(0.05)
    trace("stubborn ends")


def listen_to_things() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    trace("tick")
    return 0


if __name__ == "__main__":
    worker.HEARTBEAT, worker.DEAD_AFTER, worker.RESCUE_EVERY = 0.3, 1.5, 0.5  # type: ignore[misc]
    worker.LOOK, worker.TICK = map(float, sys.argv[3:])  # type: ignore[misc]
    worker.register_ticker("test_things", listen_to_things)
    worker.run_worker()
    trace("ended")
