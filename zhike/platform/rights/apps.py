"""The rights room."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Speaks of rights over any object; the rights themselves are kept and answered by `access`."""

    name = "zhike.platform.rights"
    label = "rights"

    def ready(self) -> None:
        """Load the jobs, so that a worker knows them."""
        from zhike.platform.rights import jobs  # noqa: F401
        from zhike.platform.rights.reviews import jobs as letters  # noqa: F401
