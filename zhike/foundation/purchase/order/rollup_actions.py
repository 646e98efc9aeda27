"""Roll-ups of purchases on contacts: how often, how much, first and last.

They are derived: whoever reads the orders can work them out again. So keeping them writes no change row, raises no
version and leaves `updated_at` alone; an edit in progress is never refused because an order came in.
"""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection

from zhike.foundation.purchase.order.model import NOT_A_PURCHASE
from zhike.platform.identity.actor import Actor

# Contacts an update took an order away from stand in the change rows of this very transaction.
_CONTACTS_OF = """
SELECT contact_id FROM purchase_order WHERE id = ANY(%s) AND contact_id IS NOT NULL
UNION
SELECT (before->>'contact')::uuid FROM changes_change
WHERE record = ANY(%s) AND object = 'order' AND before->>'contact' IS NOT NULL
  AND at > now() - interval '1 hour' AND xact = pg_current_xact_id()
"""
_REFRESH = """
UPDATE customer_contact c
SET order_count = n.order_count, first_order_at = n.first_at, last_order_at = n.last_at,
    spent = n.spent, spent_currency = CASE WHEN n.spent IS NOT NULL THEN %s END,
    average_order = n.average, average_order_currency = CASE WHEN n.average IS NOT NULL THEN %s END
FROM (
    SELECT id, order_count, spent, first_at, last_at,
           CASE WHEN order_count > 0 THEN round(spent / order_count, 2) END AS average
    FROM (
        SELECT i.id, count(o.id) FILTER (WHERE o.total >= 0 OR o.total IS NULL) AS order_count,
               sum(o.total) AS spent,
               min(o.ordered_at) FILTER (WHERE o.total >= 0 OR o.total IS NULL) AS first_at,
               max(o.ordered_at) FILTER (WHERE o.total >= 0 OR o.total IS NULL) AS last_at
        FROM unnest(%s::uuid[]) AS i(id)
        LEFT JOIN purchase_order o
            ON o.contact_id = i.id AND o.deleted_at IS NULL AND o.status <> ALL(%s)
        GROUP BY i.id
    ) counted
) n
WHERE c.id = n.id AND (c.order_count, c.spent, c.average_order, c.first_order_at, c.last_order_at)
    IS DISTINCT FROM (n.order_count, n.spent, n.average, n.first_at, n.last_at)
"""


def keep_rollups(_actor: Actor, _verb: str, order_ids: Sequence[UUID]) -> None:
    """The effect of every write of orders: bring up the contacts they belong to, and those they belonged to."""
    ids = list(order_ids)
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS_OF, [ids, ids])
        contacts = [row[0] for row in cursor.fetchall()]
    refresh_purchase_rollups(contacts)


def refresh_purchase_rollups(contact_ids: Sequence[UUID]) -> None:
    """Work the roll-ups of these contacts out from their orders; two statements for any number, in a transaction.

    Cancelled and returned orders count for nothing. A negative total (a credit note) lowers what was spent and is no
    order of its own.
    """
    if not contact_ids:
        return
    ids = sorted(set(contact_ids))
    currency = settings.ZHIKE_CURRENCY
    with connection.cursor() as cursor:
        # Locked first, in one order: two writers of orders of one contact see each other's, and never deadlock.
        cursor.execute(
            "SELECT 1 FROM customer_contact WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [ids]
        )
        cursor.execute(_REFRESH, [currency, currency, ids, list(NOT_A_PURCHASE)])
