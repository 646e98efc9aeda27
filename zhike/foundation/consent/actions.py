"""Granting and withdrawing. Every door writes the ledger, the state and the change log in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from zhike.foundation.consent.errors import BadConsent
from zhike.foundation.consent.purposes import (
    CHANNELS,
    PURPOSES,
    STATUSES,
    Channel,
    Purpose,
    Status,
)
from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, NotFound, Problem
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.reach import reached_rows

UNKNOWN = Text(
    "“{value}” does not exist. Choose one of: {known}.", "没有“{value}”，可选：{known}。"
)
IN_FUTURE = Text("This moment has not come yet.", "该时间尚未到来。")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """One line to add to the ledger. `at` is when the person said so; None means now."""

    contact_id: UUID
    status: Status
    purpose: Purpose = "marketing"
    channel: Channel = "email"
    source: str = ""
    notice_version: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def grant_consent(
    actor: Actor, contact_id: UUID, *, purpose: Purpose, channel: Channel, **details: Any
) -> None:
    """Note that a person agreed. `details` are those of `ConsentLine`. Raises NotFound, Forbidden, BadConsent."""
    line = ConsentLine(
        contact_id=contact_id, status="granted", purpose=purpose, channel=channel, **details
    )
    set_consents(actor, [line])


def withdraw_consent(
    actor: Actor, contact_id: UUID, *, purpose: Purpose, channel: Channel, **details: Any
) -> None:
    """Note that a person no longer agrees. `details` are those of `ConsentLine`. Raises as `grant_consent`."""
    line = ConsentLine(
        contact_id=contact_id, status="withdrawn", purpose=purpose, channel=channel, **details
    )
    set_consents(actor, [line])


def set_consents(
    actor: Actor, lines: Sequence[ConsentLine], *, rights_checked: bool = False
) -> None:
    """Add lines for many people: four statements for any number of them.

    A line older than what is known (an import of last year's consents) is kept in the ledger and changes no state, so
    it cannot undo a withdrawal. `rights_checked` is for who has just written these very contacts. Raises NotFound when
    the actor may not view one of the contacts, Forbidden when they may not edit it, BadConsent; then nothing was written.
    """
    if not lines:
        return
    moment = now()
    _check(lines, moment)
    # One order for everybody, so that two imports over the same people wait for each other and never deadlock.
    ordered = sorted(
        lines, key=lambda line: (line.contact_id, line.channel, line.purpose, line.at or moment)
    )
    ids = [new_id() for _ in ordered]
    with transaction.atomic():
        if not rights_checked:
            _require_contacts(actor, sorted({line.contact_id for line in ordered}))
        _add_lines(actor, ordered, ids, moment)
        _bring_up_states(ids)
        rows = [
            ChangeRow(
                "consent",
                line_id,
                line.status,
                {},
                {
                    "contact": str(line.contact_id),
                    "purpose": line.purpose,
                    "channel": line.channel,
                    "status": line.status,
                    "source": line.source,
                },
            )
            for line_id, line in zip(ids, ordered, strict=True)
        ]
        write_changes(actor, rows)


def _check(lines: Sequence[ConsentLine], moment: datetime) -> None:
    known = {"purpose": PURPOSES, "channel": CHANNELS, "status": STATUSES}
    problems = []
    for number, line in enumerate(lines):
        place: tuple[str | int, ...] = (number,) if len(lines) > 1 else ()
        for name, options in known.items():
            value = getattr(line, name)
            keys = [option.key for option in options]
            if value not in keys:
                data = {"value": str(value)[:40], "known": ", ".join(keys)}
                problems.append(Problem((*place, name), "unknown-option", UNKNOWN, data))
        if line.at is not None and line.at > moment:
            problems.append(Problem((*place, "at"), "in-future", IN_FUTURE))
    if problems:
        raise BadConsent(problems=problems)


def _require_contacts(actor: Actor, ids: list[UUID]) -> None:
    """The house may note a withdrawal of somebody in the trash, too: the refusal outlives the record."""
    policy = policy_of(actor)
    policy.require("contact", "view")
    alive = "TRUE" if actor.is_house else "c.deleted_at IS NULL"
    contact = registry.get("contact")
    view, edit = (reached_rows(contact, policy, "c", action) for action in ("view", "edit"))
    statement = (
        Sql("SELECT count(*), count(*) FILTER (WHERE ")
        + edit
        + Sql(f") FROM customer_contact c WHERE c.id = ANY(%s) AND {alive} AND ", (ids,))
        + view
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        seen, editable = cursor.fetchone()
    if seen != len(ids):
        raise NotFound
    if editable != len(ids):
        raise Forbidden(object="contact", action="edit")


def _add_lines(
    actor: Actor, lines: Sequence[ConsentLine], ids: Sequence[UUID], moment: datetime
) -> None:
    columns: list[list[Any]] = [
        list(ids),
        [line.contact_id for line in lines],
        [line.purpose for line in lines],
        [line.channel for line in lines],
        [line.status for line in lines],
        [line.source[:200] for line in lines],
        [line.notice_version[:60] for line in lines],
        [orjson.dumps(line.evidence).decode() for line in lines],
        [line.at or moment for line in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consent_consent"
            " (id, contact_id, purpose, channel, status, source, notice_version, evidence, at, actor_id, written_at)"
            " SELECT l.id, l.contact, l.purpose, l.channel, l.status, l.source, l.notice, l.evidence::jsonb, l.at, %s, %s"
            " FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],"
            " %s::timestamptz[]) AS l(id, contact, purpose, channel, status, source, notice, evidence, at)",
            [actor.user_id, moment, *columns],
        )


def _bring_up_states(ids: Sequence[UUID]) -> None:
    """The latest of the new lines decides each state, unless a known one is later still."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consent_consentstate (contact_id, purpose, channel, status, at, line_id)"
            " SELECT DISTINCT ON (contact_id, channel, purpose) contact_id, purpose, channel, status, at, id"
            " FROM consent_consent WHERE id = ANY(%s) ORDER BY contact_id, channel, purpose, at DESC, id DESC"
            " ON CONFLICT (contact_id, channel, purpose) DO UPDATE"
            " SET status = excluded.status, at = excluded.at, line_id = excluded.line_id"
            " WHERE excluded.at >= consent_consentstate.at",
            [list(ids)],
        )
