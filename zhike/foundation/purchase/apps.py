"""The purchase room."""

from django.apps import AppConfig


class PurchaseConfig(AppConfig):
    """Registers orders and their place in timelines."""

    name = "zhike.foundation.purchase"
    label = "purchase"

    def ready(self) -> None:
        """Register the object and the timeline source."""
        from zhike.foundation.purchase.order.queries import order_items
        from zhike.foundation.purchase.order.spec import ORDER
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.timeline import register_timeline

        registry.register(ORDER)
        register_timeline(order_items)
