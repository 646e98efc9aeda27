"""Slows down guessing of passwords without letting anybody lock another person out.

Two counters, both tied to the caller's network: one for (address, network), strict, and one for the network, generous
because offices share one. Each attempt is counted before the password is looked at, so that many at once gain
nothing; a right password takes its count back. A person elsewhere is never slowed down by these guesses.
"""

import hashlib
from typing import Final

from django.db import connection

from zhike.kit.errors import TooManyRequests
from zhike.platform.identity.network import subscriber

FREE_PER_PAIR: Final = 5
FREE_PER_NETWORK: Final = 50
LONGEST_WAIT: Final = 900
_FORGET_AFTER: Final = "1 hour"

# The row is only counted up while it is not blocked, so a refused attempt returns no row for its key.
_COUNT: Final = f"""
INSERT INTO identity_signinfailure AS f (key, count, last_at, blocked_until)
SELECT k.key, 1, now(), NULL FROM unnest(%s::text[], %s::int[]) AS k(key, free)
ORDER BY k.key
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN f.last_at < now() - interval '{_FORGET_AFTER}' THEN 1 ELSE f.count + 1 END,
  last_at = now(),
  blocked_until = NULL
WHERE f.blocked_until IS NULL OR f.blocked_until <= now()
RETURNING f.key, f.count
"""
_BLOCK: Final = """
UPDATE identity_signinfailure SET blocked_until = now() + make_interval(secs => b.seconds)
FROM unnest(%s::text[], %s::int[]) AS b(key, seconds)
WHERE identity_signinfailure.key = b.key
"""
_WAIT: Final = """
SELECT ceil(extract(epoch FROM max(blocked_until) - now()))::int FROM identity_signinfailure
WHERE key = ANY(%s) AND blocked_until > now()
"""


class Attempt:
    """One attempt to sign in, counted when made; `succeeded` takes it back."""

    def __init__(self, email: str, ip: str | None) -> None:
        """Raise TooManyRequests while the caller must wait."""
        network = subscriber(ip)
        self._pair = _key("pair", email, network)
        self._network = _key("network", network)
        free = {self._pair: FREE_PER_PAIR, self._network: FREE_PER_NETWORK}
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [list(free), list(free.values())])
            counts = dict(cursor.fetchall())
            waits = {
                key: min(2 ** min(count - free[key], 20), LONGEST_WAIT)
                for key, count in counts.items()
                if count >= free[key]
            }
            if waits:
                cursor.execute(_BLOCK, [list(waits), list(waits.values())])
            if len(counts) < len(free):
                cursor.execute(_WAIT, [list(free)])
                row = cursor.fetchone()
                raise TooManyRequests(seconds=max(row[0] or 1, 1) if row else 1)

    def succeeded(self) -> None:
        """Forget the guesses at this address from this network, and this attempt of the network."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM identity_signinfailure"
                " WHERE key = %s OR last_at < now() - interval '1 day'",
                [self._pair],
            )
            cursor.execute(
                "UPDATE identity_signinfailure SET count = count - 1, blocked_until = NULL"
                " WHERE key = %s AND count > 0",
                [self._network],
            )


def _key(*parts: str) -> str:
    """Addresses people tried are not stored in the clear: some are passwords typed into the wrong box."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
