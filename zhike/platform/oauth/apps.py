"""The room as a Django app."""

from django.apps import AppConfig


class OAuthConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.oauth"
    label = "oauth"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The person an app acts as gets no link for a password."""
        from zhike.platform.identity.ports import plug_reset_refusal
        from zhike.platform.oauth.queries import is_service_person

        plug_reset_refusal(is_service_person)
