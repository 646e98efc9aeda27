"""How the sender leaves a campaign: done, or stopped because the mail server works with nobody."""

from uuid import UUID

from django.db import connection

from zhike.foundation.consent.suppression_actions import suppress_emails
from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.modules.marketing.campaign.claims import recount
from zhike.modules.marketing.campaign.model import Campaign
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.records.actions.change import action


def finish_campaign(campaign_id: UUID) -> None:
    """Everybody is settled. Does nothing when somebody paused or cancelled meanwhile."""
    with action(SYSTEM, "finish", ("campaign", campaign_id)) as change:
        assert isinstance(change.record, Campaign)
        if change.record.status == "sending":
            recount(campaign_id)
            suppress_bounced(campaign_id)
            change.set(status="done", finished_at=now().isoformat(), problem=None)


def suppress_bounced(campaign_id: UUID) -> None:
    """Addresses that do not exist get no more mail of any kind.

    Only once a campaign is over: a server that refuses everybody stops it first, and says nothing about the addresses.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT lower(email) FROM marketing_recipient WHERE campaign_id = %s AND status = 'bounced'",
            [campaign_id],
        )
        addresses = [str(row[0]) for row in cursor.fetchall()]
    suppress_emails(SYSTEM, addresses, reason="bounced", note="SMTP")


def settle_cancelled(campaign_id: UUID) -> None:
    """Those the sender gave back after their campaign was cancelled are skipped like the rest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE marketing_recipient SET status = 'skipped', reason = 'cancelled'"
            " WHERE campaign_id = %s AND status = 'queued' AND EXISTS"
            " (SELECT 1 FROM marketing_campaign k WHERE k.id = %s AND k.status = 'cancelled')",
            [campaign_id, campaign_id],
        )
    if Campaign.objects.filter(pk=campaign_id, status="cancelled").exists():
        suppress_bounced(campaign_id)


def stop_for_trouble(campaign_id: UUID, detail: Text) -> None:
    """Pause; the reason is shown on the campaign, and somebody may resume once it is mended."""
    with action(SYSTEM, "stop", ("campaign", campaign_id)) as change:
        assert isinstance(change.record, Campaign)
        if change.record.status == "sending":
            change.set(status="paused", problem=detail._asdict())


def note_problem(campaign_id: UUID, detail: Text) -> None:
    """A scheduled campaign could not begin: it is a draft again, and says why."""
    with action(SYSTEM, "stop", ("campaign", campaign_id)) as change:
        assert isinstance(change.record, Campaign)
        if change.record.status == "scheduled":
            change.set(status="draft", problem=detail._asdict())
