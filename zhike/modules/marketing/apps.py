"""The marketing room."""

from django.apps import AppConfig


class MarketingConfig(AppConfig):
    """Registers templates and campaigns, and what campaigns add to a contact's timeline."""

    name = "zhike.modules.marketing"
    label = "marketing"

    def ready(self) -> None:
        """Register the objects."""
        from zhike.modules.marketing.campaign.spec import CAMPAIGN
        from zhike.modules.marketing.campaign.timeline import mail_items
        from zhike.modules.marketing.template.spec import TEMPLATE
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.timeline import register_timeline

        registry.register(TEMPLATE)
        registry.register(CAMPAIGN)
        register_timeline(mail_items)
