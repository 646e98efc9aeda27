"""An import: a file, how it is read, what its columns fill, how far it has come; and the rows it could not take."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhike.kit.ids import new_id
from zhike.kit.language import Language, Text, say

STATES: Final = {
    "ready": Text("not started", "未开始"),
    "queued": Text("waiting", "等待中"),
    "running": Text("running", "进行中"),
    "done": Text("done", "已完成"),
    "failed": Text("interrupted", "已中断"),
    "cancelled": Text("stopped", "已停止"),
}


_CELL: Final = Text(
    "Column “{column}”, “{value}”: {sentence}", "列“{column}”的“{value}”：{sentence}"
)
_COLUMN: Final = Text("Column “{column}”: {sentence}", "列“{column}”：{sentence}")
_LEFT_EMPTY: Final = Text("{sentence} The cell is left empty.", "{sentence}该单元格留空。")


def told(trouble: Mapping[str, str], language: Language, *, taken: bool) -> str:
    """A problem with the heading of its column and the cell; `taken` when the row came in without the cell."""
    sentence, column, value = (
        sentence_of(trouble, language),
        trouble.get("column"),
        trouble["value"],
    )
    if column:
        shape = say(_CELL if value else _COLUMN, language)
        sentence = shape.format(column=column, value=value, sentence=sentence)
    return say(_LEFT_EMPTY, language).format(sentence=sentence) if taken else sentence


def sentence_of(trouble: Mapping[str, str], language: Language) -> str:
    """What is wrong, as one reader sees it; `trouble` is an item of `RowProblem.troubles`."""
    return say(Text(trouble["en"], trouble["zh"]), language)


class Import(models.Model):
    """One import of one file.

    `cursor` is the number of the last row that is done: it moves in the transaction that writes the rows before it, so
    an import that was cut off goes on with the next row and no row is written twice.
    """

    id: "models.UUIDField[UUID, UUID]" = models.UUIDField(primary_key=True, default=new_id)
    object = models.CharField(max_length=60)
    user = models.ForeignKey("identity.User", null=True, on_delete=models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=100), null=True)
    """What limits the token of whoever uploaded it and, once it was started, of whoever did that; null for no limit."""
    file_name = models.CharField(max_length=255)
    file_hash = models.CharField(max_length=64, db_index=True)
    file_size = models.BigIntegerField()
    text_name = models.CharField(max_length=255)
    """The file that is read, in the import's folder: a spreadsheet's sheet written out, or the file itself."""
    encoding = models.CharField(max_length=40)
    delimiter = models.CharField(max_length=1)
    skip = models.PositiveSmallIntegerField(default=0)
    header = models.BooleanField(default=True)
    sheet = models.CharField(max_length=200, blank=True)
    sheets: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    names: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    samples: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(default=list)
    mapping: "models.JSONField[list[str | None], list[str | None]]" = models.JSONField(default=list)
    options: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    """`match` (groups of fields or null), `existing`, `create_linked`, `leave_empty` (bad cells of optional fields), `defaults`."""
    state = models.CharField(max_length=10, default="ready")
    total = models.BigIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    warned = models.BigIntegerField(default=0)
    """Rows that came in with a cell left empty; they are among the others, too."""
    made: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        default=dict, db_default={}
    )
    """How many records of each object it made; several rows may be one order, and make its buyer."""
    progress: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="imports_import_mine")
        ]


class RowProblem(models.Model):
    """A row that was not imported, or not whole: its number and cells as they stood in the file, and why."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.BigIntegerField()
    taken = models.BooleanField(default=False, db_default=False)
    """Whether the row came in, with the cells of its problems left empty."""
    cells: "models.JSONField[list[str], list[str]]" = models.JSONField()
    troubles: "models.JSONField[list[dict[str, str]], list[dict[str, str]]]" = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "row"], name="imports_rowproblem_once")
        ]


class ImportedRow(models.Model):
    """The record a row of a file became, for rows that nothing else can be recognised by.

    Importing the same file again finds its records by these, so even a person without e-mail and phone is not doubled.
    """

    id = models.BigAutoField(primary_key=True)
    file_hash = models.CharField(max_length=64)
    object = models.CharField(max_length=60)
    row = models.BigIntegerField()
    record: "models.UUIDField[UUID, UUID]" = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file_hash", "object", "row"], name="imports_importedrow_once"
            )
        ]
