"""Jobs are queued with the transaction that wants them, and bear interruption and error."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueuedJob

from zhike.kit.ids import new_id
from zhike.platform.jobs.queue import Interrupted, defer, job, periodic
from zhike.platform.jobs.testing import run_queued_jobs

ran: list[str] = []
QUEUED = QueuedJob(
    id=1, queue="default", lock=None, queueing_lock=None, task_name="t", task_kwargs={}
)


@job(name="jobs.tests.note", retry=2)
def note(text: str) -> None:
    ran.append(text)


@job(name="jobs.tests.fail")
def fail() -> None:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def fresh() -> None:
    ran.clear()


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'jobs.tests.%%'"
        )
        return int(cursor.fetchone()[0])


def test_a_job_runs_with_its_arguments(db: None) -> None:
    record = new_id()
    assert defer(note, text=record) is not None
    assert run_queued_jobs() == 1
    assert ran == [str(record)]
    assert UUID(ran[0]) == record
    assert run_queued_jobs() == 0


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_job() -> None:
    with transaction.atomic():
        defer(note, text="never")
        transaction.set_rollback(True)
    assert queued() == 0
    with transaction.atomic():
        defer(note, text="kept")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs")
            assert cursor.fetchone() == (1,)
    assert queued() == 1


def test_waiting_twice_for_the_same_is_waiting_once(db: None) -> None:
    assert defer(note, once="segment:7", text="one") is not None
    assert defer(note, once="segment:7", text="two") is None
    assert defer(note, once="segment:8", text="three") is not None
    assert run_queued_jobs() == 2
    assert ran == ["one", "three"]
    assert defer(note, once="segment:7", text="four") is not None


def test_what_a_job_raises_is_seen_in_tests(db: None) -> None:
    defer(fail)
    with pytest.raises(ZeroDivisionError):
        run_queued_jobs()


def test_errors_are_tried_again_with_longer_pauses_and_interruptions_at_once() -> None:
    strategy = note.retry_strategy
    assert strategy is not None

    def pause(error: Exception, attempts: int) -> float | None:
        queued_job = QUEUED.evolve(attempts=attempts)
        decision = strategy.get_retry_decision(exception=error, job=queued_job)
        return None if decision is None else decision.retry_at.timestamp()  # type: ignore[union-attr]

    first, second = pause(ValueError(), 0), pause(ValueError(), 1)
    assert first is not None
    assert second is not None
    assert 4 < second - first < 6
    assert pause(ValueError(), 2) is None
    assert pause(Interrupted(), 99) is not None


def test_periodic_jobs_are_registered_once_and_never_overlap() -> None:
    @periodic("*/5 * * * *")
    def sweep() -> None:
        ran.append("sweep")

    try:
        assert sweep.lock == sweep.queueing_lock == sweep.name
        sweep(timestamp=0)
        assert ran == ["sweep"]
    finally:
        app.tasks.pop(sweep.name)
        registry = app.periodic_registry.periodic_tasks
        for key in [key for key in registry if key[0] == sweep.name]:
            del registry[key]
