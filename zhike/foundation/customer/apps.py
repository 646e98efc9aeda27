"""The customer room."""

from django.apps import AppConfig


class CustomerConfig(AppConfig):
    """Registers companies and contacts."""

    name = "zhike.foundation.customer"
    label = "customer"

    def ready(self) -> None:
        """Register the objects."""
        from zhike.foundation.customer.company.spec import COMPANY
        from zhike.foundation.customer.contact.spec import CONTACT
        from zhike.platform.metadata.registry import registry

        registry.register(COMPANY)
        registry.register(CONTACT)
