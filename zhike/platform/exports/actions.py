"""What a person does with an export: ask for one, look how far it is, fetch its file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, NotFound
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.exports.cells import Reading, local_moment
from zhike.platform.exports.errors import ExportGone, NotReady, TooManyExports
from zhike.platform.exports.jobs import write_export
from zhike.platform.exports.models import STATES, Export
from zhike.platform.exports.run import asked_of, file_name
from zhike.platform.exports.sources import Asked, source_of
from zhike.platform.exports.storage import finished_file
from zhike.platform.exports.writing import Encoding, Format
from zhike.platform.identity.actor import Actor
from zhike.platform.jobs.progress import start_progress
from zhike.platform.jobs.queue import defer

AT_ONCE: Final = 3
"""Exports one person may have under way."""
WAIT: Final = 30


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of file; `encoding` is that of CSV."""

    format: Format = "csv"
    encoding: Encoding = "utf-8-bom"


def start_export(actor: Actor, asked: Asked, shape: Shape) -> Export:
    """Queue an export; watch the job tray.

    Raises Forbidden, TooManyExports, and what `source_of` raises for what cannot be exported so.
    """
    source = source_of(actor, asked)
    reading = Reading(actor.language, actor.time_zone)
    name = file_name(source, shape.format, reading, local_moment(now(), actor.time_zone))
    with transaction.atomic():
        _slow_down(actor)
        export = Export(
            id=new_id(),
            object=asked.object,
            user_id=_person(actor),
            via=actor.via,
            through=actor.through,
            request=actor.request_id,
            scopes=None if actor.scopes is None else sorted(actor.scopes),
            filter=None if asked.filter is None else dict(asked.filter),
            ids=None if asked.ids is None else [str(one) for one in asked.ids],
            sort=asked.sort,
            fields=list(source.fields),
            format=shape.format,
            encoding=shape.encoding,
            language=actor.language,
            time_zone=actor.time_zone,
            file_name=name,
        )
        title = Text(f"Export {source.title.en}", f"导出{source.title.zh}")
        watched = start_progress(actor, "export", title)
        export.progress = watched.id
        export.save(force_insert=True)
        defer(write_export, export_id=export.id, progress=watched.id)
    return export


def my_export(actor: Actor, export_id: UUID) -> Export:
    """An export of the actor's own; nobody else's is ever shown. Raises NotFound."""
    found = Export.objects.filter(id=export_id, user_id=_person(actor)).first()
    if found is None or not _within(actor, found):
        raise NotFound
    return found


def my_exports(actor: Actor) -> list[Export]:
    """One's latest exports, newest first."""
    latest = Export.objects.filter(user_id=_person(actor)).order_by("-created_at")[:30]
    return [export for export in latest if _within(actor, export)]


def my_file(actor: Actor, export_id: UUID) -> tuple[Export, Path]:
    """An export and its file. The right to export is asked for again: it may be gone since.

    Raises NotFound, NotReady, ExportGone, Forbidden, and what `source_of` raises.
    """
    export = my_export(actor, export_id)
    old = export.expires_at is not None and export.expires_at <= now()
    if export.state == "expired" or old:
        raise ExportGone
    if export.state != "done":
        raise NotReady(state=STATES[export.state])
    source_of(actor, asked_of(export))
    path = finished_file(export.id)
    if not path.is_file():
        raise ExportGone
    return export, path


def _within(actor: Actor, export: Export) -> bool:
    """Whether a token, where the actor has one, reaches exports of this object; people are told of all of theirs."""
    return actor.scopes is None or policy_of(actor).may(export.object, "export")


def _person(actor: Actor) -> UUID:
    """Exports belong to people; the house itself writes its files at once. Raises Forbidden."""
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


def _slow_down(actor: Actor) -> None:
    """Raise TooManyExports when enough are under way; requests of one person wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"export:{actor.user_id}"]
        )
    running = Export.objects.filter(user_id=_person(actor), state__in=("queued", "running"))
    if running.count() >= AT_ONCE:
        raise TooManyExports(seconds=WAIT)
