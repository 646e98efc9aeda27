"""Who read how many records: told to whoever watches for one person reading very many. Costs no statement."""

from collections.abc import Callable
from typing import Final

from zhike.platform.identity.actor import Actor

Listener = Callable[[Actor, int], None]
"""`(reader, records)`, called in the request that read them; must be quick and raise nothing."""

_listeners: Final[list[Listener]] = []
_MARK: Final = b'"version":'


def on_read(listener: Listener) -> None:
    """Be told of every read of records by a person."""
    _listeners.append(listener)


def note_rows(actor: Actor, rows: bytes) -> None:
    """A page of rows was read; they are counted in the JSON that PostgreSQL made of them."""
    if _listeners and actor.user_id is not None:
        note_records(actor, rows.count(_MARK))


def note_records(actor: Actor, records: int) -> None:
    """Records were read."""
    for listener in _listeners:
        listener(actor, records)
