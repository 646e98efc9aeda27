"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Lets the log be exported."""

    name = "zhike.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the log as a source of exports."""
        from zhike.platform.audit.source import KEY, AuditSource
        from zhike.platform.exports.sources import register_source

        register_source(KEY, AuditSource)
