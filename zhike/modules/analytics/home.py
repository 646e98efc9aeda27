"""Everything the home page draws, for one reader: counted at once, or kept where counting takes seconds.

Up to a million rows the numbers are exact until the next change. Beyond, counting takes seconds, so they are counted
in the background, kept by what a reader may see, and shown with the moment they were counted.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db import connection

from zhike.kit.clock import now
from zhike.modules.analytics.jobs import count_home, key_of
from zhike.modules.analytics.models import KeptHome
from zhike.modules.analytics.numbers import numbers_of, top_customers
from zhike.modules.analytics.population import population_of
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.queue import defer

KEPT_SECONDS: Final = 300.0
# Numbers that took long to count are shown a little longer than they are exact.
SLOW_SECONDS: Final = 0.5
KEPT_WHEN_SLOW: Final = 30.0
LARGE: Final = 1_000_000
"""Contacts and orders together; counting them takes about 0.6 s."""
_KEPT_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class _Kept:
    at: float
    took: float
    change: str
    numbers: dict[str, Any]


class _Shelf:
    """Numbers by what a reader may see: exact until the next change in the log, shared by readers of equal rights."""

    def __init__(self) -> None:
        self._kept: dict[object, _Kept] = {}
        self._lock = Lock()

    def get(self, key: object, change: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """The kept numbers, or new ones."""
        kept = self._kept.get(key)
        moment = time.monotonic()
        if kept is not None:
            age = moment - kept.at
            if (kept.change == change and age < KEPT_SECONDS) or (
                kept.took > SLOW_SECONDS and age < KEPT_WHEN_SLOW
            ):
                return kept.numbers
        numbers = make()
        with self._lock:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            self._kept[key] = _Kept(moment, time.monotonic() - moment, change, numbers)
        return numbers


_shelf: Final = _Shelf()


def _house() -> tuple[str, bool]:
    """The newest line of the change log, and whether there is too much to count in a request, as the planner knows it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT id::text FROM changes_change ORDER BY id DESC LIMIT 1), ''),"
            " (SELECT coalesce(sum(reltuples), 0) FROM pg_class"
            " WHERE oid IN ('customer_contact'::regclass, 'purchase_order'::regclass))"
        )
        change, rows = cursor.fetchone()
        return str(change), float(rows) > LARGE


def home(actor: Actor) -> dict[str, Any] | None:
    """`{"currency", "counted_at", "counting", "totals", "customers_over_time", "sales_by_month", "top_customers", "rfm"}`.

    None while a large house is counted for this reader's rights for the first time. Raises Forbidden.
    """
    people = population_of(actor)
    counting = False
    change, large = _house()
    if large:
        kept, counting = _kept_numbers(actor, key_of(people), change)
        if kept is None:
            return None
    else:
        kept = _shelf.get(people.scope, change, lambda: numbers_of(people))
    return {
        **kept,
        "currency": settings.ZHIKE_CURRENCY,
        "counting": counting,
        "top_customers": top_customers(people),
    }


def _kept_numbers(actor: Actor, key: str, change: str) -> tuple[dict[str, Any] | None, bool]:
    """The numbers kept for the reader's rights, and whether newer ones are being counted."""
    row = KeptHome.objects.filter(pk=key).first()
    if row is not None:
        age = (now() - row.counted_at).total_seconds()
        if age < (KEPT_SECONDS if change == row.change else KEPT_WHEN_SLOW):
            return row.numbers, False
    defer(count_home, actor=actor.packed(), once=f"home-{key}")
    return (None if row is None else row.numbers), True
