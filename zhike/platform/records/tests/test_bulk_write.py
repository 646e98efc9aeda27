"""Many rows that differ from one another are written as single actions would have written them."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.foundation.customer.models import Contact
from zhike.kit.errors import Forbidden, ValidationFailed
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import SYSTEM, Actor
from zhike.platform.metadata.errors import UnknownField
from zhike.platform.records.actions.bulk_write import RowWrite, write_many
from zhike.platform.records.actions.single import create_record
from zhike.platform.records.models import Entry


def as_person(client: ApiClient) -> Actor:
    return Actor(client.id, "import")


def entry_of(record_id: UUID | None) -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, sort_key, search::text FROM records_entry WHERE id = %s", [record_id]
        )
        title, order, words = cursor.fetchone()
    return title, order, words


ROW: dict[str, Any] = {
    "name": "张\t伟\\n\n'\"",
    "email": "zhang.wei@acme.com",
    "phone": "+8613812345678",
    "tags": ['a"b', "c\\d", "e,f", "{g}"],
    "address": {
        "country": "CN",
        "region": "310104",
        "street": 'No. 1 "A"\\B',
        "text": '上海市徐汇区No. 1 "A"\\B',
    },
    "birth_date": "1990-02-03",
    "description": "line one\nline two\t\\.",
}


def test_a_bulk_row_equals_a_single_one(alice: ApiClient) -> None:
    write = RowWrite(dict(ROW))
    write_many(as_person(alice), "contact", [write])
    single = create_record(as_person(alice), "contact", {**ROW, "name": "张 伟\\n"})
    bulk, other = Contact.objects.get(pk=write.id), Contact.objects.get(pk=single)
    assert write.result == "created"
    for column in Contact._meta.concrete_fields:
        if column.attname not in {"entry_id", "name", "created_at", "updated_at"}:
            assert getattr(bulk, column.attname) == getattr(other, column.attname), column.attname
    assert bulk.name == ROW["name"]
    assert entry_of(write.id)[2] == entry_of(single)[2]
    assert write.id is not None
    one, two = (Change.objects.get(record=record) for record in (write.id, single))
    assert one.after == {**two.after, "name": ROW["name"]}
    assert (one.verb, one.before, one.actor_id, one.via) == ("create", {}, alice.id, "import")


def test_rows_update_what_differs_and_only_that(alice: ApiClient) -> None:
    actor = as_person(alice)
    first, second = (
        RowWrite({"name": "张伟", "email": "a@x.com"}),
        RowWrite({"name": "李娜", "tags": ["old"]}),
    )
    write_many(actor, "contact", [first, second])
    same = RowWrite({"email": "a@x.com"}, first.id)
    other = RowWrite(
        {"name": "李娜娜", "tags": ["old", "new"], "phone": "+8613912345678", "job_title": None},
        second.id,
    )
    write_many(actor, "contact", [same, other])
    assert (same.result, other.result) == ("unchanged", "updated")
    assert Contact.objects.get(pk=first.id).version == 1
    changed = Contact.objects.get(pk=second.id)
    assert (changed.name, changed.tags, changed.phone, changed.version) == (
        "李娜娜",
        ["old", "new"],
        "+8613912345678",
        2,
    )
    assert second.id is not None
    change = Change.objects.get(record=second.id, verb="update")
    assert change.before == {"name": "李娜", "tags": ["old"], "phone": None}
    assert change.after == {"name": "李娜娜", "tags": ["old", "new"], "phone": "+8613912345678"}
    assert entry_of(second.id)[0] == "李娜娜"
    assert "13912345678" in entry_of(second.id)[2]


def test_different_fields_in_different_rows_do_not_mix(alice: ApiClient) -> None:
    actor = as_person(alice)
    rows = [
        RowWrite({"name": f"P{n}", "email": f"p{n}@x.com", "phone": f"+861381234560{n}"})
        for n in range(2)
    ]
    write_many(actor, "contact", rows)
    write_many(
        actor,
        "contact",
        [RowWrite({"email": "new@x.com"}, rows[0].id), RowWrite({"phone": None}, rows[1].id)],
    )
    found = {contact.name: (contact.email, contact.phone) for contact in Contact.objects.all()}
    assert found == {"P0": ("new@x.com", "+8613812345600"), "P1": ("p1@x.com", None)}


def test_who_may_not_edit_a_record_leaves_it_as_it_was(alice: ApiClient, bob: ApiClient) -> None:
    write = RowWrite({"name": "张伟"})
    write_many(as_person(alice), "contact", [write])
    foreign = RowWrite({"name": "Changed"}, write.id)
    write_many(as_person(bob), "contact", [foreign])
    assert foreign.result == "refused"
    assert Contact.objects.get(pk=write.id).name == "张伟"


def test_who_may_not_create_creates_nothing(reader: ApiClient) -> None:
    with pytest.raises(Forbidden):
        write_many(as_person(reader), "contact", [RowWrite({"name": "张伟"})])
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("values", "error"),
    [({"name": "A", "spent": {"amount": "5", "currency": "CNY"}}, ValidationFailed), ({"email": "a@x.com"}, ValidationFailed),
     ({"name": None}, ValidationFailed), ({"name": "A", "nothing": 1}, UnknownField)],
)  # fmt: skip
def test_mistakes_of_the_caller_write_nothing(
    alice: ApiClient, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        write_many(as_person(alice), "contact", [RowWrite({"name": "Good"}), RowWrite(values)])
    assert not Entry.objects.exists()
    assert not Change.objects.exists()


def test_the_house_may_keep_roll_ups(db: None) -> None:
    write = RowWrite(
        {"name": "张伟", "spent": {"amount": "12.50", "currency": "CNY"}, "order_count": 2}
    )
    write_many(SYSTEM, "contact", [write], system=True)
    contact = Contact.objects.get(pk=write.id)
    assert (contact.spent, contact.order_count, contact.owner_id) == (Decimal("12.5"), 2, None)
