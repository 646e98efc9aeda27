"""Work of the records room that is done by the clock."""

from zhike.kit.clock import now
from zhike.platform.jobs.queue import periodic
from zhike.platform.records.actions.purge import purge_trash
from zhike.platform.records.actions.purge_objects import purge_objects


@periodic("41 2 * * *")
def empty_trash() -> None:
    """Remove for good what has lain in the trash for ninety days, and objects deleted thirty days ago."""
    purge_trash(now())
    purge_objects(now())
