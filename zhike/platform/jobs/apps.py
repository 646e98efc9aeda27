"""The room as a Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
