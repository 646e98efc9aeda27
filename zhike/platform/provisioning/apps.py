"""The room as a Django app."""

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.provisioning"
    label = "provisioning"
    default_auto_field = "django.db.models.BigAutoField"
