"""The analytics room."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Has no tables of its own: it reads what the other rooms keep."""

    name = "zhike.modules.analytics"
    label = "analytics"
