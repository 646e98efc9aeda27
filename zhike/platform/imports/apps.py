"""The imports room."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Declares the import job."""

    name = "zhike.platform.imports"
    label = "imports"

    def ready(self) -> None:
        """Load the job, so that a worker knows it."""
        from zhike.platform.imports import jobs  # noqa: F401
