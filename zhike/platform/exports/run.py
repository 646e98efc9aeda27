"""Writing an export: page by page, with a look at the person's rights before each.

The file becomes one that can be fetched in the transaction that writes its change row: nothing leaves unrecorded.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import F

from zhike.kit.clock import now
from zhike.kit.errors import ZhikeError
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.exports.cells import Reading
from zhike.platform.exports.models import Export
from zhike.platform.exports.sources import Asked, Source, source_of
from zhike.platform.exports.storage import KEPT, discard, finished_file, new_file
from zhike.platform.exports.writing import writer_for
from zhike.platform.identity.actor import Actor, Via
from zhike.platform.identity.profile import profile_of
from zhike.platform.jobs.progress import Watched
from zhike.platform.jobs.queue import Interrupted
from zhike.platform.jobs.worker import stopping

UNFINISHED = ("queued", "running", "failed")


def actor_of(export: Export) -> Actor:
    """The person who asked, with the rights they have now; the file speaks as they read when they asked."""
    person = profile_of(export.user_id)
    return Actor(
        export.user_id,
        cast("Via", export.via),
        export.request,
        "en" if export.language == "en" else "zh-CN",
        export.time_zone,
        person.name if person else "",
        None if export.scopes is None else frozenset(export.scopes),
        export.through,
    )


def asked_of(export: Export) -> Asked:
    """What was asked for."""
    ids = None if export.ids is None else tuple(UUID(one) for one in export.ids)
    return Asked(export.object, export.filter, ids, export.sort, tuple(export.fields))


def run_export(export_id: UUID, watched: Watched) -> None:
    """Write the file from its beginning, telling progress. An export that is over is left alone."""
    taken = Export.objects.filter(id=export_id, state__in=UNFINISHED)
    if not taken.update(state="running", attempt=F("attempt") + 1):
        return
    export = Export.objects.get(id=export_id)
    try:
        with watched.running():
            _write(export, watched)
    except Interrupted:
        _leave(export, "queued")
        raise
    except ZhikeError:
        # The person has lost the right, or what they asked for is gone: trying again would not help.
        _leave(export, "failed")
    except Exception:
        _leave(export, "failed")
        raise


def _leave(export: Export, state: str) -> None:
    mine = Export.objects.filter(id=export.id, attempt=export.attempt)
    if mine.update(state=state, finished_at=None if state == "queued" else now()):
        discard(export.id)


def _write(export: Export, watched: Watched) -> None:
    actor = actor_of(export)
    asked = asked_of(export)
    source = source_of(actor, asked)
    path = new_file(export.id, export.attempt)
    reading = Reading(actor.language, actor.time_zone)

    def advance(done: int, total: int) -> None:
        watched.advance(done, total)
        if stopping():
            raise Interrupted

    rows = write_file(source, path, export.format, export.encoding, reading, advance)
    source_of(
        actor, asked
    )  # closing a large workbook takes a while, in which the right may have gone
    with transaction.atomic():
        moment = now()
        mine = Export.objects.filter(id=export.id, attempt=export.attempt, state="running")
        if not mine.update(
            state="done",
            rows=rows,
            file_size=path.stat().st_size,
            finished_at=moment,
            expires_at=moment + KEPT,
        ):
            path.unlink(missing_ok=True)
            return
        path.replace(finished_file(export.id))
        record_export(actor, export.id, asked, source, export.format, rows)
        watched.finish(
            {
                "export": str(export.id),
                "rows": rows,
                "file_name": export.file_name,
                "file_size": finished_file(export.id).stat().st_size,
            }
        )


def write_file(
    source: Source,
    path: Path,
    format: str,
    encoding: str,
    reading: Reading,
    advance: Callable[[int, int], None],
) -> int:
    """Write all rows of a source to a file; returns how many. `advance` is called with (rows done, rows in all)."""
    total, done = source.count(), 0
    advance(0, total)
    with writer_for(path, format, encoding, source.headings(reading)) as writer:
        for page in source.pages(reading):
            for cells in page:
                writer.write(cells)
            done += len(page)
            advance(done, max(total, done))
    return done


def record_export(
    actor: Actor, export_id: UUID, asked: Asked, source: Source, format: str, rows: int
) -> None:
    """Write down who took what out of the house."""
    facts = {
        "filter": source.sentence._asdict(),
        "columns": list(source.fields),
        "rows": rows,
        "format": format,
    }
    write_changes(actor, [ChangeRow(asked.object, export_id, "export", {}, {"export": facts})])


def file_name(source: Source, format: str, reading: Reading, moment: datetime) -> str:
    """`Contacts 2026-11-23 1205.csv`, in the language and on the clock of the reader."""
    title = source.title.zh if reading.language == "zh-CN" else source.title.en
    plain = "".join(letter if letter.isalnum() or letter in " -" else "-" for letter in title)
    return f"{plain[:80]} {moment:%Y-%m-%d %H%M}.{format}"
