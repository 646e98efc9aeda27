"""The segment room."""

from django.apps import AppConfig


class SegmentConfig(AppConfig):
    """Registers segments, their use inside other filters, and the reader of the change log that marks them stale."""

    name = "zhike.foundation.segment"
    label = "segment"

    def ready(self) -> None:
        """Register the object, the named filter and the consumer."""
        from zhike.foundation.segment.consumers import StaleSegments
        from zhike.foundation.segment.queries import find_segment_filter, segment_phrase
        from zhike.foundation.segment.spec import SEGMENT
        from zhike.platform.changes.consumers import register_consumer
        from zhike.platform.metadata.registry import registry
        from zhike.platform.records.query.compile import register_named_filter

        registry.register(SEGMENT)
        register_named_filter("segment", find_segment_filter, segment_phrase)
        register_consumer(StaleSegments())
