"""The marketing room."""

from django.apps import AppConfig


class MarketingConfig(AppConfig):
    """Registers templates and campaigns, what campaigns add to a contact's timeline, and their people in filters."""

    name = "zhike.modules.marketing"
    label = "marketing"

    def ready(self) -> None:
        """Register the objects."""
        from zhike.modules.marketing.campaign.follow_up import (
            PEOPLE,
            campaign_people,
            campaign_phrase,
        )
        from zhike.modules.marketing.campaign.spec import CAMPAIGN
        from zhike.modules.marketing.campaign.timeline import mail_items
        from zhike.modules.marketing.template.spec import TEMPLATE
        from zhike.platform.mail.mailbox import mail_is_about
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.query.compile import register_named_filter
        from zhike.platform.records.timeline import register_timeline

        mail_is_about("campaign", "contact")
        registry.register(TEMPLATE)
        registry.register(CAMPAIGN)
        register_timeline(mail_items)
        register_named_filter("campaign", campaign_people, campaign_phrase, parts=PEOPLE)
