"""The room's jobs, where the worker looks for them."""

from zhike.modules.marketing.campaign.schedule import begin_scheduled
from zhike.modules.marketing.campaign.sender_job import send_mails, take_up_campaigns

__all__ = ["begin_scheduled", "send_mails", "take_up_campaigns"]
