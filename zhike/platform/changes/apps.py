"""The room as a Django app."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"
