"""Letters of the house itself, written and sent by the worker."""

from uuid import UUID

from zhike.platform.identity.letter_actions import write
from zhike.platform.jobs.queue import job


@job(queue="letters", retry=5, name="mail.letter")
def letter(errand: str, about: str, address: str = "") -> None:
    """Write and send one letter; what is about nobody ends at once. Run twice, the later letter's link is the good one."""
    write(errand, UUID(about), address)
