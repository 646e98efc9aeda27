"""The people of a campaign, listed for a reader: whom they may not see is counted and not named."""

from typing import Any, Final
from uuid import UUID

from django.db import connection

from zhike.kit.errors import Forbidden, NotFound
from zhike.kit.sql import FALSE, Sql
from zhike.modules.marketing.campaign.model import RECIPIENT_STATUSES, Campaign
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.errors import InvalidQuery
from zhike.platform.records.query.columns import shown, title_of
from zhike.platform.records.query.linked import within_reach
from zhike.platform.records.query.reach import visible_rows

LIMIT: Final = 200
DEEDS: Final = {
    "opened": Sql("r.opened_at IS NOT NULL"),
    "not_opened": Sql("r.status = 'handed' AND r.opened_at IS NULL"),
    "clicked": Sql("r.clicked_at IS NOT NULL"),
    "unsubscribed": Sql("r.unsubscribed_at IS NOT NULL"),
}
_COLUMNS: Final = [
    "id",
    "contact",
    "email",
    "status",
    "reason",
    "handed_at",
    "opened_at",
    "clicked_at",
    "unsubscribed_at",
]


def visible_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    """The campaign, for a reader who may view it. Raises Forbidden, NotFound."""
    policy = policy_of(actor)
    policy.require("campaign", "view")
    found = Campaign.objects.filter(pk=campaign_id, deleted_at__isnull=True).first()
    type_ = registry.get("campaign")
    if found is None or not within_reach(policy, type_, campaign_id, found.owner_id, "view"):
        raise NotFound
    return found


def editable_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    """The campaign, for somebody who may edit it. Raises Forbidden, NotFound."""
    found, type_ = visible_campaign(actor, campaign_id), registry.get("campaign")
    if not within_reach(policy_of(actor), type_, campaign_id, found.owner_id, "edit"):
        raise Forbidden(object="campaign", action="edit")
    return found


def list_recipients(
    actor: Actor, campaign_id: UUID, *, status: str = "", limit: int = 50, after: int = 0
) -> tuple[list[dict[str, Any]], int | None]:
    """People in the order they were written down, and where the next page begins.

    `status` is one of the states, or opened, not_opened, clicked, unsubscribed. Raises NotFound, InvalidQuery.
    """
    visible_campaign(actor, campaign_id)
    limit = max(1, min(limit, LIMIT))
    condition = Sql("TRUE")
    if status in RECIPIENT_STATUSES:
        condition = Sql("r.status = %s", (status,))
    elif status in DEEDS:
        condition = DEEDS[status]
    elif status:
        raise InvalidQuery(parameter="status", reason=", ".join((*RECIPIENT_STATUSES, *DEEDS)))
    policy = policy_of(actor)
    contact = seen_by(policy, "contact")
    seen = visible_rows(contact, policy, "c", "view") if policy.may("contact", "view") else FALSE
    # What a server said may quote the address it was asked about.
    quoted = "c.id IS NOT NULL" if contact.has_whole("email") else "FALSE"
    statement = (
        Sql("SELECT r.id, CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'title', ")
        + title_of(contact, "c")
        + Sql(", 'object', 'contact') END, CASE WHEN c.id IS NOT NULL THEN ")
        + shown(contact, "email", "r")
        + Sql(
            f" END, r.status, CASE WHEN {quoted} OR r.status = 'skipped' THEN r.reason ELSE '' END,"
            " r.handed_at, r.opened_at, r.clicked_at, r.unsubscribed_at"
            " FROM marketing_recipient r LEFT JOIN customer_contact c ON c.id = r.contact_id AND "
        )
        + seen
        + Sql(" WHERE r.campaign_id = %s AND r.id > %s AND ", (campaign_id, after))
        + condition
        + Sql(" ORDER BY r.id LIMIT %s", (limit + 1,))
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    following = rows[limit - 1]["id"] if len(rows) > limit else None
    return rows[:limit], following
