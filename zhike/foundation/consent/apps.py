"""The consent room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The ledger of consents, how consent stands now, and suppressed addresses. None of them is a record."""

    name = "zhike.foundation.consent"
    label = "consent"

    def ready(self) -> None:
        """Register the column imports of contacts may have."""
        from zhike.foundation.consent.import_extra import ConsentColumn
        from zhike.platform.imports.targets import register_extra

        register_extra(ConsentColumn())
