"""The worker process: runs queued jobs, takes up those of workers that died, and keeps the tickers going.

A ticker is short work that waits for a NOTIFY, such as telling consumers of changes; rooms above register theirs.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

import psycopg
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from zhike.platform.jobs.listening import connection_parameters
from zhike.platform.jobs.progress import UNEXPECTED, Watched, given_progress

log = logging.getLogger(__name__)

CONCURRENCY: Final = 4
HEARTBEAT: Final = 3.0
DEAD_AFTER: Final = 15.0
RESCUE_EVERY: Final = 5.0
MOST_ATTEMPTS: Final = 10
DRAIN: Final = 20.0
TICK: Final = 1.0
LOOK: Final = 5.0
FAREWELL: Final = 2.0
"""Seconds a stopping worker waits for a connection: with its starter the database may be gone for good."""
REST: Final = 0.05

_tickers: list[tuple[str, Callable[[], int]]] = []
_stopping = threading.Event()


def register_ticker(channel: str, run: Callable[[], int]) -> None:
    """Have the worker call `run` after every NOTIFY on `channel`, and each second, until it returns 0."""
    _tickers.append((channel, run))


def stopping() -> bool:
    """Whether this worker must end; long jobs look now and then and raise `Interrupted` at a safe place."""
    return _stopping.is_set()


def run_worker() -> None:
    """Run until SIGTERM or SIGINT, then let running jobs end for up to `DRAIN` seconds."""
    _stopping.clear()
    asyncio.run(_run())


async def _run() -> None:
    # Jobs are fetched over connections of their own; `defer` inside a job keeps to Django's, and so to its
    # transaction, because the tasks stay bound to the original app.
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    own = connector.get_worker_connector()
    assert isinstance(own, PsycopgConnector)
    worker_app = App(connector=own, worker_defaults=app.worker_defaults)
    worker_app.tasks = app.tasks
    worker_app.periodic_registry = app.periodic_registry

    ticker = threading.Thread(target=_tick_until_stopped, name="tickers", daemon=True)
    async with worker_app.open_async():
        work = asyncio.create_task(_work(worker_app))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _stop, work, own.pool)
        rescue = asyncio.create_task(_rescue(worker_app))
        ticker.start()
        try:
            await work
        except asyncio.CancelledError:
            pass
        finally:
            _stopping.set()
            rescue.cancel()
            await asyncio.to_thread(ticker.join, 10)


async def _work(worker_app: App) -> None:
    """Work the queue until cancelled.

    procrastinate ends its worker when any of its side tasks (heartbeat, periodic jobs) loses the database for a moment,
    sometimes without an exception; such an end is no reason for ours. When the database goes together with our starter,
    the lost connection may swallow the cancelling, so the flag is asked too.
    """
    while not _stopping.is_set():
        try:
            await worker_app.run_worker_async(
                name="zhike",
                concurrency=CONCURRENCY,
                shutdown_graceful_timeout=DRAIN,
                delete_jobs="successful",
                install_signal_handlers=False,
                fetch_job_polling_interval=LOOK,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=DEAD_AFTER,
            )
        except (ConnectorException, psycopg.Error) as error:
            log.warning("the worker lost the database: %s", error)
        log.warning("the worker takes up the queue again")
        # Periodic jobs are queued through Django's connection, in the thread that asgiref keeps for such calls.
        await sync_to_async(close_old_connections)()
        await asyncio.sleep(TICK)


def _stop(work: "asyncio.Task[None]", pool: "AsyncConnectionPool[Any]") -> None:
    _stopping.set()
    pool.timeout = FAREWELL
    work.cancel()


async def _rescue(worker_app: App) -> None:
    """Put jobs of dead workers back in the queue; one that killed its worker too often is given up."""
    manager = worker_app.job_manager
    while True:
        try:
            await manager.prune_stalled_workers(DEAD_AFTER)
            stalled: Iterable[QueuedJob] = await manager.get_stalled_jobs(
                seconds_since_heartbeat=DEAD_AFTER
            )
            for stalled_job in stalled:
                if stalled_job.attempts < MOST_ATTEMPTS:
                    log.warning("job %s of a dead worker starts again", stalled_job.call_string)
                    await manager.retry_job(stalled_job)
                else:
                    log.error(
                        "job %s ended %s workers and is given up",
                        stalled_job.call_string,
                        MOST_ATTEMPTS,
                    )
                    await manager.finish_job(stalled_job, status=Status.FAILED, delete_job=False)
                    await asyncio.to_thread(_give_up, stalled_job)
        except Exception:
            log.exception("jobs of dead workers could not be looked for")
        await asyncio.sleep(RESCUE_EVERY)


def _give_up(stalled_job: QueuedJob) -> None:
    progress = given_progress(stalled_job.task_kwargs)
    if progress is not None:
        Watched(progress).fail(UNEXPECTED)
    close_old_connections()


def _tick_until_stopped() -> None:
    while not _stopping.is_set():
        try:
            with psycopg.connect(**connection_parameters(), autocommit=True) as connection:
                for channel in {channel for channel, _ in _tickers}:
                    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                _tick(connection)
        except psycopg.OperationalError as error:
            if not _stopping.is_set():
                log.warning("the worker lost its listening connection: %s", error)
                _stopping.wait(TICK)
    close_old_connections()


def _tick(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    while not _stopping.is_set():
        for _, run in _tickers:
            _run_out(run)
        for _notice in connection.notifies(timeout=TICK, stop_after=1):
            pass
        # A burst of commits is one round of work.
        _stopping.wait(REST)


def _run_out(run: Callable[[], int]) -> None:
    try:
        while run() and not _stopping.is_set():
            pass
    except Exception:
        log.exception("ticker %s failed", run)
        close_old_connections()
        _stopping.wait(TICK)
