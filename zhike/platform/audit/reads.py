"""Counts in memory how many records each person reads. One person who reads very many in a short time raises a flag.

Each process counts for itself, so a flag comes at `RECORDS` read through one process; nothing is written before that.
"""

import logging
import time
from dataclasses import dataclass
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import DatabaseError

from zhike.platform.audit.actions import raise_flag
from zhike.platform.audit.flags import Flag
from zhike.platform.identity.actor import Actor

log = logging.getLogger(__name__)

RECORDS: Final = 5_000
MINUTES: Final = 10
_MOST_KEPT: Final = 10_000


@dataclass(slots=True)
class _Window:
    """What one person read since `began` (monotonic seconds)."""

    began: float
    records: int = 0
    told: bool = False


_windows: Final[dict[UUID, _Window]] = {}
_lock: Final = Lock()


def count_read(actor: Actor, records: int) -> None:
    """Count; raise the flag once in a window. Never fails the request that read."""
    if actor.user_id is None or not _is_too_many(actor.user_id, records):
        return
    facts = {"records": RECORDS, "minutes": MINUTES}
    try:
        raise_flag(Flag(actor.user_id, "mass-read", facts))
    except DatabaseError:
        log.exception("a flag about many reads could not be written")


def _is_too_many(person: UUID, records: int) -> bool:
    moment = time.monotonic()
    with _lock:
        window = _windows.get(person)
        if window is None or moment - window.began > MINUTES * 60:
            if len(_windows) >= _MOST_KEPT:
                _windows.clear()
            window = _windows[person] = _Window(moment)
        window.records += records
        if window.records < RECORDS or window.told:
            return False
        window.told = True
        return True


def forget_reads() -> None:
    """Begin to count anew; for tests."""
    _windows.clear()
