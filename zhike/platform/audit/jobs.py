"""What the audit room does by itself."""

from zhike.platform.audit.actions import look_for_flags
from zhike.platform.audit.letters import notify
from zhike.platform.jobs.queue import periodic

__all__ = ["notify"]


@periodic("* * * * *")
def raise_flags() -> None:
    """Look at what is new in the log."""
    look_for_flags()
