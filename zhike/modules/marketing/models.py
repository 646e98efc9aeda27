"""The models of the room, where Django looks for them."""

from zhike.modules.marketing.campaign.model import Campaign, MailEvent, Recipient
from zhike.modules.marketing.template.model import Template

__all__ = ["Campaign", "MailEvent", "Recipient", "Template"]
