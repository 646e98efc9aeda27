"""The search room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Reads the search vectors that actions keep on entries."""

    name = "zhike.platform.search"
    label = "search"
