"""Reads the change log and marks segments whose records changed."""

from collections.abc import Sequence
from typing import Final

from zhike.foundation.segment.actions import mark_stale
from zhike.platform.changes.models import Change

CHANGES_NOTHING: Final = frozenset({"export", "reveal"})
"""Verbs that only look."""


class StaleSegments:
    """Told of every change."""

    name = "segment.stale"

    def handle(self, changes: Sequence[Change]) -> None:
        """One statement for any number of changes."""
        mark_stale(
            sorted({change.object for change in changes if change.verb not in CHANGES_NOTHING})
        )
