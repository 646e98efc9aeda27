"""Exports in the background, and the upkeep of their files."""

from uuid import UUID

from zhike.kit.clock import now
from zhike.platform.exports.models import Export
from zhike.platform.exports.run import run_export
from zhike.platform.exports.storage import discard
from zhike.platform.jobs.progress import Watched
from zhike.platform.jobs.queue import job, periodic


@job(queue="bulk", retry=2, name="exports.run")
def write_export(export_id: str, progress: str) -> None:
    """Write an export. Runs again after a crash and begins anew."""
    run_export(UUID(export_id), Watched(UUID(progress)))


@periodic("23 * * * *")
def discard_old_exports() -> None:
    """Remove files a week after they were written; that they were is in the change log."""
    old = Export.objects.filter(state="done", expires_at__lt=now())
    for export_id in old.values_list("id", flat=True).iterator():
        discard(export_id)
        Export.objects.filter(id=export_id).update(state="expired", filter=None, ids=None)
