"""Consumers hear every change once and in order, however late a transaction commits and whatever a consumer does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from django.db import transaction

from zhike.kit.ids import new_id
from zhike.platform.changes import consumers
from zhike.platform.changes.consumers import run_consumer, run_consumers
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change, Cursor
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.jobs.listening import connection_parameters

pytestmark = pytest.mark.django_db(transaction=True)


class Listener:
    """Remembers what it was told; raises once when told to."""

    def __init__(self, name: str = "listener") -> None:
        self.name = name
        self.heard: list[UUID] = []
        self.error: Exception | None = None

    def handle(self, changes: Sequence[Change]) -> None:
        self.heard += [change.record for change in changes]
        if self.error is not None:
            raise self.error


def write(*records: UUID) -> None:
    with transaction.atomic():
        write_changes(SYSTEM, [ChangeRow("thing", record, "create") for record in records])


@contextmanager
def other_connection() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A second session of the same database, as another process has."""
    with psycopg.connect(**connection_parameters()) as other:
        yield other


def write_in(other: "psycopg.Connection[tuple[object, ...]]", record: UUID) -> None:
    other.execute(
        "INSERT INTO changes_change (id, at, via, object, record, verb, before, after)"
        " VALUES (%s, now(), 'web', 'thing', %s, 'create', '{}', '{}')",
        [new_id(), record],
    )


def test_a_late_commit_is_neither_lost_nor_told_twice() -> None:
    listener = Listener()
    first, late, after, later = (new_id() for _ in range(4))
    write(first)
    with other_connection() as slow:
        write_in(slow, late)  # has its number now, commits below
        write(after)
        assert run_consumer(listener) == 1
        assert listener.heard == [first]
        write(later)
        assert run_consumer(listener) == 0  # held back, not skipped
        slow.commit()
    assert run_consumer(listener) == 3
    assert listener.heard == [first, late, after, later]
    assert run_consumer(listener) == 0


def test_a_late_rollback_holds_nothing_back() -> None:
    listener = Listener()
    with other_connection() as slow:
        write_in(slow, new_id())
        record = new_id()
        write(record)
        assert run_consumer(listener) == 0
        slow.rollback()
    assert run_consumer(listener) == 1
    assert listener.heard == [record]


def test_batches_go_through_a_large_transaction_in_order() -> None:
    listener = Listener()
    records = [new_id() for _ in range(7)]
    write(*records)
    assert [run_consumer(listener, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert listener.heard == records


def test_a_failure_keeps_the_cursor_and_pauses() -> None:
    listener = Listener()
    record = new_id()
    write(record)
    listener.error = ValueError("no")
    assert run_consumer(listener) == 0
    cursor = Cursor.objects.get(name="listener")
    assert (cursor.failures, cursor.error) == (1, "ValueError: no")
    listener.error, listener.heard = None, []
    assert run_consumer(listener) == 0  # pauses
    Cursor.objects.update(retry_at=None)
    assert run_consumer(listener) == 1
    assert listener.heard == [record]
    cursor.refresh_from_db()
    assert (cursor.failures, cursor.error, cursor.retry_at) == (0, "", None)


def test_what_a_failing_consumer_wrote_is_undone() -> None:
    class Writer(Listener):
        def handle(self, changes: Sequence[Change]) -> None:
            Cursor.objects.create(name="written", xact=0, change=new_id())
            raise RuntimeError

    write(new_id())
    assert run_consumer(Writer()) == 0
    assert not Cursor.objects.filter(name="written").exists()


def test_one_failing_consumer_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = Listener("good"), Listener("bad")
    bad.error = RuntimeError()
    monkeypatch.setattr(consumers, "_consumers", {"bad": bad, "good": good})
    write(new_id())
    assert run_consumers() == 1
    assert len(good.heard) == 1


def test_two_workers_do_not_tell_one_consumer_at_once() -> None:
    listener = Listener()
    run_consumer(listener)
    write(new_id())
    with other_connection() as other_worker:
        other_worker.execute("SELECT FROM changes_cursor WHERE name = 'listener' FOR UPDATE")
        assert run_consumer(listener) == 0
    assert run_consumer(listener) == 1
