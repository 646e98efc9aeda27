"""The loop of an import: batches are read and converted ahead in a thread while the one before is written.

Each batch is one transaction that also moves the import's cursor, on the condition that nobody else moved it. So a
worker that is killed loses the batch it was at and nothing else, and of two workers at one import the later one stops.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F

from zhike.kit.clock import now
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import OPERATOR, Actor
from zhike.platform.identity.profile import profile_of as person_of
from zhike.platform.imports.batch import Run, Source, new_run, write_batch
from zhike.platform.imports.convert import Converter, Draft
from zhike.platform.imports.headings import Headings
from zhike.platform.imports.made import records_made
from zhike.platform.imports.mapping import check_mapping
from zhike.platform.imports.models import Import, ImportedRow, RowProblem
from zhike.platform.imports.reading.rows import Row, stream_rows
from zhike.platform.imports.storage import existing
from zhike.platform.imports.targets import ImportProfile, profile_of, targets_of
from zhike.platform.jobs.progress import Watched
from zhike.platform.jobs.queue import Interrupted
from zhike.platform.jobs.worker import stopping
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import entered_by

BATCH: Final = 2_000
LONGEST_GROUP: Final = 5_000
UNFINISHED: Final = ("queued", "running", "failed")
_CYCLES: Final = gc.get_threshold()
RESULTS: Final = ("created", "updated", "unchanged", "skipped", "failed")


def actor_of(source: Import) -> Actor:
    """The person whose import it is, with the rights they have now; its changes carry the import's id."""
    if source.user_id is None:
        return Actor(None, "cli", source.id, name=OPERATOR.name)
    person = person_of(source.user_id)
    facts: dict[str, Any] = dict(person.facts) if person else {}
    return Actor(
        source.user_id,
        "import",
        source.id,
        facts.get("language", "zh-CN"),
        facts.get("time_zone", "Asia/Shanghai"),
        facts.get("name", ""),
        None if source.scopes is None else frozenset(source.scopes),
    )


def rows_of(source: Import, after: int = 0) -> Iterator[Row]:
    """The rows of an import's file that come after row number `after`. Raises FileGone."""
    path = existing(source.id, source.text_name)
    rows = stream_rows(
        path, source.encoding, source.delimiter, skip=source.skip, header=source.header
    )
    return islice(rows, after, None)


def entered_type(source: Import) -> ObjectType:
    """The object of an import, with the fields its person may enter now."""
    return entered_by(policy_of(actor_of(source)), source.object)


def converter_of(source: Import) -> Converter:
    """The converter of an import's mapping. Raises BadMapping where it names a field its person may no longer enter."""
    type_ = entered_type(source)
    known = targets_of(type_)
    if any(path is not None and path not in known for path in source.mapping):
        check_mapping(type_, source.mapping, len(source.names))
    return Converter(
        type_,
        source.mapping,
        source.options.get("defaults") or {},
        leave_empty=source.options.get("leave_empty", True),
    )


def headings_of(source: Import) -> Headings:
    """What the columns of an import's file are called."""
    return Headings(source.names, source.mapping)


def run_of(source: Import, actor: Actor) -> Run:
    """What the batches of an import share."""
    options = source.options
    return new_run(
        actor,
        registry.get(source.object),
        match=options.get("match"),
        existing=options.get("existing", "update"),
        create_linked=options.get("create_linked", True),
        leave_empty=options.get("leave_empty", True),
        filled=[path for path in source.mapping if path],
        defaults=options.get("defaults") or {},
        source=Source(source.file_hash, seen_before=_seen_before(source)),
    )


def _seen_before(source: Import) -> bool:
    """Whether rows of the file may be records already: from another import, or from this one before it was cut off."""
    return ImportedRow.objects.filter(file_hash=source.file_hash, object=source.object).exists()


def batches(drafts: Iterable[Draft], profile: ImportProfile | None) -> Iterator[list[Draft]]:
    """Drafts in lists of about `BATCH`; rows of one group that follow one another stay together."""
    batch: list[Draft] = []
    last: object = None
    for draft in drafts:
        key = profile.group(draft.values) if profile else None
        full = len(batch) >= BATCH
        if full and (key is None or key != last or len(batch) >= LONGEST_GROUP):
            yield batch
            batch = []
        batch.append(draft)
        last = key
    if batch:
        yield batch


def ahead(items: Iterator[list[Draft]]) -> Iterator[list[Draft]]:
    """The same lists, the next one being made in a thread while the caller is busy with this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting: Future[list[Draft] | None] = pool.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = pool.submit(next, items, None)
            yield item


@contextmanager
def seldom_searched_for_cycles() -> Iterator[None]:
    """Have Python's collector look less often, for all of this process, while batches of objects come and go.

    A batch is 100,000 objects without cycles, freed as soon as they are left; looking them through cost a fifth of the CPU.
    """
    gc.set_threshold(50_000, *_CYCLES[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_CYCLES)


def run_import(import_id: UUID, watched: Watched) -> None:
    """Write the rows that are not done yet, telling progress. An import that is over or cancelled is left alone."""
    source = Import.objects.filter(id=import_id).first()
    if source is None:
        return
    if source.state not in UNFINISHED:
        watched.finish(summary(source))
        return
    actor = actor_of(source)
    with watched.running():
        try:
            with seldom_searched_for_cycles():
                _write_all(source, actor, watched)
        except Interrupted:
            raise
        except Exception:
            # Tried again by the queue after trouble that passes; the cursor says where.
            Import.objects.filter(id=import_id, state="running").update(
                state="failed", finished_at=now()
            )
            raise
        source.refresh_from_db()
        watched.finish(summary(source))


def _write_all(source: Import, actor: Actor, watched: Watched) -> None:
    Import.objects.filter(id=source.id, state__in=UNFINISHED).update(
        state="running", started_at=source.started_at or now(), finished_at=None
    )
    policy_of(actor).require(source.object, "import")
    run, converter = run_of(source, actor), converter_of(source)
    drafts = map(converter.draft, rows_of(source, source.cursor))
    for batch in ahead(batches(drafts, profile_of(source.object))):
        policy_of(actor).require(source.object, "import")
        if not write_and_advance(source, run, batch):
            return
        watched.advance(source.cursor, max(source.total, source.cursor))
        if stopping():
            raise Interrupted
    Import.objects.filter(id=source.id, state="running").update(
        state="done", finished_at=now(), total=F("cursor")
    )


def write_and_advance(source: Import, run: Run, batch: Sequence[Draft]) -> bool:
    """Write one batch and move the cursor over it; False when the import was cancelled or another worker has it."""
    last = batch[-1].number
    with transaction.atomic():
        # The row lock makes a second worker wait here until this batch is committed, and then find the cursor moved.
        moved = Import.objects.filter(id=source.id, cursor=source.cursor, state="running").update(
            cursor=last
        )
        if not moved:
            return False
        _gather_words()
        began = now()
        write_batch(run, batch)
        made = Counter(source.made) + Counter(records_made(run.actor, began))
        counts = Counter(draft.result for draft in batch)
        told = [draft for draft in batch if draft.troubles or draft.warnings]
        Import.objects.filter(id=source.id).update(
            **{result: F(result) + counts[result] for result in RESULTS},
            warned=F("warned") + sum(not draft.troubles for draft in told),
            made=made,
        )
        keep_problems(source, told)
    source.cursor, source.made = last, made
    return True


def _gather_words() -> None:
    """Let the search index take new words in larger heaps until this transaction ends: half the work a row.

    Searches read the heap too; 16 MB cost them a few milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '16MB'")


def keep_problems(source: Import, drafts: Sequence[Draft]) -> None:
    """Store the rows that failed or came in with a cell left empty, one statement."""
    if not drafts:
        return
    headings = headings_of(source)
    rows = [
        {
            "row": draft.place,
            "taken": not draft.troubles,
            "cells": draft.cells,
            "troubles": [
                trouble.stored(headings) for trouble in (*draft.troubles, *draft.warnings)
            ],
        }
        for draft in drafts
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {RowProblem._meta.db_table} (source_id, row, taken, cells, troubles)"
            ' SELECT %s, n."row", n.taken, n.cells, n.troubles'
            ' FROM jsonb_to_recordset(%s::jsonb) AS n("row" bigint, taken boolean, cells jsonb, troubles jsonb)',
            [source.id, orjson.dumps(rows).decode()],
        )


def summary(source: Import) -> dict[str, Any]:
    """What an import came to, for the job tray."""
    return {
        "import": str(source.id), "object": source.object, "file": source.file_name, "state": source.state, "rows": source.cursor,
        **{result: getattr(source, result) for result in (*RESULTS, "warned", "made")},
    }  # fmt: skip
