"""Upkeep of the tray and the queue: what ended long ago goes."""

from datetime import timedelta
from typing import Final

from django.db import connection

from zhike.kit.clock import now
from zhike.platform.jobs.models import Progress
from zhike.platform.jobs.queue import periodic

KEPT: Final = timedelta(days=30)


@periodic("17 3 * * *")
def forget_old_work() -> None:
    """Drop ended progress rows and given-up jobs after a month; successful jobs go when they end."""
    Progress.objects.filter(state__in=("done", "failed"), updated_at__lt=now() - KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status IN ('failed', 'aborted', 'cancelled')"
            " AND NOT EXISTS (SELECT FROM procrastinate_events e"
            " WHERE e.job_id = j.id AND e.at > %s)",
            [now() - KEPT],
        )
