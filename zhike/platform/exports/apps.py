"""The exports room."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Declares the export job."""

    name = "zhike.platform.exports"
    label = "exports"

    def ready(self) -> None:
        """Load the jobs, so that a worker knows them."""
        from zhike.platform.exports import jobs  # noqa: F401
