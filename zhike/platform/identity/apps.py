"""The room as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sign-in by password asks the directories without knowing them."""
        from zhike.platform.identity.providers.directory_actions import AskedDirectories
        from zhike.platform.identity.sign_in_actions import plug_directories

        plug_directories(AskedDirectories())
