"""The room as a Django app: plugs the log into identity, and the consumers into the worker."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """See the package docstring."""

    name = "zhike.platform.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms below this one write changes and run consumers without knowing it."""
        from zhike.platform.changes.consumers import register_consumer, run_consumers
        from zhike.platform.changes.log import CHANNEL, record_happenings
        from zhike.platform.changes.seals import Sealer
        from zhike.platform.identity.ports import plug_recorder
        from zhike.platform.jobs.worker import register_ticker

        plug_recorder(record_happenings)
        register_consumer(Sealer())
        register_ticker(CHANNEL, run_consumers)
