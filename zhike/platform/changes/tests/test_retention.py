"""Months that are kept no longer are dropped; the chain says so, and hides nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.kit.ids import first_id_of
from zhike.platform.changes.jobs import drop_what_is_old, verify_log
from zhike.platform.changes.models import Change, Cursor, Keeping, Seal
from zhike.platform.changes.partitions import _make_partition
from zhike.platform.changes.retention import drop_old_months
from zhike.platform.changes.seals import Finding, verify
from zhike.platform.changes.tests.test_seals import as_owner, sealed

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

OLD = datetime(2025, 1, 1, tzinfo=UTC)
LATER = datetime(2025, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def old_month() -> None:
    """An empty partition of January 2025, gone with whatever the test leaves of it."""
    as_owner("DROP TABLE IF EXISTS changes_change_2025_01")
    _make_partition("changes_change_2025_01", OLD, LATER, "owner")


def written(at: datetime, count: int) -> list[UUID]:
    """Rows as they would have been written then."""
    ids = [UUID(int=first_id_of(at).int + place) for place in range(count)]
    for one in ids:
        as_owner(
            "INSERT INTO changes_change (id, at, via, object, record, verb, before, after)"
            " VALUES (%s, %s, 'web', 'thing', %s, 'create', '{}', '{\"n\": 1}')",
            one,
            at,
            one,
        )
    return ids


def forget_consumers() -> None:
    Cursor.objects.exclude(name="seal").delete()


def test_a_dropped_month_is_not_missed_and_everything_else_still_is() -> None:
    written(OLD + timedelta(hours=1), 3)
    recent = sealed(10)
    forget_consumers()
    assert drop_old_months(6) == ["changes_change_2025_01"]
    assert Change.objects.filter(at__lt=LATER).count() == 0
    found = verify()
    assert found.finding is None
    assert Seal.objects.get(number=found.last).dropped["rows"] == 3  # type: ignore[index]
    assert drop_old_months(6) == []
    sealed(5)
    assert verify().finding is None
    as_owner("DELETE FROM changes_change WHERE id = %s", recent[-1])
    assert verify().finding is not None
    assert verify().finding.kind == "missing"  # type: ignore[union-attr]


def test_a_drop_cannot_hide_a_row_near_the_end_of_its_month() -> None:
    written(OLD + timedelta(hours=1), 2)
    _make_partition("changes_change_2025_02", LATER, datetime(2025, 3, 1, tzinfo=UTC), "owner")
    try:
        (near,) = written(LATER + timedelta(minutes=5), 1)
        sealed(3)
        forget_consumers()
        drop_one_month()
        assert verify().finding is None
        as_owner("DELETE FROM changes_change WHERE id = %s", near)
        last = Seal.objects.order_by("-number")[0].number
        assert verify().finding == Finding("dropped-more", last)
    finally:
        as_owner("DROP TABLE IF EXISTS changes_change_2025_02")


def drop_one_month() -> None:
    """Drop January and keep February."""
    months = (now().year - 2025) * 12 + now().month - 2
    assert drop_old_months(months) == ["changes_change_2025_01"]


def test_a_forged_or_altered_drop_is_found() -> None:
    written(OLD + timedelta(hours=1), 2)
    sealed(3)
    forget_consumers()
    drop_old_months(6)
    number = Seal.objects.order_by("-number")[0].number
    as_owner(
        "UPDATE changes_seal SET dropped = jsonb_set(dropped, '{rows}', '3') WHERE number = %s",
        number,
    )
    assert verify().finding == Finding("seal-altered", number)
    as_owner("DELETE FROM changes_seal WHERE number = %s", number)
    found = verify().finding
    assert found is not None
    assert found.kind == "missing"


def test_nothing_is_dropped_of_a_log_that_was_tampered_with() -> None:
    (row, _) = written(OLD + timedelta(hours=1), 2)
    sealed(3)
    forget_consumers()
    as_owner("UPDATE changes_change SET verb = 'delete' WHERE id = %s", row)
    assert drop_old_months(6) == []
    assert Change.objects.filter(at__lt=LATER).count() == 2


def test_what_is_not_sealed_or_not_read_by_all_stays() -> None:
    sealed(3)
    written(OLD + timedelta(hours=1), 2)
    assert drop_old_months(6) == []
    sealed(1)
    Cursor.objects.create(name="slow", xact=0, change=UUID(int=0))
    assert drop_old_months(6) == []
    forget_consumers()
    assert drop_old_months(6) == ["changes_change_2025_01"]


def test_fewer_than_six_months_are_refused(admin: ApiClient, manager: ApiClient) -> None:
    with pytest.raises(ValueError, match="6 months"):
        drop_old_months(5)
    for months in (5, 0, 241):
        answer = admin.patch("audit/keeping", {"months": months})
        assert (answer.status, answer.problem["errors"][0]["code"]) == (422, "out-of-range")
    assert manager.patch("audit/keeping", {"months": 12}).status == 403
    assert manager.get("audit/keeping").status == 403
    assert not Keeping.objects.exists()


def test_the_job_drops_what_the_setting_says_and_tells_the_log(admin: ApiClient) -> None:
    written(OLD + timedelta(hours=1), 2)
    sealed(3)
    forget_consumers()
    drop_what_is_old(0)
    assert Change.objects.filter(at__lt=LATER).count() == 2
    assert admin.patch("audit/keeping", {"months": 12}).json["months"] == 12
    sealed(1)
    forget_consumers()
    drop_what_is_old(0)
    assert Change.objects.filter(at__lt=LATER).count() == 0
    rows = admin.get("audit", query={"object": "audit"}).json["rows"]
    assert [row["verb"] for row in rows] == ["drop", "update"]


def test_the_daily_verification_is_shown_with_its_first_finding(admin: ApiClient) -> None:
    ids = sealed(5)
    assert admin.get("audit/keeping").json["verified_at"] is None
    verify_log(0)
    shown = admin.get("audit/keeping").json
    assert (shown["finding"], shown["rows"] >= 5, shown["verified_at"] is not None) == (
        None,
        True,
        True,
    )
    as_owner("UPDATE changes_change SET verb = 'x' WHERE id = %s", ids[-1])
    verify_log(0)
    shown = admin.get("audit/keeping").json["finding"]
    assert shown["en"].startswith(f"row {ids[-1]} was altered (seal ")
    assert f"第 {ids[-1]} 行被修改" in shown["zh"]


def test_the_application_itself_may_drop_nothing() -> None:
    with pytest.raises(Exception, match="must be owner"), connections["default"].cursor() as cursor:
        cursor.execute("DROP TABLE changes_change_2025_01")
