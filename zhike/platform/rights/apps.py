"""The rights room."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Speaks of rights over any object; the rights themselves are kept and answered by `access`."""

    name = "zhike.platform.rights"
    label = "rights"
