"""The statements that move recipients from state to state. Each is one short transaction's work for many people.

A run of the sender owns what it claimed as long as the campaign's `run` is its own and the row's `attempt` is the one
it was given. A run that was thought dead and wakes up finds one of the two changed and hands nothing over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.db import connection, transaction

from zhike.foundation.consent.gate import refusal
from zhike.foundation.consent.purposes import Purpose
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.reach import reached_rows

# The campaign is still being sent, and by this run.
_MINE = (
    "EXISTS (SELECT 1 FROM marketing_campaign k"
    " WHERE k.id = %s AND k.run = %s AND k.status = 'sending' AND k.deleted_at IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A recipient this run may write to, under this attempt."""

    id: int
    attempt: int
    contact_id: UUID
    email: str
    message_id: str
    tries: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim: its new status, why, and when to try again for `queued`."""

    id: int
    attempt: int
    status: str
    reason: str = ""
    retry_at: datetime | None = None
    tried: int = 0


def begin_run(campaign_id: UUID) -> int | None:
    """The number of a new run, or None when the campaign is not being sent.

    What an earlier run claimed and never gave to SMTP goes back in the queue; what it may have given is unknown from
    now on. One statement decides per row, on the row as it is once locked, so no claim can be in both.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_campaign SET run = run + 1, beat_at = now()"
            " WHERE id = %s AND status = 'sending' RETURNING run",
            [campaign_id],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(
            "UPDATE marketing_recipient SET"
            " status = CASE WHEN handing_at IS NULL THEN 'queued' ELSE 'unknown' END,"
            " reason = CASE WHEN handing_at IS NULL THEN '' ELSE 'interrupted' END"
            " WHERE campaign_id = %s AND status = 'claimed'",
            [campaign_id],
        )
        recount(campaign_id)
        return int(row[0])


def recount(campaign_id: UUID) -> None:
    """The number of mails handed over, counted anew. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_campaign SET sent_count = (SELECT count(*) FROM marketing_recipient"
            " WHERE campaign_id = %s AND status = 'handed') WHERE id = %s",
            [campaign_id, campaign_id],
        )


def claim(
    campaign_id: UUID,
    run: int,
    owner: Actor,
    purpose: Purpose,
    *,
    domain: str,
    count: int,
    after: int,
) -> tuple[list[Claim], int]:
    """Take up to `count` queued people after the id `after`; returns the claims and how many rows were looked at.

    Consent, suppression, trash and the owner's rights are asked in this very statement: a withdrawal committed before
    it always wins. Who may not be written to is skipped, with the reason. The Message-ID is fixed here.
    """
    visible = reached_rows(registry.get("contact"), policy_of(owner), "c", "view")
    statement = (
        Sql(
            "WITH picked AS (SELECT q.id, q.email, q.contact_id FROM marketing_recipient q WHERE q.campaign_id = %s"
            " AND q.status = 'queued' AND q.id > %s AND (q.retry_at IS NULL OR q.retry_at <= clock_timestamp())"
            f" AND {_MINE} ORDER BY q.id LIMIT %s FOR UPDATE OF q SKIP LOCKED),"
            " judged AS (SELECT p.id, lower(c.email) AS email,"
            " CASE WHEN c.id IS NULL OR c.deleted_at IS NOT NULL THEN 'gone' WHEN NOT ",
            (campaign_id, after, campaign_id, run, count),
        )
        + visible.wrapped()
        + Sql(" THEN 'not-visible' ELSE coalesce(")
        + refusal("c", purpose)
        + Sql(
            ", CASE WHEN lower(c.email) <> p.email AND EXISTS (SELECT 1 FROM marketing_recipient d"
            " WHERE d.campaign_id = %s AND d.email = lower(c.email) AND d.id <> p.id AND d.status <> 'skipped')"
            " THEN 'duplicate' END) END AS reason"
            " FROM picked p LEFT JOIN customer_contact c ON c.id = p.contact_id)"
            " UPDATE marketing_recipient r SET"
            " status = CASE WHEN j.reason IS NULL THEN 'claimed' ELSE 'skipped' END,"
            " reason = coalesce(j.reason, ''), email = coalesce(j.email, r.email), attempt = r.attempt + 1,"
            " message_id = %s || r.id || %s, claimed_at = now(), handing_at = NULL"
            " FROM judged j WHERE r.id = j.id"
            " RETURNING r.id, r.attempt, r.contact_id, r.email, r.message_id, r.tries, r.status",
            (campaign_id, f"<{campaign_id.hex}.", f"@{domain}>"),
        )
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows = sorted(cursor.fetchall())
    return [Claim(*row[:-1]) for row in rows if row[-1] == "claimed"], len(rows)


def mark_handing(campaign_id: UUID, run: int, claims: Sequence[Claim]) -> set[int]:
    """Note, before SMTP sees them, that these may be given to it; returns those that may. Commit before giving."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_recipient r SET handing_at = now()"
            " FROM unnest(%s::bigint[], %s::int[]) AS g(id, attempt)"
            f" WHERE r.id = g.id AND r.attempt = g.attempt AND r.status = 'claimed' AND {_MINE} RETURNING r.id",
            [[one.id for one in claims], [one.attempt for one in claims], campaign_id, run],
        )
        return {int(row[0]) for row in cursor.fetchall()}


def write_verdicts(verdicts: Sequence[Verdict]) -> None:
    """Note what became of claims. A row that a later run called unknown learns the truth, too: the attempt is the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_recipient r SET status = g.status, reason = g.reason, retry_at = g.retry_at,"
            " tries = r.tries + g.tried,"
            " handed_at = CASE WHEN g.status = 'handed' THEN now() END,"
            " handing_at = CASE WHEN g.status = 'queued' THEN NULL ELSE r.handing_at END"
            " FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::timestamptz[], %s::int[])"
            " AS g(id, attempt, status, reason, retry_at, tried)"
            " WHERE r.id = g.id AND r.attempt = g.attempt AND r.status IN ('claimed', 'unknown')",
            [
                [one.id for one in verdicts],
                [one.attempt for one in verdicts],
                [one.status for one in verdicts],
                [one.reason[:300] for one in verdicts],
                [one.retry_at for one in verdicts],
                [one.tried for one in verdicts],
            ],
        )


def waiting(campaign_id: UUID) -> tuple[int, datetime | None]:
    """How many are still to be written to, and when the first of them may be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(coalesce(retry_at, clock_timestamp())) FROM marketing_recipient"
            " WHERE campaign_id = %s AND status IN ('queued', 'claimed')",
            [campaign_id],
        )
        count, first = cursor.fetchone()
        return int(count), first


def beat(campaign_id: UUID, run: int, handed: int) -> bool:
    """A sign of life and the mails handed over since the last; whether this run goes on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_campaign SET beat_at = now(), sent_count = sent_count + %s,"
            " setbacks = CASE WHEN %s > 0 THEN 0 ELSE setbacks END,"
            " problem = CASE WHEN %s > 0 THEN NULL ELSE problem END"
            " WHERE id = %s RETURNING run = %s AND status = 'sending' AND deleted_at IS NULL",
            [handed, handed, handed, campaign_id, run],
        )
        row = cursor.fetchone()
        return bool(row and row[0])


def set_back(campaign_id: UUID, run: int, problem: Text) -> int:
    """Note that the server cannot be reached; returns how often in a row it could not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_campaign SET setbacks = least(setbacks + 1, 100), problem = %s::jsonb, beat_at = now()"
            " WHERE id = %s AND run = %s RETURNING setbacks",
            [orjson.dumps(problem._asdict()).decode(), campaign_id, run],
        )
        row = cursor.fetchone()
        return int(row[0]) if row else 1
