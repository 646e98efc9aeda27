"""The analytics room."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Reads what the other rooms keep; has only a table of numbers that take long to count."""

    name = "zhike.modules.analytics"
    label = "analytics"
