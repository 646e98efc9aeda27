"""What campaigns add to a contact's timeline: sent, opened, clicked, unsubscribed."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.query.columns import title_of
from zhike.platform.records.query.reach import visible_rows
from zhike.platform.records.timeline import Item


def mail_items(
    actor: Actor, type_: ObjectType, record_id: UUID, before: datetime | None, limit: int
) -> list[Item]:
    """Moments of mails of campaigns the reader may view; clicks name the address, sent mails the subject of their template."""
    policy = policy_of(actor)
    if type_.key != "contact" or not policy.may("campaign", "view"):
        return []
    shown = seen_by(policy, "campaign")
    seen, title = visible_rows(shown, policy, "k", "view"), title_of(shown, "k")
    told = seen_by(policy, "template").has_whole("subject")
    subject = Sql("k.content->>'subject'" if told else "NULL::text")
    statement = (
        Sql(
            "SELECT m.id, m.verb, m.at, m.title, m.campaign, m.subject, m.address FROM ("
            "SELECT r.id || '-sent' AS id, 'sent' AS verb, r.handed_at AS at, "
        )
        + title
        + Sql(" AS title, k.id AS campaign, ")
        + subject
        + Sql(
            " AS subject, NULL AS address FROM marketing_recipient r JOIN marketing_campaign k ON k.id = r.campaign_id"
            " WHERE r.contact_id = %s AND r.handed_at IS NOT NULL AND ",
            (record_id,),
        )
        + seen
        + Sql(
            " UNION ALL SELECT r.id || '-' || e.id, CASE e.kind WHEN 'open' THEN 'opened' WHEN 'click' THEN 'clicked'"
            " ELSE 'unsubscribed' END, e.at, "
        )
        + title
        + Sql(", k.id, ")
        + subject
        + Sql(
            ", k.content->'links'->>e.link FROM marketing_recipient r JOIN marketing_campaign k ON k.id = r.campaign_id"
            " JOIN marketing_mailevent e ON e.recipient_id = r.id WHERE r.contact_id = %s AND ",
            (record_id,),
        )
        + seen
        + Sql(") m WHERE m.at < coalesce(%s, 'infinity'::timestamptz)", (before,))
        + Sql(" ORDER BY m.at DESC LIMIT %s", (limit,))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows = cursor.fetchall()
    return [
        Item(
            id=f"mail-{key}",
            kind="mail",
            at=at,
            title=name,
            text=about or "",
            object="campaign",
            record=campaign,
            data={"verb": verb, **({"link": address} if address else {})},
        )
        for key, verb, at, name, campaign, about, address in rows
    ]
