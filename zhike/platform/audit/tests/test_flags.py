"""Unusual sign-ins, large exports and mass reads raise one flag each; administrators see it and get a letter."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import ApiClient
from zhike.kit.clock import now
from zhike.kit.ids import first_id_of
from zhike.platform.audit import actions, reads
from zhike.platform.audit.flags import network_of
from zhike.platform.audit.models import Watch
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Change
from zhike.platform.identity import ports
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.testing import run_queued_jobs


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    reads.forget_reads()
    yield
    reads.forget_reads()


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[ports.Letter]:
    sent: list[ports.Letter] = []
    monkeypatch.setattr("zhike.platform.mail.postman.SmtpPostman.ready", True)
    monkeypatch.setattr(
        "zhike.platform.mail.postman.SmtpPostman.deliver", lambda _, letter: sent.append(letter)
    )
    return sent


def signed_in(person: ApiClient, at: datetime, ip: str) -> None:
    """A row of the log as signing in at a moment would have written it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO changes_change (id, at, actor_id, via, object, record, verb, before, after)"
            " VALUES (%s, %s, %s, 'web', 'user', %s, 'sign-in', '{}', jsonb_build_object('ip', %s::text))",
            [first_id_of(at), at, person.id, person.id, ip],
        )


def flags() -> list[dict[str, Any]]:
    found = Change.objects.filter(verb="flag").order_by("id").values_list("after", flat=True)
    return [after["flag"] for after in found]


def noon(days_ago: int) -> datetime:
    """Noon in Shanghai, where people of the cast live, some days ago."""
    day = now() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def watch_from(at: datetime) -> None:
    Watch.objects.create(last=first_id_of(at))


def test_a_network_not_seen_in_90_days_is_flagged_once(alice: ApiClient) -> None:
    signed_in(alice, noon(100), "192.0.2.9")
    signed_in(alice, noon(40), "203.0.113.5")
    signed_in(alice, noon(3), "203.0.113.77")
    signed_in(alice, noon(2), "192.0.2.10")
    watch_from(noon(4))
    assert (actions.look_for_flags(), actions.look_for_flags()) == (1, 0)
    (flag,) = flags()
    assert (flag["kind"], flag["network"]) == ("new-place", "192.0.2.0/24")


def test_a_first_sign_in_is_no_new_place(alice: ApiClient) -> None:
    signed_in(alice, noon(2), "192.0.2.10")
    watch_from(noon(3))
    assert actions.look_for_flags() == 0


def test_the_night_is_unusual_for_who_never_signed_in_then(
    alice: ApiClient, bob: ApiClient
) -> None:
    night = noon(2) - timedelta(hours=9)
    signed_in(bob, night - timedelta(days=9), "192.0.2.10")
    for person in (alice, bob):
        later = timedelta(milliseconds=person is bob)
        signed_in(person, noon(5) + later, "192.0.2.10")
        signed_in(person, night + later, "192.0.2.10")
    watch_from(noon(4))
    actions.look_for_flags()
    assert [(flag["kind"], flag["hour"]) for flag in flags()] == [("odd-hour", "03:00")]


def test_nothing_before_the_first_look_counts(alice: ApiClient) -> None:
    signed_in(alice, noon(9), "203.0.113.5")
    signed_in(alice, noon(2), "192.0.2.10")
    assert actions.look_for_flags() == 0
    assert actions.look_for_flags() == 0


def test_many_rows_exported_in_a_day_are_flagged(
    admin: ApiClient, manager: ApiClient, letters: list[ports.Letter]
) -> None:
    watch_from(now() - timedelta(minutes=1))
    with transaction.atomic():
        rows = [ChangeRow("contact", manager.id, "export", {}, {"export": {"rows": 2_500}})] * 3
        write_changes(Actor(manager.id, "web"), rows)
    assert actions.look_for_flags() == 1
    assert flags()[0]["rows"] == 7_500
    (row,) = admin.get("audit", query={"verb": "flag"}).json["rows"]
    assert (row["who"]["en"], row["sentence"]["en"]) == (
        "Zhike",
        "flagged Morgan: a large export",
    )
    run_queued_jobs()
    (letter,) = letters
    assert (letter.address, letter.subject) == (admin.email, "Zhike: Morgan: a large export")


def test_many_records_read_raise_one_flag_and_few_raise_none(
    admin: ApiClient, manager: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "RECORDS", 7)
    for number in range(3):
        made = manager.post("records/contact", {"name": f"c{number}"}).json
    reads.forget_reads()
    manager.get("records/contact")
    manager.get("records/contact")
    manager.get("records/company")
    assert flags() == []
    manager.get(f"records/contact/{made['id']}")
    assert [(flag["kind"], flag["records"]) for flag in flags()] == [("mass-read", 7)]
    for _ in range(5):
        manager.get("records/contact")
    assert len(flags()) == 1
    assert admin.get("audit/flags").json == {"unseen": 1}
    assert admin.post("audit/flags/seen").status == 204
    assert admin.get("audit/flags").json == {"unseen": 0}
    assert manager.get("audit/flags").status == 403
    assert manager.post("audit/flags/seen").status == 403


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), (None, None)],
)
def test_networks(address: str | None, network: str | None) -> None:
    assert network_of(address) == network
