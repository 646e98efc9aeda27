"""The log is written with its cause, keeps what was written, and has a place for every month."""

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from zhike.kit.ids import new_id
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.changes.partitions import make_partitions, month_starts
from zhike.platform.identity.actor import SYSTEM, Actor


def test_rows_keep_their_order_and_their_values(db: None) -> None:
    actor = Actor(new_id(), "web", new_id())
    rows = [
        ChangeRow("contact", new_id(), "update", {"name": "张"}, {"name": "O'Neil %s {x}"}),
        ChangeRow("contact", new_id(), "delete"),
    ]
    write_changes(actor, rows)
    stored = list(Change.objects.order_by("id"))
    assert [change.record for change in stored] == [row.record for row in rows]
    assert stored[0].before == {"name": "张"}
    assert stored[0].after == {"name": "O'Neil %s {x}"}
    assert {change.actor_id for change in stored} == {actor.user_id}
    assert {change.request for change in stored} == {actor.request_id}
    assert stored[0].xact == stored[1].xact > 0


def test_any_number_of_rows_is_one_insert(db: None, django_assert_num_queries: object) -> None:
    rows = [ChangeRow("contact", new_id(), "create", {}, {"n": n}) for n in range(500)]
    with django_assert_num_queries(2):  # type: ignore[operator]  # the INSERT and the NOTIFY
        write_changes(SYSTEM, rows)
    assert Change.objects.count() == 500
    with django_assert_num_queries(0):  # type: ignore[operator]
        write_changes(SYSTEM, [])


@pytest.mark.django_db(transaction=True)
def test_a_change_without_a_transaction_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        write_changes(SYSTEM, [ChangeRow("contact", new_id(), "create")])
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE changes_change SET verb = 'x'",
        "DELETE FROM changes_change",
        "TRUNCATE changes_change",
        "UPDATE changes_change_default SET verb = 'x'",
        "DROP TABLE changes_change_default",
    ],
)
def test_the_application_cannot_rewrite_the_log(db: None, statement: str) -> None:
    write_changes(SYSTEM, [ChangeRow("contact", new_id(), "create")])
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Change.objects.get().verb == "create"


def test_months_are_counted_over_the_year() -> None:
    assert month_starts(date(2026, 11, 23), 4) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_new_partition_takes_over_the_rows_that_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    far = datetime(2031, 5, 9, tzinfo=UTC)
    monkeypatch.setattr("zhike.platform.changes.log.now", lambda: far)
    with transaction.atomic():
        write_changes(SYSTEM, [ChangeRow("contact", new_id(), "create")])
    assert home_of_the_row() == "changes_change_default"
    monkeypatch.setattr("zhike.platform.changes.partitions.now", lambda: far)
    assert make_partitions(months_ahead=1) == ["changes_change_2031_05", "changes_change_2031_06"]
    assert make_partitions(months_ahead=1) == []
    assert home_of_the_row() == "changes_change_2031_05"
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM changes_change_2031_05")


def home_of_the_row() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM changes_change")
        return str(cursor.fetchone()[0])
