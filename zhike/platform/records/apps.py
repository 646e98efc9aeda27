"""The records room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Entries, links and the idempotency keys of the record API."""

    name = "zhike.platform.records"
    label = "records"

    def ready(self) -> None:
        """The history of a record is the first source of its timeline."""
        from zhike.platform.records.history import change_items
        from zhike.platform.records.timeline import register_timeline

        register_timeline(change_items)
