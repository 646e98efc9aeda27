"""The trash: who finds what in it, who takes it out again, and what goes for good after ninety days."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cast import ApiClient
from zhike.foundation.consent.models import Consent
from zhike.foundation.customer.contact.model import Contact
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.records.actions.purge import KEPT, purge_trash
from zhike.platform.records.models import Entry


def trashed(client: ApiClient, name: str, object_key: str = "contact") -> str:
    """The id of a record made and put into the trash."""
    made = client.post(f"records/{object_key}", {"name": name})
    record: str = made.json["id"]
    gone = client.delete(f"records/{object_key}/{record}", headers={"If-Match": made.version})
    assert gone.status == 204
    return record


def titles(client: ApiClient, **query: object) -> list[str]:
    """What the trash shows, newest first."""
    return [row["title"] for row in client.get("trash", query=query).json["rows"]]


def test_the_trash_says_what_by_whom_and_until_when(alice: ApiClient) -> None:
    record = trashed(alice, "张伟")
    (row,) = alice.get("trash").json["rows"]
    at = Entry.objects.get(id=record).deleted_at
    assert at is not None
    assert row["id"] == record
    assert (row["object"], row["title"]) == ("contact", "张伟")
    assert row["deleted_by"]["id"] == str(alice.id)
    assert row["deleted_at"][:19] == at.isoformat()[:19]
    assert row["gone_at"][:19] == (at + timedelta(days=90)).isoformat()[:19]


def test_it_is_searched_like_everything_and_by_object(alice: ApiClient) -> None:
    for name in ("张伟", "Anna Fischer"):
        trashed(alice, name)
    trashed(alice, "青岛海川", "company")
    assert titles(alice, q="zw") == ["张伟"]
    assert titles(alice, q="fisch") == ["Anna Fischer"]
    assert titles(alice, object="company") == ["青岛海川"]
    assert titles(alice) == ["青岛海川", "Anna Fischer", "张伟"]
    first = alice.get("trash", query={"limit": 2}).json
    rest = alice.get("trash", query={"limit": 2, "cursor": first["next"]}).json
    assert [row["title"] for row in rest["rows"]] == ["张伟"]
    assert rest["next"] is None
    assert alice.get("trash", query={"cursor": "x"}).status == 400


def test_nobody_finds_what_they_may_not_restore(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, reader: ApiClient, manager: ApiClient
) -> None:
    record = trashed(alice, "张伟")
    assert titles(manager) == ["张伟"]
    assert titles(bob) == titles(charlie) == titles(reader) == []
    for other in (bob, charlie, reader):
        assert other.post("records/contact/restore", {"ids": [record]}).status in {403, 404}
    assert Contact.objects.get(pk=UUID(record)).deleted_at is not None


def test_many_are_restored_at_once_or_none(alice: ApiClient, charlie: ApiClient) -> None:
    mine = [trashed(alice, name) for name in ("One", "Two")]
    other = trashed(charlie, "Three")
    assert alice.post("records/contact/restore", {"ids": [*mine, other]}).status == 404
    assert titles(alice) == ["Two", "One"]
    assert alice.post("records/contact/restore", {"ids": mine}).json["changed"] == 2
    assert titles(alice) == []
    assert alice.get(f"records/contact/{mine[0]}").status == 200


def test_after_ninety_days_it_is_gone_and_the_log_says_so(alice: ApiClient) -> None:
    company = trashed(alice, "青岛海川", "company")
    entry = Entry.objects.get(id=company)
    assert entry.deleted_at is not None
    assert purge_trash(entry.deleted_at + KEPT) == 0
    assert purge_trash(entry.deleted_at + KEPT + timedelta(seconds=1)) == 1
    assert not Entry.objects.filter(id=company).exists()
    assert titles(alice) == []
    assert alice.post("records/company/restore", {"ids": [company]}).status == 404
    change = Change.objects.filter(record=company).latest("id")
    assert (change.object, change.verb, change.actor_id) == ("company", "purge", None)


def test_a_contact_leaves_an_empty_row_on_which_the_proof_of_consent_stands(
    alice: ApiClient,
) -> None:
    made = alice.post("records/contact", {"name": "张伟", "email": "zw@acme.cn", "tags": ["VIP"]})
    record = UUID(made.json["id"])
    line = Consent.objects.create(
        contact_id=record, purpose="marketing", channel="email", status="granted", at=now()
    )
    alice.delete(f"records/contact/{record}", headers={"If-Match": made.version})
    assert purge_trash(now() + KEPT) == 1
    assert purge_trash(now() + KEPT) == 0
    left = Contact.objects.get(pk=record)
    assert (left.name, left.email, left.tags, left.owner_id) == ("", None, [], None)
    assert Entry.objects.get(id=record).title == ""
    assert Consent.objects.get(id=line.id).contact_id == record
    assert titles(alice) == []
    assert alice.post("records/contact/restore", {"ids": [str(record)]}).status == 404


@pytest.mark.parametrize("limit", [0, 201])
def test_a_page_has_a_size(alice: ApiClient, limit: int) -> None:
    assert alice.get("trash", query={"limit": limit}).status == 400
