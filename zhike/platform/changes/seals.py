"""Seals over the log: what was written once can be changed by nobody without `verify` naming the row.

The sealer is a consumer of the log. For every batch it keeps the ids and digests of the rows in their order, and a seal:
the HMAC of all that and of the seal before, with a key that is kept outside the database. Whoever can write to the
database, even as its owner, can neither alter, remove nor add a row unseen; who takes away the newest seals together with
their rows is found by a checkpoint kept elsewhere.

Months that are kept no longer are dropped whole. The drop is itself a seal: it holds the month, how many rows went, and the
sum of a keyed hash of each of them. Sealed rows may be missing only if together they are exactly those that were dropped.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection

from zhike.kit.clock import now
from zhike.kit.ids import time_of
from zhike.kit.language import Text
from zhike.platform.changes.models import Change, Seal

DIGEST: Final = 16
"""Bytes kept of a row's SHA-256."""
MODULUS: Final = 2**256
SLACK: Final = timedelta(days=1)
"""How far an id's own time may be from the time of its row, which says in which month the row is."""
_BEGINNING: Final = (0, UUID(int=0))
# Rows without a token or app are sealed as they were before there was a column for it.
# jsonb prints in one way only, and the time is told in no zone: the same row always has the same digest.
DIGEST_SQL: Final = f"""substr(sha256(convert_to((jsonb_build_array(
  id, extract(epoch FROM at)::text, actor_id, via, object, record, verb, before, after, request, xact::text
) || CASE WHEN through IS NULL THEN '[]' ELSE jsonb_build_array(through) END)::text, 'UTF8')), 1, {DIGEST})"""
_ROWS: Final = f"""
SELECT id, {DIGEST_SQL}
FROM changes_change WHERE (xact, id) > (%s::xid8, %s) AND (xact, id) <= (%s::xid8, %s) ORDER BY xact, id
"""

Place = tuple[int, UUID]
"""Where a row stands in the log: its transaction, then its id."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is not as it was sealed. `row` is the change, where it is about one."""

    kind: Literal[
        "altered", "missing", "added", "seal-altered", "seal-missing", "rolled-back", "dropped-more"
    ]
    seal: int
    row: UUID | None = None


FINDINGS: Final[Mapping[str, Text]] = {
    "altered": Text("row {row} was altered (seal {seal})", "第 {row} 行被修改（封条 {seal}）"),
    "missing": Text("row {row} is missing (seal {seal})", "缺少第 {row} 行（封条 {seal}）"),
    "added": Text(
        "row {row} was added afterwards (seal {seal})", "第 {row} 行是事后添加的（封条 {seal}）"
    ),
    "seal-altered": Text(
        "seal {seal} was altered, or made with another secret key",
        "封条 {seal} 被修改，或由另一密钥生成",
    ),
    "seal-missing": Text("seal {seal} is missing", "缺少封条 {seal}"),
    "rolled-back": Text(
        "the log ends before the checkpoint's seal {seal}: an older copy was put back, or its end cut off",
        "日志在检查点的封条 {seal} 之前结束：可能恢复了旧副本，或末尾被截断",
    ),
    "dropped-more": Text(
        "more or other rows are missing than were dropped with their month (seal {seal})",
        "缺少的行与按月清理的行不一致（封条 {seal}）",
    ),
}


class Drops:
    """The months that were dropped, and a running account of sealed rows that are missing because of them."""

    def __init__(self) -> None:
        rows = Seal.objects.filter(dropped__isnull=False).order_by("number")
        self._drops = list(rows.values_list("number", "dropped"))
        self._spans = [
            (_moment(facts["start"]) - SLACK, _moment(facts["end"]) + SLACK)
            for _, facts in self._drops
            if facts is not None
        ]
        self._left = sum(facts["rows"] for _, facts in self._drops if facts is not None)
        self._sum = sum(int(facts["sum"], 16) for _, facts in self._drops if facts is not None)

    def excuse(self, row: UUID, digest: bytes) -> bool:
        """Whether a sealed row may be missing because of a drop; it is taken off the account."""
        at = time_of(row)
        if at is None or not any(start <= at < end for start, end in self._spans):
            return False
        self._left -= 1
        self._sum -= row_hash(row, digest)
        return True

    def finding(self) -> Finding | None:
        """What is wrong when all seals were gone through."""
        if not self._drops or (self._left == 0 and self._sum % MODULUS == 0):
            return None
        return Finding("dropped-more", self._drops[-1][0])


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
            at=now(),
            xact=end[0],
            change=end[1],
            ids=ids,
            digests=digests,
        )
        append(seal, last).save(force_insert=True)


def verify(checkpoint: Checkpoint | None = None) -> Verified:
    """Go through every seal and every sealed row, oldest first, up to the first finding."""
    before, place, drops = b"", _BEGINNING, Drops()
    seals = rows = last = 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        finding = _look(seal, last, before, place, drops)
        if finding is None and checkpoint is not None and not checkpoint.fits(seal):
            finding = Finding("seal-altered", seal.number)
        if finding is not None:
            return Verified(seals, rows, last, before.hex(), finding)
        seals, rows, last = seals + 1, rows + len(seal.ids) // 16, seal.number
        before, place = bytes(seal.mark), (seal.xact, seal.change)
    finding = drops.finding()
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


def _look(seal: Seal, last: int, before: bytes, place: Place, drops: Drops) -> Finding | None:
    """What is wrong with one seal that follows the seal `last` with the mark `before`, or with its rows."""
    if seal.number != last + 1:
        return Finding("seal-missing", last + 1)
    if not hmac.compare_digest(bytes(seal.mark), _mark(seal, before)):
        return Finding("seal-altered", seal.number)
    ids, digests = _rows(place, (seal.xact, seal.change))
    if ids == bytes(seal.ids) and digests == bytes(seal.digests):
        return None
    were, are = list(_pairs(bytes(seal.ids), bytes(seal.digests))), list(_pairs(ids, digests))
    here = {row for row, _ in are}
    were = [pair for pair in were if pair[0] in here or not drops.excuse(*pair)]
    return None if were == are else _first_difference(seal.number, were, are)


def _first_difference(
    number: int, were: Sequence[tuple[UUID, bytes]], are: Sequence[tuple[UUID, bytes]]
) -> Finding:
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


def row_hash(row: UUID, digest: bytes) -> int:
    """A number for a row that nobody without the key can make; those of dropped rows are added up."""
    return int.from_bytes(hmac.digest(_key(b"zhike:audit-drop"), row.bytes + digest, "sha256"))


def append(seal: Seal, last: Seal | None) -> Seal:
    """Number and mark a seal as the one after `last`."""
    seal.number = 1 if last is None else last.number + 1
    seal.mark = _mark(seal, b"" if last is None else bytes(last.mark))
    return seal


@lru_cache(maxsize=8)
def _made_key(secret: str, purpose: bytes) -> bytes:
    return hmac.digest(secret.encode(), purpose, "sha256")


def _key(purpose: bytes) -> bytes:
    return _made_key(str(settings.SECRET_KEY), purpose)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _mark(seal: Seal, before: bytes) -> bytes:
    """HMAC-SHA256 over the seal and the mark of the one before."""
    key = _key(b"zhike:audit-seal")
    head = struct.pack(">QQ", seal.number, seal.xact) + seal.change.bytes
    told = hmac.new(key, before + head, hashlib.sha256)
    told.update(bytes(seal.ids))
    told.update(bytes(seal.digests))
    if seal.dropped is not None:
        told.update(b"dropped:" + orjson.dumps(seal.dropped, option=orjson.OPT_SORT_KEYS))
    return told.digest()
