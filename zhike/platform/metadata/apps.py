"""The metadata room."""

from django.apps import AppConfig


class MetadataConfig(AppConfig):
    """Registers the models of custom fields and saved views, and the check of specs against models."""

    name = "zhike.platform.metadata"
    label = "metadata"

    def ready(self) -> None:
        """Load the system checks."""
        from zhike.platform.metadata import checks

        checks.install()
