"""Exports over HTTP: ask, watch, fetch."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhike.kit.schemas import Input
from zhike.platform.exports import actions
from zhike.platform.exports.sources import MOST_COLUMNS, Asked
from zhike.platform.exports.writing import CONTENT_TYPES, Encoding, Format
from zhike.platform.identity.requests import ActorRequest, in_scope

router = Router(tags=["exports"], auth=in_scope)

MOST_IDS = 20_000


class ExportIn(Input):
    """What to export: the rows of `filter`, or those of `ids`; columns by field path, the usual ones when left out."""

    object: str = Field(max_length=60)
    filter: dict[str, Any] | None = None
    ids: list[UUID] | None = Field(None, max_length=MOST_IDS)
    sort: str = Field("", max_length=500)
    fields: list[Annotated[str, Field(max_length=200)]] = Field(
        default_factory=list, max_length=MOST_COLUMNS
    )
    format: Format = "csv"
    encoding: Encoding = "utf-8-bom"


class ExportOut(Schema):
    """An export: queued, running, done, failed or expired; its file can be fetched until `expires_at`."""

    id: UUID
    object: str
    format: str
    encoding: str
    file_name: str
    state: str
    rows: int
    file_size: int
    progress: UUID | None
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


class ExportList(Schema):
    """One's latest exports."""

    rows: list[ExportOut]


@router.get("/exports", response=ExportList)
def list_exports(request: ActorRequest) -> Any:
    """One's own exports, newest first."""
    return {"rows": actions.my_exports(request.actor)}


@router.post("/exports", response={202: ExportOut})
def start(request: ActorRequest, body: ExportIn) -> Any:
    """Export in the background; watch the job tray or this export."""
    asked = Asked(
        body.object,
        body.filter,
        None if body.ids is None else tuple(body.ids),
        body.sort,
        tuple(body.fields),
    )
    shape = actions.Shape(body.format, body.encoding)
    return Status(202, actions.start_export(request.actor, asked, shape))


@router.get("/exports/{uuid:export_id}", response=ExportOut)
def get_export(request: ActorRequest, export_id: UUID) -> Any:
    """One's own export."""
    return actions.my_export(request.actor, export_id)


@router.get("/exports/{uuid:export_id}/file", response={200: None})
def fetch(request: HttpRequest, export_id: UUID) -> FileResponse:
    """The file, for the person who asked for it."""
    export, path = actions.my_file(in_scope(request), export_id)
    response = FileResponse(path.open("rb"), content_type=CONTENT_TYPES[export.format])
    response["Content-Disposition"] = (
        f"attachment; filename=\"export.{export.format}\"; filename*=UTF-8''{quote(export.file_name)}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
