"""The room as a Django app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
