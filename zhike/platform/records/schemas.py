"""What the record endpoints take and give. Values of fields are described by `/meta`, not here: one envelope serves
every object, custom ones too.
"""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, model_validator

from zhike.kit.schemas import Input

VALUES_BODY: Final = {
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "Values by field key; custom ones together under `custom`.",
                }
            }
        },
        "required": True,
    }
}
"""The body of what makes or changes a record, for the API's document."""


class Ref(Schema):
    """A person or another record."""

    id: UUID
    title: str
    object: str | None = None


class RowOut(Schema):
    """A record: `id`, `version`, `title`, and its fields by key. A list says `may_edit` where the reader views more rows than
    they edit.
    """

    model_config = ConfigDict(extra="allow")
    id: UUID
    version: int
    title: str | None
    may_edit: bool | None = None


class CountOut(Schema):
    """How many rows match; `capped` when there are more than `value`."""

    value: int
    capped: bool


class PageOut(Schema):
    """A page of records, and the cursor of the next one."""

    rows: list[RowOut]
    next: str | None
    count: CountOut | None


class BulkIn(Input):
    """Records by id or by filter, and what to do with them: set values, add to lists and remove from them, or put the
    records into the trash.
    """

    ids: list[UUID] | None = Field(None, max_length=50_000)
    filter: dict[str, Any] | None = None
    set: dict[str, Any] | None = None
    add: dict[str, list[Any]] | None = None
    remove: dict[str, list[Any]] | None = None
    delete: bool = False


class BulkPreviewIn(Input):
    """Records by id or by filter."""

    ids: list[UUID] | None = Field(None, max_length=50_000)
    filter: dict[str, Any] | None = None


class BulkPreviewOut(Schema):
    """How many of the records the reader may edit, and how many they may delete."""

    edit: CountOut
    delete: CountOut


class AlikeIn(Input):
    """Values by field key, as they would be entered; those that cannot be are passed over."""

    values: dict[str, Any]


class RestoreIn(Input):
    """Records in the trash."""

    ids: list[UUID] = Field(min_length=1, max_length=200)


class BulkOut(Schema):
    """How many records changed, and the request to undo it by."""

    changed: int
    request: UUID


class UndoIn(Input):
    """The request to take back: all it did, or what it did to one record, or to some fields of that."""

    request: UUID
    object: str | None = Field(None, max_length=60)
    record: UUID | None = None
    fields: list[Annotated[str, Field(max_length=80)]] = Field(default=[], max_length=100)

    @model_validator(mode="after")
    def one_record(self) -> "UndoIn":
        """A record is named with its object, fields only with their record."""
        if (self.object is None) != (self.record is None) or (self.fields and not self.record):
            raise ValueError("give object and record together, and fields only with them")
        return self


class KeptOut(Schema):
    """A record that stays as it is; `fields` were changed since."""

    object: str
    record: UUID
    title: str | None
    why: Literal["changed-since", "gone", "not-allowed", "cannot-be-undone"]
    fields: list[str]


class UndoOut(Schema):
    """How many records were put back, how many stay as they are, and the first hundred of these."""

    undone: int
    kept_count: int
    kept: list[KeptOut]


class GroupIn(Input):
    """A field to group by; `by` is day, week, month, quarter or year for dates."""

    field: str
    by: str | None = None


class MeasureIn(Input):
    """count, or sum, avg, min, max of a field."""

    fn: str
    field: str | None = None


class AggregateIn(Input):
    """What to count or sum, over what, by what."""

    filter: dict[str, Any] | None = None
    group: list[GroupIn] = Field(default_factory=list)
    measures: list[MeasureIn] = Field(default_factory=lambda: [MeasureIn(fn="count")])


class AggregateRow(Schema):
    """One group: its values and its measures, in the order asked for."""

    group: list[Any]
    measures: list[Any]


class AggregateOut(Schema):
    """Groups in order."""

    rows: list[AggregateRow]


class TimelineItem(Schema):
    """One moment of a record."""

    id: str
    kind: str
    at: datetime
    title: str
    text: str
    actor: Ref | None
    object: str | None
    record: UUID | None
    data: dict[str, Any]


class TimelineOut(Schema):
    """Newest first; pass `next` as `before` for older ones."""

    items: list[TimelineItem]
    next: datetime | None


class DescribeIn(Input):
    """A filter to put into words."""

    object: str
    filter: dict[str, Any] | None = None


class DescribeOut(Schema):
    """The filter as a sentence in both languages."""

    en: str
    zh: str


class RecordLinkIn(Input):
    """Another record to tie, with an optional word for how."""

    target: UUID
    kind: str = Field("", max_length=60)


class RecordLinkOut(Schema):
    """A record tied to this one; `outgoing` where the tie was made from this end."""

    id: UUID
    object: str
    title: str
    kind: str
    outgoing: bool
