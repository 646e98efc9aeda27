"""Where the files of imports lie: one folder each below the home, until the import is old."""

import hashlib
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from zhike.platform.imports.errors import FileGone, FileTooLarge

LARGEST_MB: Final = 2_048
KEPT: Final = timedelta(days=30)
_UPLOAD: Final = "upload"


def folder_of(import_id: UUID) -> Path:
    """The folder of one import."""
    return Path(settings.ZHIKE_HOME) / "imports" / str(import_id)


def store(import_id: UUID, chunks: Iterable[bytes]) -> tuple[Path, str, int]:
    """Write an upload to disk; returns its path, SHA-256 and size. Raises FileTooLarge.

    The name a file had with its maker is never used as a path.
    """
    folder = folder_of(import_id)
    folder.mkdir(parents=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    path = folder / _UPLOAD
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_MB * 1024**2:
                discard(import_id)
                raise FileTooLarge(limit=LARGEST_MB)
            digest.update(chunk)
            file.write(chunk)
    return path, digest.hexdigest(), size


def original(import_id: UUID) -> Path:
    """The uploaded file. Raises FileGone."""
    return existing(import_id, _UPLOAD)


def existing(import_id: UUID, name: str) -> Path:
    """A file of an import. Raises FileGone when it is not there any more."""
    path = folder_of(import_id) / name
    if not path.is_file():
        raise FileGone
    return path


def discard(import_id: UUID) -> None:
    """Remove the files of an import."""
    shutil.rmtree(folder_of(import_id), ignore_errors=True)
