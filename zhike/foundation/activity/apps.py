"""The activity room."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Registers activities and puts them on the timeline of what they are about."""

    name = "zhike.foundation.activity"
    label = "activity"

    def ready(self) -> None:
        """Register the object and its timeline."""
        from zhike.foundation.activity.activity.spec import ACTIVITY
        from zhike.foundation.activity.activity.timeline import activity_items
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.timeline import register_timeline

        registry.register(ACTIVITY)
        register_timeline(activity_items)
