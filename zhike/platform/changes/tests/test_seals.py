"""Seals: whatever is done to the log afterwards is found, and the row named."""

import time
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

from zhike.kit.ids import new_id
from zhike.platform.changes.consumers import run_consumer
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change, Seal
from zhike.platform.changes.seals import DIGEST_SQL, Checkpoint, Finding, Sealer, unsealed, verify
from zhike.platform.identity.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def sealed(count: int) -> list[UUID]:
    """Write `count` changes in one transaction each batch of ten, seal by tens; returns the ids of the rows."""
    for start in range(0, count, 10):
        with transaction.atomic():
            rows = [
                ChangeRow("thing", new_id(), "update", {"n": 1.5}, {"n": start + place, "t": "价"})
                for place in range(min(10, count - start))
            ]
            write_changes(SYSTEM, rows)
    # A transaction of another test process on this server holds the consumers of all back until it ends.
    patience = time.monotonic() + 60
    while unsealed()[0] and time.monotonic() < patience:
        if not run_consumer(Sealer(), limit=10):
            time.sleep(0.02)
    return list(Change.objects.order_by("xact", "id").values_list("id", flat=True))


def as_owner(statement: str, *params: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, params)


def finding() -> Finding | None:
    return verify().finding


def test_an_untouched_log_verifies() -> None:
    ids = sealed(25)
    found = verify()
    assert (found.seals, found.rows, found.last, found.finding) == (3, len(ids), 3, None)
    assert unsealed() == (0, None)
    with transaction.atomic():
        write_changes(SYSTEM, [ChangeRow("thing", new_id(), "create")])
    assert unsealed()[0] == 1
    assert finding() is None


@pytest.mark.parametrize(
    "change",
    [
        "after = '{\"n\": 99}'",
        "before = '{\"n\": 1.50}'",
        "actor_id = '00000000-0000-0000-0000-000000000009'",
        "verb = 'create'",
        "at = at + interval '1 microsecond'",
        "via = 'cli'",
        "object = 'other'",
        "through = 'token:other'",
        "request = '00000000-0000-0000-0000-000000000009'",
    ],
)
def test_an_altered_row_is_named(change: str) -> None:
    ids = sealed(25)
    as_owner(f"UPDATE changes_change SET {change} WHERE id = %s", ids[13])
    assert finding() == Finding("altered", 2, ids[13])


def test_by_which_token_is_sealed_too_and_rows_without_one_as_before_there_was_a_column() -> None:
    with transaction.atomic():
        actor = Actor(None, "system", through="token:Entra")
        write_changes(actor, [ChangeRow("thing", new_id(), "update")])
    ids = sealed(5)
    assert finding() is None
    for through in ("NULL", "'token:other'"):
        as_owner(f"UPDATE changes_change SET through = {through} WHERE id = %s", ids[0])
        assert finding() == Finding("altered", 1, ids[0])
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"SELECT {DIGEST_SQL} = substr(sha256(convert_to(jsonb_build_array(id, extract(epoch FROM at)::text,"
            " actor_id, via, object, record, verb, before, after, request, xact::text)::text, 'UTF8')), 1, 16)"
            " FROM changes_change WHERE through IS NULL"
        )
        assert cursor.fetchall() == [(True,)] * 5


def test_the_first_of_several_is_named() -> None:
    ids = sealed(25)
    for row in (ids[24], ids[7], ids[11]):
        as_owner("UPDATE changes_change SET verb = 'x' WHERE id = %s", row)
    assert finding() == Finding("altered", 1, ids[7])


@pytest.mark.parametrize("place", [0, 9, 10, 24])
def test_a_missing_row_is_named(place: int) -> None:
    ids = sealed(25)
    as_owner("DELETE FROM changes_change WHERE id = %s", ids[place])
    assert finding() == Finding("missing", place // 10 + 1, ids[place])


def test_an_added_row_is_named() -> None:
    ids = sealed(25)
    added = UUID(int=ids[12].int + 1)
    as_owner(
        "INSERT INTO changes_change (id, at, via, object, record, verb, before, after, xact)"
        " SELECT %s, at, via, object, record, verb, before, after, xact FROM changes_change WHERE id = %s",
        added,
        ids[12],
    )
    assert finding() == Finding("added", 2, added)


def test_a_row_put_in_anothers_place_is_named() -> None:
    ids = sealed(10)
    as_owner("DELETE FROM changes_change WHERE id = %s", ids[4])
    other = UUID(int=ids[4].int + 1)
    as_owner(
        "INSERT INTO changes_change (id, at, via, object, record, verb, before, after, xact)"
        " SELECT %s, at, via, object, record, verb, before, after, xact FROM changes_change WHERE id = %s",
        other,
        ids[3],
    )
    assert finding() == Finding("added", 1, other)


def test_seals_cannot_be_altered_removed_or_made_anew() -> None:
    sealed(25)
    mark = bytes(Seal.objects.get(number=2).mark)
    as_owner("UPDATE changes_seal SET digests = set_byte(digests, 3, 7) WHERE number = 2")
    assert finding() == Finding("seal-altered", 2)
    as_owner("UPDATE changes_seal SET mark = set_byte(mark, 0, 1) WHERE number = 1")
    assert finding() == Finding("seal-altered", 1)
    as_owner("DELETE FROM changes_seal WHERE number = 1")
    assert finding() == Finding("seal-missing", 1)
    assert mark


def test_an_end_cut_off_is_found_by_a_checkpoint_only() -> None:
    ids = sealed(25)
    found = verify()
    checkpoint = Checkpoint(found.last, found.mark)
    assert verify(checkpoint).finding is None
    as_owner("DELETE FROM changes_change WHERE id = ANY(%s)", ids[20:])
    as_owner("DELETE FROM changes_seal WHERE number = 3")
    assert finding() is None
    assert verify(checkpoint).finding == Finding("rolled-back", 3)
    as_owner("UPDATE changes_cursor SET xact = '0', change = %s WHERE name = 'seal'", UUID(int=0))


def test_the_application_may_not_touch_seals() -> None:
    sealed(10)
    for statement in (
        "UPDATE changes_seal SET mark = ''",
        "DELETE FROM changes_seal",
        "TRUNCATE changes_seal",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Seal.objects.count() == 1
