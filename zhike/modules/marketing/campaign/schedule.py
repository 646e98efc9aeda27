"""Sending later: the verb that sets the time, and the job that comes when it has come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from zhike.kit.clock import now
from zhike.kit.errors import Problem, ZhikeError
from zhike.kit.language import Text
from zhike.modules.marketing.campaign.actions import at_stage, begin, ready_template
from zhike.modules.marketing.campaign.closing import note_problem
from zhike.modules.marketing.campaign.content import fixed_content
from zhike.modules.marketing.campaign.errors import NotReady
from zhike.modules.marketing.campaign.model import Campaign
from zhike.platform.identity.actor import Actor, for_job
from zhike.platform.jobs.queue import defer, job
from zhike.platform.mail.server import mail_server
from zhike.platform.records.actions.change import action

FURTHEST: Final = timedelta(days=366)
_NOT_COMING: Final = Text("Choose a moment within the coming year.", "请选择未来一年内的时间。")


def schedule_campaign(actor: Actor, campaign_id: UUID, at: datetime) -> None:
    """Begin sending at a later moment; all is checked now, and again when the time comes.

    Raises as `send_campaign`, and NotReady for a moment that is past or more than a year away.
    """
    mail_server()
    with action(actor, "schedule", ("campaign", campaign_id), permission="send") as change:
        campaign = at_stage(change, "schedule")
        if not now() < at < now() + FURTHEST:
            raise NotReady(problems=[Problem(("at",), "not-coming", _NOT_COMING)])
        fixed_content(ready_template(actor, campaign), campaign.advert)
        change.set(status="scheduled", scheduled_at=at.isoformat(), problem=None)
        defer(
            begin_scheduled,
            at=at,
            campaign=campaign_id,
            scheduled_at=at.isoformat(),
            actor=actor.packed(),
        )


@job(queue="mail", retry=3, name="marketing.begin_scheduled")
def begin_scheduled(campaign: str, scheduled_at: str, actor: Mapping[str, Any]) -> None:
    """Begin, unless it was moved, begun or cancelled since, or the person who set the time may no longer send."""
    campaign_id = UUID(campaign)
    try:
        mail_server()
        acting = for_job(actor)
        with action(acting, "send", ("campaign", campaign_id)) as change:
            assert isinstance(change.record, Campaign)
            wanted = datetime.fromisoformat(scheduled_at)
            if change.record.status == "scheduled" and change.record.scheduled_at == wanted:
                begin(acting, change, change.record)
    except ZhikeError as error:
        note_problem(campaign_id, error.sentence)
