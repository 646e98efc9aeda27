"""Moves the demo's campaign into the past: what took a second spreads over days, as it would have."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

_RECIPIENTS = """
UPDATE marketing_recipient SET claimed_at = claimed_at - %(ago)s, handing_at = handing_at - %(ago)s,
 handed_at = handed_at - %(ago)s,
 opened_at = opened_at - %(ago)s + least(-ln(((id * 7919) %% 997 + 1) / 998.0) * 5.5, 44) * interval '1 hour',
 clicked_at = clicked_at - %(ago)s + (least(-ln(((id * 7919) %% 997 + 1) / 998.0) * 5.5, 44) + 0.05) * interval '1 hour',
 unsubscribed_at = unsubscribed_at - %(ago)s + interval '20 hours'
 WHERE campaign_id = %(campaign)s
"""
_EVENTS = """
UPDATE marketing_mailevent e SET at = CASE e.kind WHEN 'open' THEN coalesce(r.opened_at, e.at)
 WHEN 'click' THEN coalesce(r.clicked_at, e.at) ELSE coalesce(r.unsubscribed_at, e.at) END
 FROM marketing_recipient r WHERE r.id = e.recipient_id AND r.campaign_id = %(campaign)s
"""
_CAMPAIGN = """
UPDATE marketing_campaign SET started_at = started_at - %(ago)s, finished_at = finished_at - %(ago)s,
 audience_at = audience_at - %(ago)s, created_at = created_at - %(ago)s, updated_at = updated_at - %(ago)s
 WHERE id = %(campaign)s
"""


def move_campaign(campaign: UUID, ago: timedelta) -> None:
    """Let a campaign that was just sent have been sent `ago`."""
    values: dict[str, Any] = {"campaign": campaign, "ago": ago}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (_RECIPIENTS, _EVENTS, _CAMPAIGN):
            cursor.execute(statement, values)
