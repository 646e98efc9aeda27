"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Lets the log be exported, and watches for what is worth a second look."""

    name = "zhike.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the log as a source of exports, its jobs, and the counter of reads."""
        from zhike.platform.audit import jobs  # noqa: F401
        from zhike.platform.audit.reads import count_read
        from zhike.platform.audit.source import KEY, AuditSource
        from zhike.platform.audit.words import OBJECTS
        from zhike.platform.exports.sources import register_source
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.query.reads import on_read

        registry.reserve(OBJECTS)
        register_source(KEY, AuditSource)
        on_read(count_read)
