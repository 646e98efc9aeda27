"""Who a campaign is for: the segment seen with its owner's rights, each person judged and drawn in SQL.

The hold-out is an exact share, drawn by the order of a hash of campaign and contact, and only among people who may
lawfully be written to: both groups then differ in nothing but the mail.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from zhike.foundation.consent.gate import refusal
from zhike.foundation.consent.purposes import Purpose
from zhike.kit.errors import NotFound
from zhike.kit.sql import FALSE, Sql
from zhike.modules.marketing.campaign.model import Campaign
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.profile import profile_of
from zhike.platform.metadata.registry import registry
from zhike.platform.records.query.compile import compile_filter
from zhike.platform.records.query.filters import Named
from zhike.platform.records.query.page import source_for

CHECK_PATIENCE = "20s"
"""Judging a million people takes about two seconds on a quiet machine; a request else gets five on any."""


def owner_of(actor: Actor, campaign: Campaign) -> Actor:
    """Who answers for the campaign: its owner, as their rights are now; the actor where nobody owns it.

    Raises NotFound for an owner who may no longer sign in.
    """
    if campaign.owner_id is None or campaign.owner_id == actor.user_id:
        return actor
    profile = profile_of(campaign.owner_id)
    if profile is None:
        raise NotFound
    return Actor(
        profile.user_id, "job", actor.request_id, profile.spoken, profile.time_zone, profile.name
    )


def purpose_of(campaign: Campaign) -> Purpose:
    """The purpose consent is asked for."""
    match campaign.purpose:
        case "service":
            return "service"
        case "research":
            return "research"
        case _:
            return "marketing"


def judged_audience(owner: Actor, campaign: Campaign) -> Sql:
    """A SELECT of `id, email, reason` of everybody in the segment; `reason` is NULL for who may be written to.

    Two people with one address get one mail: the second is a `duplicate`.
    """
    assert campaign.segment_id is not None
    source = source_for(owner, "contact")
    condition = compile_filter(Named("segment", campaign.segment_id, ("segment",)), source)
    people = (
        Sql(f"SELECT {source.alias}.id, lower({source.alias}.email) AS email, ")
        + refusal(source.alias, purpose_of(campaign))
        + Sql(" AS refusal")
        + source.from_clause()
        + Sql(" WHERE ")
        + source.visible()
        + Sql(" AND ")
        + condition
    )
    # Materialized, or the planner would ask for consent again at every mention of `refusal`. Only addresses that occur
    # twice are sorted: sorting a million people takes longer than judging them.
    return (
        Sql("WITH p AS MATERIALIZED (")
        + people
        + Sql(
            "), twins AS (SELECT p.email FROM p WHERE p.refusal IS NULL GROUP BY p.email HAVING count(*) > 1),"
            " later AS (SELECT n.id FROM (SELECT p.id, row_number() OVER (PARTITION BY p.email ORDER BY p.id) AS place"
            " FROM p JOIN twins ON twins.email = p.email WHERE p.refusal IS NULL) n WHERE n.place > 1)"
            " SELECT p.id, p.email, CASE WHEN p.refusal IS NOT NULL THEN p.refusal"
            " WHEN later.id IS NOT NULL THEN 'duplicate' END AS reason FROM p LEFT JOIN later ON later.id = p.id"
        )
    )


def held_out_of(lawful: int, percent: int) -> int:
    """How many of the people who may be written to get no mail: the share, rounded to whole people, half up."""
    return (lawful * percent + 50) // 100


def _drawn_audience(owner: Actor, campaign: Campaign) -> Sql:
    """`judged_audience` with `held_out`: the share whose hash comes first. Every PostgreSQL computes MD5 alike."""
    lots = Sql(
        "row_number() OVER (PARTITION BY j.reason IS NULL ORDER BY md5(%s || j.id::text), j.id)"
        " <= (count(*) OVER (PARTITION BY j.reason IS NULL) * %s + 50) / 100",
        (str(campaign.pk), campaign.hold_out_percent),
    )
    draw = lots if campaign.hold_out_percent else FALSE
    return (
        Sql("SELECT j.id, j.email, j.reason, (j.reason IS NULL AND ")
        + draw
        + Sql(") AS held_out FROM (")
        + judged_audience(owner, campaign)
        + Sql(") j")
    )


def count_audience(actor: Actor, campaign: Campaign) -> dict[str, Any]:
    """`{"audience", "lawful", "to_send", "held_out", "reasons"}`: what sending now would do, as far as the actor may see.

    Who may not view all that the owner may gets what their own rights would reach: the owner's answer, even about
    people both see, could rest on companies and orders that only the owner sees.
    """
    owner = owner_of(actor, campaign)
    keys = (type_.key for type_ in registry)
    seen_by = owner if policy_of(actor).sees_all_of(policy_of(owner), keys) else actor
    statement = (
        Sql("SELECT coalesce(a.reason, ''), count(*) FROM (")
        + judged_audience(seen_by, campaign)
        + Sql(") a GROUP BY 1")
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [CHECK_PATIENCE])
        cursor.execute(statement.text, statement.params)
        reasons: dict[str, int] = dict(cursor.fetchall())
    lawful = reasons.pop("", 0)
    held_out = held_out_of(lawful, campaign.hold_out_percent)
    return {
        "audience": lawful + sum(reasons.values()),
        "lawful": lawful,
        "to_send": lawful - held_out,
        "held_out": held_out,
        "reasons": reasons,
    }


def insert_recipients(owner: Actor, campaign: Campaign) -> int:
    """Write the audience down, in one statement; returns how many people. Again it adds nobody twice."""
    statement = (
        Sql(
            "INSERT INTO marketing_recipient (campaign_id, contact_id, email, status, reason, variant, attempt, tries, message_id)"
            " SELECT %s, a.id, coalesce(a.email, ''),"
            " CASE WHEN a.reason IS NOT NULL THEN 'skipped' WHEN a.held_out THEN 'held_out' ELSE 'queued' END,"
            " coalesce(a.reason, ''),"
            " CASE WHEN a.reason IS NOT NULL THEN '' WHEN a.held_out THEN 'hold_out' ELSE 'mail' END, 0, 0, '' FROM (",
            (campaign.pk,),
        )
        + _drawn_audience(owner, campaign)
        + Sql(") a ORDER BY a.id ON CONFLICT (campaign_id, contact_id) DO NOTHING")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return int(cursor.rowcount)


def campaign_of(campaign_id: UUID) -> Campaign:
    """The campaign as it is now, for the sender. Raises NotFound."""
    found = Campaign.objects.filter(pk=campaign_id, deleted_at__isnull=True).first()
    if found is None:
        raise NotFound
    return found
