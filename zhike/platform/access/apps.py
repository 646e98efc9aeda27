"""The room as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
