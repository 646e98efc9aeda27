"""Imports over HTTP: upload, correct, preview, run, watch, fetch the rows that failed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from zhike.kit.errors import Problem
from zhike.kit.language import Language
from zhike.kit.schemas import Input, Label
from zhike.platform.identity.actor import Actor
from zhike.platform.identity.requests import ActorRequest, in_scope
from zhike.platform.imports import actions
from zhike.platform.imports.error_file import error_lines
from zhike.platform.imports.headings import shown_cell
from zhike.platform.imports.made import described
from zhike.platform.imports.models import Import, sentence_of, told
from zhike.platform.imports.preview import SHOWN, preview_import
from zhike.platform.imports.run import RESULTS
from zhike.platform.imports.targets import profile_of
from zhike.platform.metadata.schemas import FieldMeta

router = Router(tags=["imports"], auth=in_scope)

_LOST: Final = "\ufffd"
Delimiter = Literal[",", ";", "\t", "|", "^", ":"]


class TargetOut(Schema):
    """What a column can fill."""

    path: str
    label: Label
    kind: str
    required: bool


class ClaimOut(Schema):
    """What may be said of every row by filling these fields among the defaults, and what one then vouches for."""

    sentence: Label
    hint: Label
    fields: list[FieldMeta]


class ColumnOut(Schema):
    """A column of the file and the field it fills."""

    index: int
    header: str
    samples: list[str]
    field: str | None


class ProblemOut(Schema):
    """Something that stands in the way of running."""

    loc: list[str | int]
    code: str
    message: str


class CreatesOut(Schema):
    """How many records of an object are made."""

    object: str
    label: Label
    count: int


class ImportOut(Schema):
    """An import. `unreadable` says that the samples hold characters that were lost; `rows` is an estimate until it ran; `cursor` is how many rows are done; `earlier` is when the file was imported before.

    `counts` are of rows, `made` of records; `rows_are_lines` says that several rows may be one record.
    """

    id: UUID
    object: str
    file_name: str
    file_size: int
    state: str
    encoding: str
    delimiter: str
    header: bool
    sheet: str
    sheets: list[str]
    columns: list[ColumnOut]
    targets: list[TargetOut]
    claims: list[ClaimOut]
    rows_sample: list[list[str]]
    match: list[list[str]] | None
    existing: str
    create_linked: bool
    leave_empty: bool
    defaults: dict[str, Any]
    problems: list[ProblemOut]
    unreadable: bool
    earlier: datetime | None
    rows: int
    cursor: int
    counts: dict[str, int]
    warned: int
    made: list[CreatesOut]
    rows_are_lines: bool
    progress: UUID | None
    created_at: datetime
    finished_at: datetime | None


class ImportLine(Schema):
    """An import in a list."""

    id: UUID
    object: str
    file_name: str
    state: str
    rows: int
    cursor: int
    counts: dict[str, int]
    created_at: datetime
    finished_at: datetime | None


class ImportList(Schema):
    """One's latest imports."""

    rows: list[ImportLine]


class ImportChange(Input):
    """What to correct; what is left out stays."""

    mapping: list[str | None] | None = Field(None, max_length=500)
    match: list[list[str]] | None = Field(None, max_length=5)
    existing: Literal["update", "fill", "skip", "create"] | None = None
    create_linked: bool | None = None
    leave_empty: bool | None = None
    defaults: dict[str, Any] | None = None
    encoding: str | None = Field(None, max_length=40)
    delimiter: Delimiter | None = None
    header: bool | None = None
    sheet: str | None = Field(None, max_length=200)


class RowProblemOut(Schema):
    """What is wrong with a cell: the field, the column's heading, the cell, and in one `sentence` all of it.

    `left_empty` says that the row comes in all the same, without the cell.
    """

    field: str
    code: str
    value: str
    column: str
    message: str
    sentence: str
    left_empty: bool


class FieldChangeOut(Schema):
    """A field of a known record, as it is and as it would be."""

    field: str
    before: Any
    after: Any


class PreviewRowOut(Schema):
    """A row, by its number in the file, and what would happen to it: create, update, unchanged, skip or fail."""

    row: int
    action: str
    record: UUID | None
    values: dict[str, Any]
    changes: list[FieldChangeOut]
    problems: list[RowProblemOut]


class PreviewOut(Schema):
    """The first rows, the first of all rows with problems, and counts by action of all rows looked at.

    `records` is how many records the new rows would be; `creates` counts those of other objects.
    """

    rows: list[PreviewRowOut]
    problem_rows: list[PreviewRowOut]
    checked: int
    counts: dict[str, int]
    warned: int
    records: int
    creates: list[CreatesOut]
    notes: list[str]


class FailedRowOut(Schema):
    """A row that was not imported, or was `taken` with cells left empty. Long cells are cut; the file of errors has them whole."""

    row: int
    taken: bool
    cells: list[str]
    problems: list[RowProblemOut]


class FailedRows(Schema):
    """The first rows that were not imported, or not whole."""

    rows: list[FailedRowOut]


def counts_of(source: Import) -> dict[str, int]:
    """How many rows came to what."""
    return {result: getattr(source, result) for result in RESULTS}


def line_of(source: Import) -> dict[str, Any]:
    """An import in a list."""
    names = ("id", "object", "file_name", "state", "cursor", "created_at", "finished_at")
    return {
        **{name: getattr(source, name) for name in names},
        "rows": source.total,
        "counts": counts_of(source),
    }


def import_out(source: Import, actor: Actor) -> dict[str, Any]:
    """An import with everything a wizard shows."""
    earlier = actions.earlier_import(source) if source.state == "ready" else None
    columns = [
        {
            "index": index, "header": name, "field": source.mapping[index],
            "samples": [row[index] for row in source.samples if index < len(row) and row[index].strip()][:3],
        }
        for index, name in enumerate(source.names)
    ]  # fmt: skip
    names = (
        "file_size",
        "encoding",
        "delimiter",
        "header",
        "sheet",
        "sheets",
        "progress",
        "warned",
    )
    return {
        **line_of(source),
        **{name: getattr(source, name) for name in names},
        "made": described(source.made),
        "rows_are_lines": profile_of(source.object) is not None,
        "columns": columns,
        "targets": actions.target_list(source),
        "claims": actions.claim_list(source),
        "rows_sample": source.samples,
        **{
            key: source.options.get(key)
            for key in ("match", "existing", "create_linked", "defaults")
        },
        "leave_empty": source.options.get("leave_empty", True),
        "problems": problems_out(actions.mapping_problems(actor, source), actor.language),
        "unreadable": any(_LOST in cell for row in (source.names, *source.samples) for cell in row),
        "earlier": earlier.created_at if earlier else None,
    }


def problems_out(problems: Sequence[Problem], language: Language) -> list[dict[str, Any]]:
    """Problems in the reader's language."""
    return [
        {"loc": list(problem.loc), "code": problem.code, "message": problem.message(language)}
        for problem in problems
    ]


@router.get("/imports", response=ImportList)
def list_imports(request: ActorRequest) -> Any:
    """One's own imports, newest first."""
    return {"rows": [line_of(row) for row in actions.my_imports(request.actor)]}


@router.post("/imports", response={201: ImportOut})
def upload(
    request: ActorRequest,
    file: File[UploadedFile],
    object: Form[str],
    encoding: Form[str | None] = None,
    delimiter: Form[Delimiter | None] = None,
    sheet: Form[str | None] = None,
) -> Any:
    """Upload a file of records of `object`; the answer says how it is read and what its columns would fill."""
    reading = actions.Reading(encoding or None, delimiter or None, None, sheet or None)
    source = actions.create_import(request.actor, object, file.name or "", file.chunks(), reading)
    return Status(201, import_out(source, request.actor))


@router.get("/imports/{uuid:import_id}", response=ImportOut)
def get_import(request: ActorRequest, import_id: UUID) -> Any:
    """An import: its state, counts, columns."""
    return import_out(actions.my_import(request.actor, import_id), request.actor)


@router.patch("/imports/{uuid:import_id}", response=ImportOut)
def change(request: ActorRequest, import_id: UUID, body: ImportChange) -> Any:
    """Correct how the file is read and what its columns fill."""
    source = actions.change_import(request.actor, import_id, body.model_dump(exclude_unset=True))
    return import_out(source, request.actor)


@router.post("/imports/{uuid:import_id}/preview", response=PreviewOut)
def preview(request: ActorRequest, import_id: UUID, rows: int = SHOWN) -> Any:
    """Try the first rows (at most 2,000) without changing anything."""
    source = actions.my_import(request.actor, import_id)
    return preview_import(request.actor, source, limit=max(1, min(rows, 2_000)))


@router.post("/imports/{uuid:import_id}/run", response={202: ImportOut})
def run(request: ActorRequest, import_id: UUID) -> Any:
    """Import in the background; watch the job tray or this import."""
    source = actions.start_import(request.actor, import_id)
    return Status(202, import_out(source, request.actor))


@router.post("/imports/{uuid:import_id}/cancel", response=ImportOut)
def cancel(request: ActorRequest, import_id: UUID) -> Any:
    """Stop; what was imported stays."""
    return import_out(actions.cancel_import(request.actor, import_id), request.actor)


@router.get("/imports/{uuid:import_id}/problems", response=FailedRows)
def problems(request: ActorRequest, import_id: UUID, limit: int = 100) -> Any:
    """The first rows that were not imported, and those that came in with a cell left empty."""
    source = actions.my_import(request.actor, import_id)
    rows = [
        {
            "row": row.row,
            "taken": row.taken,
            "cells": [shown_cell(cell) for cell in row.cells],
            "problems": [
                {
                    "column": "",
                    **trouble,
                    "message": sentence_of(trouble, request.actor.language),
                    "sentence": told(trouble, request.actor.language, taken=row.taken),
                    "left_empty": row.taken,
                }
                for trouble in row.troubles
            ],
        }
        for row in source.problems.order_by("taken", "row")[: max(1, min(limit, 1_000))]
    ]
    return {"rows": rows}


@router.get("/imports/{uuid:import_id}/errors.csv", response={200: None})
def errors_file(request: HttpRequest, import_id: UUID) -> StreamingHttpResponse:
    """The rows that were not imported, with their problems, as CSV."""
    actor = in_scope(request)
    source = actions.my_import(actor, import_id)
    response = StreamingHttpResponse(
        error_lines(source, actor.language), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-errors-{source.id}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
