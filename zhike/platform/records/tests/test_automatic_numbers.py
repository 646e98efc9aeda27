"""Automatic numbers: every record gets the next one, none is lost, none is given twice."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import ApiClient, make_person
from zhike.kit.clock import now
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.jobs.testing import run_queued_jobs
from zhike.platform.records.actions import create_record

NUMBER: dict[str, Any] = {
    "key": "code",
    "kind": "auto_number",
    "label": {"en": "Code", "zh": "编号"},
    "settings": {"pattern": "KH-{year}-{n:04}", "start": 7},
}


def codes(client: ApiClient, sort: str = "custom.code") -> list[str]:
    """The numbers of all contacts, in order."""
    page = client.get("records/contact", query={"fields": "custom.code", "sort": sort})
    return [row["custom"]["code"] for row in page.json["rows"]]


def test_every_new_record_gets_the_next_number_and_a_refused_one_takes_none(
    admin: ApiClient,
) -> None:
    made = admin.post("objects/contact/fields", {**NUMBER, "required": True})
    assert (made.status, made.json["readonly"], made.json["required"]) == (201, True, False)
    year = now().year
    first = admin.post("records/contact", {"name": "Ann"})
    assert first.json["custom"] == {"code": f"KH-{year}-0007"}
    assert admin.post("records/contact", {"name": "Bad", "email": "nonsense"}).status == 422
    second = admin.post("records/contact", {"name": "Ben"})
    assert second.json["custom"] == {"code": f"KH-{year}-0008"}
    assert codes(admin, "-custom.code") == [f"KH-{year}-0008", f"KH-{year}-0007"]
    history = admin.get(f"records/contact/{second.json['id']}/history").json["items"]
    change = {"field": "custom.code", "before": None, "after": f"KH-{year}-0008"}
    assert change in history[0]["data"]["fields"]


def test_nobody_enters_a_number(admin: ApiClient) -> None:
    admin.post("objects/contact/fields", NUMBER)
    forged = admin.post("records/contact", {"name": "Ann", "custom": {"code": "KH-1"}})
    assert (forged.status, forged.problem["errors"][0]["code"]) == (422, "read-only")
    row = admin.post("records/contact", {"name": "Ann"})
    path = f"records/contact/{row.json['id']}"
    assert admin.patch(path, {"custom": {"code": "KH-1"}}, version=row.version).status == 422
    assert codes(admin) == [f"KH-{now().year}-0007"]


def test_records_that_were_there_are_numbered_oldest_first(admin: ApiClient) -> None:
    for name in ("Ann", "Ben"):
        admin.post("records/contact", {"name": name})
    admin.post("objects/contact/fields", {**NUMBER, "settings": {"pattern": "K{n:02}"}})
    run_queued_jobs()
    admin.post("records/contact", {"name": "Cem"})
    page = admin.get("records/contact", query={"fields": "name,custom.code", "sort": "name"})
    numbered = {row["name"]: row["custom"]["code"] for row in page.json["rows"]}
    assert numbered == {"Ann": "K01", "Ben": "K02", "Cem": "K03"}


def test_a_field_made_again_repeats_no_number(admin: ApiClient) -> None:
    body = {**NUMBER, "settings": {"pattern": "K{n}"}}
    admin.post("objects/contact/fields", body)
    admin.post("records/contact", {"name": "Ann"})
    admin.delete("objects/contact/fields/code")
    admin.post("objects/contact/fields", body)
    run_queued_jobs()
    admin.post("records/contact", {"name": "Ben"})
    assert codes(admin) == ["K1", "K2"]


@pytest.mark.parametrize(
    "settings",
    [
        {"pattern": "no place"},
        {"pattern": "{n}{n}"},
        {"pattern": "{n:00}"},
        {"pattern": "{n.__class__}"},
        {"pattern": "{n}" + "x" * 60},
        {"pattern": 7},
        {"pattern": "{n}", "start": -1},
        {"pattern": "{n}", "start": True},
    ],
)
def test_a_pattern_that_counts_nothing_is_refused(
    admin: ApiClient, settings: dict[str, Any]
) -> None:
    refused = admin.post("objects/contact/fields", {**NUMBER, "settings": settings})
    assert (refused.status, refused.problem["errors"][0]["loc"]) == (422, ["settings"])
    assert not any(entry["custom"] for entry in admin.get("objects/contact/fields").json)


def create_many(names: list[str], broken: str) -> None:
    """Create contacts on a connection of one's own, each in its transaction; `broken` is rolled back after it was made."""
    try:
        for name in names:
            with transaction.atomic():
                create_record(SYSTEM, "contact", {"name": name})
                transaction.set_rollback(name == broken)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_no_number_twice() -> None:
    admin = make_person("Root", "administrator")
    made = admin.post("objects/contact/fields", {**NUMBER, "settings": {"pattern": "K{n:03}"}})
    assert made.status == 201, made
    threads = [
        Thread(target=create_many, args=([f"{part}{place}" for place in range(8)], f"{part}5"))
        for part in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes(admin) == [f"K{number:03}" for number in range(1, 29)]
