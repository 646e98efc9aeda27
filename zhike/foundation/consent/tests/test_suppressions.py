"""Who may put an address on the list of those that get no mail, and what that stops."""

import pytest
from django.db import connection

from tests.cast import ApiClient
from zhike.foundation.consent.gate import may_mail, refusal
from zhike.foundation.consent.queries import is_suppressed
from zhike.foundation.consent.suppression_actions import suppress_email, suppress_emails
from zhike.foundation.consent.tests.test_ledger import ask
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import SYSTEM


def listed() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email, purpose FROM consent_suppression ORDER BY 1, 2")
        return list(cursor.fetchall())


@pytest.fixture
def wei(alice: ApiClient) -> str:
    """A contact of Alice's who agreed to marketing and research."""
    contact = str(
        alice.post("records/contact", {"name": "张伟", "email": "wei@example.com"}).json["id"]
    )
    for purpose in ("marketing", "research"):
        said = {"purpose": purpose, "status": "granted"}
        assert alice.post(f"contacts/{contact}/consents", said).status == 201
    return contact


def test_only_who_may_edit_a_contact_of_the_address(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, reader: ApiClient, wei: str
) -> None:
    """Bob of her team may see it, Charlie not, and nobody has the last address: one refusal for all of them."""
    for person, address in (
        (bob, "wei@example.com"),
        (charlie, "wei@example.com"),
        (reader, "wei@example.com"),
        (alice, "nobody@example.com"),
    ):
        answer = person.post("suppressions", {"email": address})
        assert (answer.status, answer.problem["code"]) == (403, "forbidden"), person.email
    assert listed() == []
    assert Change.objects.filter(object="suppression").count() == 0
    body = {"email": "Wei@Example.com", "purpose": "marketing"}
    assert alice.post("suppressions", body).status == 204
    assert listed() == [("wei@example.com", "marketing")]


def test_administrators_may_any_address_and_lift(
    admin: ApiClient, alice: ApiClient, wei: str
) -> None:
    assert admin.post("suppressions", {"email": "nobody@example.com"}).status == 204
    assert alice.post("suppressions", {"email": "wei@example.com"}).status == 204
    assert alice.delete("suppressions/wei@example.com").problem["code"] == "forbidden"
    wrong = admin.delete("suppressions/wei@example.com", query={"purpose": "marketing"})
    assert wrong.status == 404
    assert listed() == [("nobody@example.com", "all"), ("wei@example.com", "all")]
    assert admin.delete("suppressions/wei@example.com").status == 204
    assert listed() == [("nobody@example.com", "all")]


def test_a_purpose_is_stopped_and_the_others_go_on(wei: str) -> None:
    suppress_email(SYSTEM, "wei@example.com", reason="unsubscribed", purpose="marketing")
    assert ask(refusal("c", "marketing"), wei) == "suppressed"
    assert ask(may_mail("c", "marketing"), wei) is False
    assert ask(refusal("c", "research"), wei) is None
    assert (is_suppressed("wei@example.com"), is_suppressed("WEI@example.com", "marketing")) == (
        False,
        True,
    )
    suppress_email(SYSTEM, "wei@example.com", reason="complained")
    assert ask(refusal("c", "research"), wei) == "suppressed"
    assert is_suppressed("wei@example.com", "research")


@pytest.mark.django_db
def test_many_addresses_and_the_first_reason_stays() -> None:
    addresses = ["a@example.com", "b@example.com", "a@example.com"]
    assert suppress_emails(SYSTEM, addresses, reason="bounced") == 2
    assert suppress_emails(SYSTEM, addresses, reason="manual") == 0
    assert Change.objects.filter(object="suppression").count() == 2


@pytest.mark.parametrize(
    "body",
    [
        {"email": "no address"},
        {"email": "a@example.com", "purpose": "war"},
        {"email": "a@example.com", "reason": "whim"},
    ],
)
def test_what_makes_no_sense_is_refused(admin: ApiClient, body: dict[str, str]) -> None:
    assert admin.post("suppressions", body).status == 422
    assert listed() == []
