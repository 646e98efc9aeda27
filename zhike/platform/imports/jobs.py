"""Imports in the background, and the upkeep of their files."""

from uuid import UUID

from zhike.kit.clock import now
from zhike.platform.imports.models import Import, RowProblem
from zhike.platform.imports.run import run_import
from zhike.platform.imports.storage import KEPT, discard
from zhike.platform.jobs.progress import Watched
from zhike.platform.jobs.queue import job, periodic


@job(queue="bulk", retry=2, name="imports.run")
def import_rows(import_id: str, progress: str) -> None:
    """Import the rows that are not done yet. Runs again after a crash and goes on where it was."""
    run_import(UUID(import_id), Watched(UUID(progress)))


@periodic("17 3 * * *")
def discard_old_files() -> None:
    """Remove what imports of 30 days ago hold of people: files, sample cells, rows that failed. Their counts stay."""
    old = Import.objects.filter(created_at__lt=now() - KEPT).exclude(
        state__in=("queued", "running")
    )
    for import_id in old.exclude(samples=[]).values_list("id", flat=True).iterator():
        discard(import_id)
        RowProblem.objects.filter(source=import_id).delete()
        Import.objects.filter(id=import_id).update(samples=[])
