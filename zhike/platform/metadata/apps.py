"""The metadata room."""

from django.apps import AppConfig


class MetadataConfig(AppConfig):
    """Registers the models of custom fields and saved views, and the check of specs against models.

    Says which objects a token's scope may name.
    """

    name = "zhike.platform.metadata"
    label = "metadata"

    def ready(self) -> None:
        """Load the system checks."""
        from zhike.platform.identity.scopes import plug_objects
        from zhike.platform.metadata import checks
        from zhike.platform.metadata.registry import registry

        checks.install()
        plug_objects(lambda: registry.specs)
