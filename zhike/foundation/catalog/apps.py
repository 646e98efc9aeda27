"""The catalog room."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers products."""

    name = "zhike.foundation.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Register the object."""
        from zhike.foundation.catalog.product.spec import PRODUCT
        from zhike.platform.metadata.registry import registry

        registry.register(PRODUCT)
