"""Seals over the log: what was written once can be changed by nobody without `verify` naming the row.

The sealer is a consumer of the log. For every batch it keeps the ids and digests of the rows in their order, and a seal:
the HMAC of all that and of the seal before, with a key that is kept outside the database. Whoever can write to the
database, even as its owner, can neither alter, remove nor add a row unseen; who takes away the newest seals together with
their rows is found by a checkpoint kept elsewhere.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import connection

from zhike.kit.clock import now
from zhike.platform.changes.models import Change, Seal

DIGEST: Final = 16
"""Bytes kept of a row's SHA-256."""
_BEGINNING: Final = (0, UUID(int=0))
# jsonb prints in one way only, and the time is told in no zone: the same row always has the same digest.
_ROWS: Final = f"""
SELECT id, substr(sha256(convert_to(jsonb_build_array(
  id, extract(epoch FROM at)::text, actor_id, via, object, record, verb, before, after, request, xact::text
)::text, 'UTF8')), 1, {DIGEST})
FROM changes_change WHERE (xact, id) > (%s::xid8, %s) AND (xact, id) <= (%s::xid8, %s) ORDER BY xact, id
"""

Place = tuple[int, UUID]
"""Where a row stands in the log: its transaction, then its id."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is not as it was sealed. `row` is the change, where it is about one."""

    kind: Literal["altered", "missing", "added", "seal-altered", "seal-missing", "rolled-back"]
    seal: int
    row: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification went through: seals and rows, the newest seal, and the first finding."""

    seals: int
    rows: int
    last: int
    mark: str
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The number and mark (hex) of a seal, written down outside the database."""

    number: int
    mark: str

    def fits(self, seal: Seal) -> bool:
        """Whether the seal is another one, or the same as it was."""
        return seal.number != self.number or bytes(seal.mark).hex() == self.mark


class Sealer:
    """The consumer that seals."""

    name = "seal"

    def handle(self, changes: Sequence[Change]) -> None:
        """Seal a batch; runs in the transaction that moves the cursor, so no row is sealed twice or left out."""
        last = Seal.objects.order_by("-number").first()
        start = _BEGINNING if last is None else (last.xact, last.change)
        end = (int(changes[-1].xact or 0), changes[-1].id)
        ids, digests = _rows(start, end)
        seal = Seal(
            number=1 if last is None else last.number + 1,
            at=now(),
            xact=end[0],
            change=end[1],
            ids=ids,
            digests=digests,
        )
        seal.mark = _mark(seal, b"" if last is None else bytes(last.mark))
        seal.save(force_insert=True)


def verify(checkpoint: Checkpoint | None = None) -> Verified:
    """Go through every seal and every sealed row, oldest first, up to the first finding."""
    before, place = b"", _BEGINNING
    seals = rows = last = 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        finding = _look(seal, last, before, place)
        if finding is None and checkpoint is not None and not checkpoint.fits(seal):
            finding = Finding("seal-altered", seal.number)
        if finding is not None:
            return Verified(seals, rows, last, before.hex(), finding)
        seals, rows, last = seals + 1, rows + len(seal.ids) // 16, seal.number
        before, place = bytes(seal.mark), (seal.xact, seal.change)
    finding = None
    if checkpoint is not None and last < checkpoint.number:
        finding = Finding("rolled-back", checkpoint.number)
    return Verified(seals, rows, last, before.hex(), finding)


def unsealed() -> tuple[int, datetime | None]:
    """How many rows wait for their seal, and since when the oldest does."""
    last = Seal.objects.order_by("-number").first()
    xact, change = _BEGINNING if last is None else (last.xact, last.change)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(at) FROM changes_change WHERE (xact, id) > (%s::xid8, %s)",
            [str(xact), change],
        )
        count, since = cursor.fetchone()
    return int(count), since


def _look(seal: Seal, last: int, before: bytes, place: Place) -> Finding | None:
    """What is wrong with one seal that follows the seal `last` with the mark `before`, or with its rows."""
    if seal.number != last + 1:
        return Finding("seal-missing", last + 1)
    if not hmac.compare_digest(bytes(seal.mark), _mark(seal, before)):
        return Finding("seal-altered", seal.number)
    ids, digests = _rows(place, (seal.xact, seal.change))
    if ids == bytes(seal.ids) and digests == bytes(seal.digests):
        return None
    return _first_difference(
        seal.number, _pairs(bytes(seal.ids), bytes(seal.digests)), _pairs(ids, digests)
    )


def _first_difference(
    number: int, sealed: Iterator[tuple[UUID, bytes]], found: Iterator[tuple[UUID, bytes]]
) -> Finding:
    were, are = list(sealed), list(found)
    known = dict(were)
    for (old, digest), (new, present) in zip(were, are, strict=False):
        if old == new and digest == present:
            continue
        if old == new:
            return Finding("altered", number, old)
        return (
            Finding("added", number, new) if new not in known else Finding("missing", number, old)
        )
    if len(were) > len(are):
        return Finding("missing", number, were[len(are)][0])
    return Finding("added", number, are[len(were)][0])


def _rows(start: Place, end: Place) -> tuple[bytes, bytes]:
    """The ids and digests, one after another, of the rows after `start` up to `end`."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [str(start[0]), start[1], str(end[0]), end[1]])
        rows = cursor.fetchall()
    return b"".join(row[0].bytes for row in rows), b"".join(bytes(row[1]) for row in rows)


def _pairs(ids: bytes, digests: bytes) -> Iterator[tuple[UUID, bytes]]:
    for place in range(len(ids) // 16):
        yield (
            UUID(bytes=bytes(ids[place * 16 : place * 16 + 16])),
            bytes(digests[place * DIGEST : (place + 1) * DIGEST]),
        )


def _mark(seal: Seal, before: bytes) -> bytes:
    """HMAC-SHA256 over the seal and the mark of the one before."""
    key = hmac.digest(str(settings.SECRET_KEY).encode(), b"zhike:audit-seal", hashlib.sha256)
    head = struct.pack(">QQ", seal.number, seal.xact) + seal.change.bytes
    told = hmac.new(key, before + head, hashlib.sha256)
    told.update(bytes(seal.ids))
    told.update(bytes(seal.digests))
    return told.digest()
