"""Who is about to enter somebody twice is told, and of nobody they may not see."""

from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.foundation.customer.contact.model import Contact

PERSON = {"name": "张伟", "email": "Zw@Acme.cn", "phone": "13800136021"}


def alike(client: ApiClient, **values: Any) -> list[str]:
    """Titles found."""
    answer = client.post("records/contact/alike", {"values": values})
    assert answer.status == 200, answer
    return [row["title"] for row in answer.json["rows"]]


@pytest.mark.parametrize(
    "values",
    [
        {"email": "zw@acme.cn"},
        {"email": " ZW@ACME.CN "},
        {"phone": "138 0013 6021"},
        {"phone": "+8613800136021", "email": "other@acme.cn"},
        {"other_emails": ["zw@acme.cn"]},
    ],
)
def test_the_same_address_or_number_is_found_however_written(
    alice: ApiClient, values: dict[str, Any]
) -> None:
    alice.post("records/contact", PERSON)
    assert alike(alice, **values) == ["张伟"]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "张伟"},
        {"email": "zw@acme"},
        {"email": "w@acme.cn"},
        {"email": None},
        {"x": "y"},
    ],
)
def test_nothing_is_found_by_what_does_not_tell_people_apart(
    alice: ApiClient, values: dict[str, Any]
) -> None:
    alice.post("records/contact", PERSON)
    assert alike(alice, **values) == []


def test_what_is_out_of_sight_is_not_told_of(
    alice: ApiClient, charlie: ApiClient, reader: ApiClient
) -> None:
    alice.post("records/contact", PERSON)
    assert alike(charlie, email="zw@acme.cn") == []
    assert reader.post("records/contact/alike", {"values": PERSON}).status == 403
    assert Contact.objects.count() == 1


def test_what_lies_in_the_trash_is_passed_over(alice: ApiClient) -> None:
    made = alice.post("records/contact", PERSON)
    alice.delete(f"records/contact/{made.json['id']}", headers={"If-Match": made.version})
    assert alike(alice, email="zw@acme.cn") == []
