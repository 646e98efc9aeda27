"""Where the data of each size live: one installation per size under `ZHIKE_BENCH` (default: a folder of the system's)."""

import os
import tempfile
from pathlib import Path
from typing import Literal

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
ROOT = Path(os.environ.get("ZHIKE_BENCH", Path(tempfile.gettempdir()) / "zhike-bench"))
MADE = "bench_made"
PERSON = "bench@zhike.example"
"""A member whose team of five sees about an eighth of the rows."""


CHIEF = "chief@zhike.example"
"""A manager, who sees all rows."""


def home(size: str) -> Path:
    """The installation of a size."""
    return ROOT / size


def dsn(home_: Path, role: Literal["app", "owner"]) -> str:
    """How psycopg connects to the database of an installation that runs, as one of its roles."""
    from psycopg.conninfo import make_conninfo

    from zhike.config.connections import current

    found = current(home_)
    return make_conninfo(**found.dsn(getattr(found, role)))


def use(size: str) -> Path:
    """Make this process work on the installation of a size. Before Django is set up."""
    os.environ["ZHIKE_HOME"] = str(home(size))
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhike.config.settings"
    for name in ("DATABASE_URL", "DATABASE_APP_URL"):
        os.environ.pop(name, None)
    return home(size)
