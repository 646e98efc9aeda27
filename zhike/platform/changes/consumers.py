"""Reading the log: each consumer has a cursor, is told every change once, and loses none.

A transaction gets its number when it first writes but commits at any later time, so "everything newer than the last
row seen" would skip rows that commit late. Only rows of transactions older than every running one are read
(`xact < pg_snapshot_xmin(...)`), in the order (transaction, id): nothing can appear behind the cursor any more.
The price is that one long transaction holds all consumers back until it ends.
"""

from collections.abc import Sequence
from typing import Protocol

from zhike.platform.changes.models import Change


class Consumer(Protocol):
    """Somebody who must be told of every change. `name` is the key of its cursor and never changes."""

    name: str

    def handle(self, changes: Sequence[Change]) -> None:
        """Take the next changes, oldest first, in the transaction that moves the cursor.

        What is raised here undoes everything done here and keeps the cursor where it was.
        """


_consumers: dict[str, Consumer] = {}


def register_consumer(consumer: Consumer) -> None:
    """Have the worker tell this consumer of every change from the first one on."""
    _consumers[consumer.name] = consumer


def run_consumers(limit: int = 1000) -> int:
    """Tell every consumer of up to `limit` changes; returns how many changes were handled in all."""
    raise NotImplementedError
