"""The room as a Django app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.live"
    label = "live"
    default_auto_field = "django.db.models.BigAutoField"
