"""The sender as a job, and the upkeep that takes up campaigns whose job was lost."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from zhike.kit.clock import now
from zhike.kit.errors import NotFound, ZhikeError
from zhike.modules.marketing.campaign.audience import (
    campaign_of,
    insert_recipients,
    owner_of,
)
from zhike.modules.marketing.campaign.closing import (
    finish_campaign,
    settle_cancelled,
    stop_for_trouble,
)
from zhike.modules.marketing.campaign.model import Campaign
from zhike.modules.marketing.campaign.sending import Ending, run_campaign
from zhike.platform.identity.actor import Actor, for_job
from zhike.platform.jobs.progress import UNEXPECTED, Watched
from zhike.platform.jobs.queue import Interrupted, defer, drop_waiting, job, periodic
from zhike.platform.jobs.worker import stopping

SILENT: Final = timedelta(minutes=3)


def queue_sending(
    campaign_id: UUID, *, progress: UUID | str | None, at: datetime | None = None
) -> None:
    """Queue the sender; twice is once, and one campaign has one sender at a time."""
    key = _key(campaign_id)
    defer(
        send_mails,
        at=at,
        once=key,
        lock=key,
        campaign=campaign_id,
        progress=str(progress) if progress else None,
    )


def start_sending(campaign_id: UUID, progress: UUID) -> None:
    """Queue the sender to run at once and to tell `progress`, whatever an earlier one was waiting for."""
    drop_waiting(_key(campaign_id))
    queue_sending(campaign_id, progress=progress)


def _key(campaign_id: UUID) -> str:
    return f"campaign-{campaign_id}"


@job(queue="mail", retry=5, name="marketing.send_mails")
def send_mails(campaign: str, progress: str | None) -> None:
    """Send a campaign until nothing is left to send now."""
    campaign_id = UUID(campaign)
    watched = Watched(UUID(progress)) if progress else None
    try:
        ending = _send(campaign_id, watched)
    except ZhikeError as error:
        # No server set, the owner gone: nothing that trying again would mend.
        ending = Ending("trouble", detail=error.sentence)
    except Exception:
        if watched:
            watched.fail(UNEXPECTED)  # tried again a few times; then it shows as running once more
        raise
    match ending.kind:
        case "done":
            finish_campaign(campaign_id)
        case "again":
            queue_sending(campaign_id, progress=progress, at=ending.at)
            return
        case "interrupted":
            raise Interrupted
        case "trouble":
            stop_for_trouble(campaign_id, ending.detail)
            if watched:
                watched.fail(ending.detail)
            return
        case "stopped":
            settle_cancelled(campaign_id)
    if watched:
        watched.finish(_counts(campaign_id))


def _send(campaign_id: UUID, watched: Watched | None) -> Ending:
    try:
        campaign = campaign_of(campaign_id)
    except NotFound:
        return Ending("stopped")
    if campaign.status != "sending":
        return Ending("stopped")
    actor = _sender(campaign)
    total = _write_audience(actor, campaign)
    settled = sum(
        count
        for status, count in _counts(campaign_id).items()
        if status not in ("queued", "claimed")
    )

    def told(more: int) -> None:
        if watched:
            watched.advance(settled + more, total)

    told(0)
    return run_campaign(actor, campaign, stop=stopping, told=told)


def _sender(campaign: Campaign) -> Actor:
    """Who told the campaign to be sent."""
    return for_job(campaign.content["sent_by"])


def _write_audience(actor: Actor, campaign: Campaign) -> int:
    """Write the recipients down once, however often the job starts; returns how many there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT audience_at, audience_count FROM marketing_campaign WHERE id = %s FOR UPDATE",
            [campaign.pk],
        )
        written_at, count = cursor.fetchone()
        if written_at is None:
            count = insert_recipients(owner_of(actor, campaign), campaign)
            cursor.execute(
                "UPDATE marketing_campaign SET audience_at = now(), audience_count = %s WHERE id = %s",
                [count, campaign.pk],
            )
        return int(count)


def _counts(campaign_id: UUID) -> dict[str, Any]:
    """People by status."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status, count(*) FROM marketing_recipient WHERE campaign_id = %s GROUP BY status",
            [campaign_id],
        )
        return dict(cursor.fetchall())


@periodic("* * * * *")
def take_up_campaigns() -> None:
    """Queue the sender of campaigns that have shown no sign of life; a sender that waits for its time is left alone."""
    silent = Campaign.objects.annotate(life=Coalesce("beat_at", "started_at")).filter(
        Q(status="sending", deleted_at__isnull=True, life__lt=now() - SILENT)
    )
    for campaign_id in silent.values_list("pk", flat=True):
        queue_sending(campaign_id, progress=None)
