"""Deciding for how long the log is kept."""

from typing import Final
from uuid import UUID

from django.db import transaction

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.changes.models import Keeping
from zhike.platform.changes.retention import FEWEST_MONTHS, MOST_MONTHS
from zhike.platform.identity.actor import Actor

LOG: Final = UUID(int=2)
"""What the log calls itself."""
_BOUNDS: Final = Text(
    "The log is kept for {fewest} to {most} months: the law asks for 180 days.",
    "日志须保留 {fewest} 至 {most} 个月：法律要求不少于 180 天。",
)


def keep_for(actor: Actor, months: int | None) -> Keeping:
    """Keep the log for so many months, or for ever. Whoever calls has asked for the right. Raises ValidationFailed."""
    if months is not None and not FEWEST_MONTHS <= months <= MOST_MONTHS:
        facts = {"fewest": FEWEST_MONTHS, "most": MOST_MONTHS}
        raise ValidationFailed(problems=[Problem(("months",), "out-of-range", _BOUNDS, facts)])
    with transaction.atomic():
        row, _ = Keeping.objects.select_for_update().get_or_create(id=1)
        before = row.months
        if before != months:
            row.months = months
            row.save(update_fields=["months"])
            change = ChangeRow("audit", LOG, "update", {"months": before}, {"months": months})
            write_changes(actor, [change])
    return row
