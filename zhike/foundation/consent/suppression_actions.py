"""Addresses that get no mail of a purpose, or none at all: put on the list and taken off it."""

from collections.abc import Sequence

from django.db import connection, transaction

from zhike.foundation.consent.errors import BadConsent
from zhike.foundation.consent.purposes import PURPOSES, REASONS, Reach, Reason
from zhike.kit.clock import now
from zhike.kit.emails import normalise_email
from zhike.kit.errors import Forbidden, NotFound, Problem
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.reach import reached_rows

ALL: Reach = "all"
_REACHES = frozenset({ALL, *(purpose.key for purpose in PURPOSES)})
_REASONS = frozenset(reason.key for reason in REASONS)
_NOT_AN_ADDRESS = Text("Enter an e-mail address.", "请输入邮箱地址。")
_UNKNOWN = Text("“{value}” does not exist.", "没有“{value}”。")


def suppress_email(
    actor: Actor, email: str, *, reason: Reason, purpose: Reach = ALL, note: str = ""
) -> None:
    """Mail this address no more for a purpose; the first reason stays.

    For who may edit a contact of this address, or administers contacts. Raises Forbidden, BadConsent.
    """
    address = _address(email)
    _require_right(actor, address)
    suppress_emails(actor, [address], reason=reason, purpose=purpose, note=note)


def suppress_emails(
    actor: Actor,
    addresses: Sequence[str],
    *,
    reason: Reason,
    purpose: Reach = ALL,
    note: str = "",
) -> int:
    """The same for many addresses in lower case, without asking for rights; returns how many are new. Raises BadConsent."""
    problems = [
        Problem((name,), "unknown-option", _UNKNOWN, {"value": str(value)[:40]})
        for name, value, known in (("purpose", purpose, _REACHES), ("reason", reason, _REASONS))
        if value not in known
    ]
    if problems:
        raise BadConsent(problems=problems)
    # One order for everybody, so that two runs over the same addresses wait for each other and never deadlock.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consent_suppression (email, purpose, reason, note, at, actor_id)"
            " SELECT e, %s, %s, %s, %s, %s FROM (SELECT DISTINCT unnest(%s::text[]) AS e) a ORDER BY e"
            " ON CONFLICT (email, purpose) DO NOTHING RETURNING email",
            [purpose, reason, note[:300], now(), actor.user_id, list(addresses)],
        )
        added = [str(row[0]) for row in cursor.fetchall()]
        rows = [
            ChangeRow(
                "suppression",
                new_id(),
                "create",
                {},
                {"email": address, "purpose": purpose, "reason": reason},
            )
            for address in added
        ]
        if rows:
            write_changes(actor, rows)
    return len(added)


def lift_suppression(actor: Actor, email: str, *, purpose: Reach = ALL) -> None:
    """Let an address be mailed again, where consent allows it. For administrators. Raises Forbidden, NotFound."""
    policy_of(actor).require("contact", "admin")
    address = _address(email)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM consent_suppression WHERE email = %s AND purpose = %s RETURNING reason",
            [address, purpose],
        )
        row = cursor.fetchone()
        if row is None:
            raise NotFound
        before = {"email": address, "purpose": purpose, "reason": row[0]}
        write_changes(actor, [ChangeRow("suppression", new_id(), "delete", before, {})])


def _require_right(actor: Actor, address: str) -> None:
    """One refusal for an address nobody has and one of a contact out of reach: it tells nothing of either.

    Nor does it tell whoever does not see addresses whole whether they guessed one.
    """
    policy = policy_of(actor)
    policy.require("contact", "edit")
    if policy.may("contact", "admin"):
        return
    if not seen_by(policy, "contact").has_whole("email"):
        raise Forbidden(object="contact", action="edit")
    statement = (
        Sql(
            "SELECT EXISTS (SELECT 1 FROM customer_contact c WHERE lower(c.email) = %s AND c.deleted_at IS NULL AND ",
            (address,),
        )
        + reached_rows(registry.get("contact"), policy, "c", "view").wrapped()
        + Sql(" AND ")
        + reached_rows(registry.get("contact"), policy, "c", "edit").wrapped()
        + Sql(")")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        (may,) = cursor.fetchone()
    if not may:
        raise Forbidden(object="contact", action="edit")


def _address(email: str) -> str:
    try:
        return normalise_email(email).lower()
    except ValueError:
        raise BadConsent(problems=[Problem(("email",), "not-an-email", _NOT_AN_ADDRESS)]) from None
