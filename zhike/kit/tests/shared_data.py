"""Where collected sample files lie, when they are there at all."""

import os
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).resolve().parents[3]


def shared_file(name: str) -> Path:
    """Path of a sample file; skips the calling test or module when the collection is not on this machine."""
    folder = Path(os.environ.get("ZHIKE_SHARED_DATA") or _REPOSITORY.parent / "shared" / "data")
    path = folder / name
    if not path.exists():
        pytest.skip(f"sample data {name} is not on this machine", allow_module_level=True)
    return path
