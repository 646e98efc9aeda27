"""Declaring work that is done later, and putting it in the queue within the transaction that wants it.

`@job` in a room's `jobs.py` declares; `defer` queues. What is deferred in a transaction that rolls back never runs.
Every job may run twice (a worker can die between doing and noting it), so each must be written to bear that.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final, ParamSpec
from uuid import UUID

from django.db import connection, transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as QueuedJob
from procrastinate.tasks import Task

P = ParamSpec("P")
AnyTask = Task[..., Any, ...]

FIRST_PAUSE: Final = 5
LONGEST_PAUSE: Final = 600


class Interrupted(Exception):
    """Raised by a long job at a safe place when the worker must end: the job goes back in the queue at once."""


class _Retry(BaseRetryStrategy):
    """Again at once after an interruption; after an error `times` times with doubling pauses."""

    def __init__(self, times: int) -> None:
        self.times = times

    def get_retry_decision(
        self, *, exception: BaseException, job: QueuedJob
    ) -> RetryDecision | None:
        """None gives up. `job.attempts` counts the earlier runs."""
        if isinstance(exception, Interrupted):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts >= self.times:
            return None
        pause = min(FIRST_PAUSE * 2 ** min(job.attempts, 20), LONGEST_PAUSE)
        return RetryDecision(retry_in={"seconds": pause})


def job(
    *, queue: str = "default", retry: int = 0, name: str | None = None
) -> Callable[[Callable[P, None]], Task[P, None, P]]:
    """Declare a job. Its arguments are JSON values; `retry` is how often it is tried again after an error.

    `name` is stored in queued jobs, so it must stay when the function moves; by default it is the function's path.
    """

    def declare(function: Callable[P, None]) -> Task[P, None, P]:
        return app.task(queue=queue, retry=_Retry(retry), name=name)(function)

    return declare


def periodic(cron: str, *, queue: str = "upkeep") -> Callable[[Callable[[], None]], AnyTask]:
    """Declare a job without arguments that runs at the times of `cron` (UTC), on one worker, never twice at once."""

    def declare(function: Callable[[], None]) -> AnyTask:
        @wraps(function)
        def run(timestamp: int) -> None:  # noqa: ARG001 - the time it should have run
            function()

        del run.__wrapped__  # its signature would hide `timestamp`
        name = f"{function.__module__}.{function.__qualname__}"
        task = app.task(queue=queue, name=name, lock=name, queueing_lock=name, retry=_Retry(0))(run)
        return app.periodic(cron=cron)(task)

    return declare


def defer(
    task: Task[Any, Any, Any],
    /,
    *,
    at: datetime | None = None,
    once: str | None = None,
    lock: str | None = None,
    **arguments: Any,
) -> int | None:
    """Queue a job in the running transaction; returns its number.

    `at`: not before. `once`: not when a job of this key waits already (then None). `lock`: jobs of one key run one
    after another. UUIDs among the arguments arrive as text.
    """
    options: dict[str, Any] = {}
    if at is not None:
        options["schedule_at"] = at
    if lock is not None:
        options["lock"] = lock
    values = {
        key: str(value) if isinstance(value, UUID) else value for key, value in arguments.items()
    }
    if once is None:
        return task.configure(**options).defer(**values)
    try:
        with transaction.atomic():
            return task.configure(queueing_lock=once, **options).defer(**values)
    except AlreadyEnqueued:
        return None


def drop_waiting(once: str) -> None:
    """Take the waiting job of this key out of the queue, so that another may take its place; a running one goes on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [once]
        )
