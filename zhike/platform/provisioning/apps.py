"""The room as a Django app."""

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.provisioning"
    label = "provisioning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whom the directory made gets no link for a password."""
        from zhike.platform.identity.ports import plug_reset_refusal
        from zhike.platform.provisioning.user_actions import has_no_password_of_ours

        plug_reset_refusal(has_no_password_of_ours)
