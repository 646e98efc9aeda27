"""When a contact was last talked to follows from the activities about them.

It is derived: it changes no version and leaves no change row, for the activity itself is in the history.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from zhike.platform.identity.actor import Actor

TALKED = ["call", "meeting", "visit", "message"]


def keep_last_contact(_: Actor, _verb: str, activities: Sequence[UUID]) -> None:
    """Bring `last_contacted_at` of the contacts these activities are about up to date, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customer_contact c SET last_contacted_at = t.latest FROM ("
            " SELECT k.about_id, (SELECT max(a.done_at) FROM activity_activity a WHERE a.about_id = k.about_id"
            "  AND a.deleted_at IS NULL AND a.type = ANY(%s)) AS latest"
            " FROM (SELECT DISTINCT about_id FROM activity_activity WHERE id = ANY(%s)) k"
            ") t WHERE c.id = t.about_id AND c.last_contacted_at IS DISTINCT FROM t.latest",
            [TALKED, list(activities)],
        )
