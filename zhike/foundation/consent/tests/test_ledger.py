"""Consent is a ledger: lines are added, the latest one counts, and nobody can rewrite what was said."""

from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import ApiClient
from zhike.foundation.consent.actions import (
    ConsentLine,
    set_consents,
    withdraw_consent,
)
from zhike.foundation.consent.gate import may_mail, refusal
from zhike.foundation.consent.models import Consent
from zhike.foundation.consent.suppression_actions import suppress_email
from zhike.kit.clock import now
from zhike.kit.sql import Sql
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import SYSTEM

YES = {
    "purpose": "marketing",
    "status": "granted",
    "source": "trade fair",
    "notice_version": "2026-01",
}
NO = {"purpose": "marketing", "status": "withdrawn"}


@pytest.fixture
def wei(alice: ApiClient) -> str:
    """A contact of Alice's, with an address."""
    answer = alice.post("records/contact", {"name": "张伟", "email": "wei@example.com"})
    assert answer.status == 201, answer
    return str(answer.json["id"])


def ask(piece: Sql, contact: str) -> Any:
    """The value of a piece of SQL over one contact under the alias `c`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {piece.text} FROM customer_contact c WHERE c.id = %s", [*piece.params, contact]
        )
        return cursor.fetchone()[0]


def test_a_grant_is_kept_with_its_evidence_and_opens_the_gate(alice: ApiClient, wei: str) -> None:
    assert ask(may_mail("c", "marketing"), wei) is False
    assert ask(refusal("c", "marketing"), wei) == "no-consent"
    answer = alice.post(f"contacts/{wei}/consents", {**YES, "evidence": {"form": "A-17"}})
    assert answer.status == 201
    line = answer.json["ledger"][0]
    assert (line["source"], line["notice_version"], line["evidence"]) == (
        "trade fair",
        "2026-01",
        {"form": "A-17"},
    )
    assert line["actor"]["title"] == "Alice"
    assert [(state["purpose"], state["status"]) for state in answer.json["states"]] == [
        ("marketing", "granted")
    ]
    assert ask(may_mail("c", "marketing"), wei) is True
    assert ask(refusal("c", "marketing"), wei) is None
    assert ask(may_mail("c", "research"), wei) is False
    change = Change.objects.get(object="consent")
    assert (change.verb, change.after["contact"], str(change.record)) == (
        "granted",
        wei,
        line["id"],
    )


def test_withdrawing_takes_one_request_and_closes_the_gate(alice: ApiClient, wei: str) -> None:
    alice.post(f"contacts/{wei}/consents", YES)
    answer = alice.post(f"contacts/{wei}/consents", NO)
    assert [line["status"] for line in answer.json["ledger"]] == ["withdrawn", "granted"]
    assert ask(may_mail("c", "marketing"), wei) is False


def test_an_older_line_that_arrives_later_does_not_undo_a_withdrawal(
    alice: ApiClient, wei: str
) -> None:
    alice.post(f"contacts/{wei}/consents", NO)
    answer = alice.post(f"contacts/{wei}/consents", {**YES, "at": "2025-05-01T00:00:00Z"})
    assert len(answer.json["ledger"]) == 2
    assert answer.json["states"][0]["status"] == "withdrawn"
    assert ask(may_mail("c", "marketing"), wei) is False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_consent SET status = 'granted'",
        "DELETE FROM consent_consent",
        "TRUNCATE consent_consent CASCADE",
    ],
)
@pytest.mark.parametrize("account", ["default", "owner"])
@pytest.mark.django_db(databases=["default", "owner"])
def test_no_line_can_be_changed_or_removed(wei: str, statement: str, account: str) -> None:
    from django.db import connections  # both accounts are tried

    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(using=account),
        connections[account].cursor() as cursor,
    ):
        cursor.execute(statement)
    cause = refused.value.__cause__
    assert isinstance(cause, psycopg.errors.InsufficientPrivilege)


def test_who_may_not_edit_the_contact_may_not_change_consent(
    alice: ApiClient, bob: ApiClient, charlie: ApiClient, wei: str
) -> None:
    assert bob.post(f"contacts/{wei}/consents", YES).problem["code"] == "forbidden"
    assert charlie.post(f"contacts/{wei}/consents", YES).problem["code"] == "not-found"
    assert Consent.objects.count() == 0
    assert bob.get(f"contacts/{wei}/consents").status == 200
    assert charlie.get(f"contacts/{wei}/consents").status == 404


@pytest.mark.parametrize(
    "body",
    [
        {"purpose": "war", "status": "granted"},
        {"purpose": "marketing", "status": "maybe"},
        {"purpose": "marketing", "status": "granted", "channel": "fax"},
        {"purpose": "marketing", "status": "granted", "at": "2099-01-01T00:00:00Z"},
        {"purpose": "marketing", "status": "granted", "actor": "me"},
        {},
    ],
)
def test_what_makes_no_sense_is_refused(alice: ApiClient, wei: str, body: dict[str, Any]) -> None:
    assert alice.post(f"contacts/{wei}/consents", body).status == 422
    assert Consent.objects.count() == 0


def test_many_at_once_and_twice_the_same_person(alice: ApiClient, wei: str) -> None:
    lines = [
        ConsentLine(contact_id=UUID(wei), status="granted"),
        ConsentLine(contact_id=UUID(wei), status="withdrawn", at=now()),
        ConsentLine(contact_id=UUID(wei), status="granted", channel="sms"),
    ]
    set_consents(SYSTEM, lines)
    states = alice.get(f"contacts/{wei}/consents").json["states"]
    assert {(state["channel"], state["status"]) for state in states} == {
        ("email", "granted"),
        ("sms", "granted"),
    }


def test_a_suppressed_address_gets_no_mail_in_any_spelling(
    alice: ApiClient, admin: ApiClient, wei: str
) -> None:
    alice.post(f"contacts/{wei}/consents", YES)
    suppress_email(SYSTEM, "Wei@Example.com", reason="bounced")
    suppress_email(SYSTEM, "wei@example.com", reason="manual")
    assert ask(refusal("c", "marketing"), wei) == "suppressed"
    found = alice.get(f"contacts/{wei}/consents").json["suppressed"]
    assert [(one["purpose"], one["reason"]) for one in found] == [("all", "bounced")]
    assert alice.delete("suppressions/wei@example.com").problem["code"] == "forbidden"
    assert admin.delete("suppressions/wei@example.com").status == 204
    assert ask(may_mail("c", "marketing"), wei) is True
    assert admin.delete("suppressions/wei@example.com").status == 404


def test_the_house_notes_a_withdrawal_of_somebody_in_the_trash(alice: ApiClient, wei: str) -> None:
    alice.post(f"contacts/{wei}/consents", YES)
    assert alice.delete(f"records/contact/{wei}", version=1).status == 204
    withdraw_consent(
        SYSTEM, UUID(wei), purpose="marketing", channel="email", source="unsubscribe page"
    )
    assert Consent.objects.count() == 2
