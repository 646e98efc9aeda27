"""The log's own upkeep: verified every day, and what is kept no longer dropped."""

import logging

from django.db import transaction

from zhike.kit.clock import now
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Keeping
from zhike.platform.changes.retention import drop_old_months
from zhike.platform.changes.retention_actions import LOG
from zhike.platform.changes.seals import verify
from zhike.platform.identity.actor import SYSTEM
from zhike.platform.jobs.queue import periodic

log = logging.getLogger(__name__)


@periodic("41 2 * * *")
def verify_log() -> None:
    """Go through the whole log and keep what was found, for the audit page."""
    found = verify()
    first = found.finding
    if first is not None:
        log.error("the log is not as it was sealed: %s", first)
    facts = {
        "verified_at": now(),
        "rows": found.rows,
        "seals": found.seals,
        "finding": first.kind if first else "",
        "seal": first.seal if first else 0,
        "row": first.row if first else None,
    }
    Keeping.objects.update_or_create(id=1, defaults=facts)


@periodic("11 4 2 * *")
def drop_what_is_old() -> None:
    """Once a month, drop the months that are kept no longer, and say so in the log."""
    keeping = Keeping.objects.first()
    if keeping is None or keeping.months is None:
        return
    for name in drop_old_months(keeping.months):
        month = name.removeprefix("changes_change_").replace("_", "-")
        with transaction.atomic():
            write_changes(SYSTEM, [ChangeRow("audit", LOG, "drop", {}, {"month": month})])
