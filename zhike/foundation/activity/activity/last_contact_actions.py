"""When a contact was last talked to follows from the activities about them.

It is derived: it changes no version and leaves no change row, for the activity itself is in the history.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from zhike.platform.identity.actor import Actor

TALKED = ["call", "meeting", "visit", "message"]

# The record an activity was taken away from stands in the change rows of this very transaction.
_ABOUT = """
SELECT about_id FROM activity_activity WHERE id = ANY(%s) AND about_id IS NOT NULL
UNION
SELECT (before->>'about')::uuid FROM changes_change
WHERE record = ANY(%s) AND object = 'activity' AND before->>'about' IS NOT NULL
  AND at > now() - interval '1 hour' AND xact = pg_current_xact_id()
"""
_REFRESH = """
UPDATE customer_contact c SET last_contacted_at = t.latest
FROM (
    SELECT k.id, (
        SELECT max(a.done_at) FROM activity_activity a
        WHERE a.about_id = k.id AND a.deleted_at IS NULL AND a.type = ANY(%s)
    ) AS latest
    FROM unnest(%s::uuid[]) AS k(id)
) t
WHERE c.id = t.id AND c.last_contacted_at IS DISTINCT FROM t.latest
"""


def keep_last_contact(_: Actor, _verb: str, activities: Sequence[UUID]) -> None:
    """Bring `last_contacted_at` of the contacts these activities are or were about up to date; three statements."""
    ids = list(activities)
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [ids, ids])
        about = sorted(row[0] for row in cursor.fetchall())
        if not about:
            return
        # Locked first, in one order: two writers about one contact see each other's, and never deadlock.
        cursor.execute(
            "SELECT 1 FROM customer_contact WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [about],
        )
        cursor.execute(_REFRESH, [TALKED, about])
