"""Where the files of exports lie: one folder each below the home, until the export is old."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

KEPT: Final = timedelta(days=7)


def folder_of(export_id: UUID) -> Path:
    """The folder of one export, which only the house's own user may read."""
    return Path(settings.ZHIKE_HOME) / "exports" / str(export_id)


def new_file(export_id: UUID, attempt: int) -> Path:
    """A place for the file of one attempt; the folder is there."""
    folder = folder_of(export_id)
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder / f"part-{attempt}"


def finished_file(export_id: UUID) -> Path:
    """Where the finished file is, if it is there."""
    return folder_of(export_id) / "file"


def discard(export_id: UUID) -> None:
    """Remove the files of an export."""
    shutil.rmtree(folder_of(export_id), ignore_errors=True)
