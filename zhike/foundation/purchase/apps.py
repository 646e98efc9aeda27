"""The purchase room."""

from django.apps import AppConfig


class PurchaseConfig(AppConfig):
    """Registers orders, their place in timelines and their import."""

    name = "zhike.foundation.purchase"
    label = "purchase"

    def ready(self) -> None:
        """Register the object, the timeline source and the import profile."""
        from zhike.foundation.purchase.order.import_profile import OrderImport
        from zhike.foundation.purchase.order.queries import order_items
        from zhike.foundation.purchase.order.spec import ORDER
        from zhike.platform.imports.targets import register_profile
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.timeline import register_timeline

        registry.register(ORDER)
        register_timeline(order_items)
        register_profile(OrderImport())
