"""The room as a Django app."""

from django.apps import AppConfig


class OAuthConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.oauth"
    label = "oauth"
    default_auto_field = "django.db.models.BigAutoField"
