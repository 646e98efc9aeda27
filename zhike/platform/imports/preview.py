"""What an import would do, row by row, without doing it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from uuid import UUID

from zhike.kit.language import Language
from zhike.platform.identity.actor import Actor
from zhike.platform.imports.batch import BATCH_OF_PREVIEW, Run, match_rows
from zhike.platform.imports.convert import Draft
from zhike.platform.imports.models import Import, sentence_of
from zhike.platform.imports.run import converter_of, rows_of, run_of
from zhike.platform.metadata.registry import ObjectType

SHOWN: Final = 200


@dataclass(slots=True)
class PreviewRow:
    """One row: what would happen to it, its values as text, its problems in the reader's language."""

    row: int
    action: str
    record: UUID | None
    values: dict[str, str]
    problems: list[dict[str, str]]


@dataclass(slots=True)
class Preview:
    """The first rows in full and the counts of all rows looked at."""

    rows: list[PreviewRow] = field(default_factory=list)
    checked: int = 0
    counts: Counter[str] = field(default_factory=Counter)


def preview_import(
    actor: Actor, source: Import, *, limit: int | None = SHOWN, shown: int = SHOWN
) -> Preview:
    """Try the first `limit` rows (all with None) and keep the first `shown`. Rows found twice in the file count once as new.

    Raises FileGone, Forbidden.
    """
    run, converter = run_of(source, actor), converter_of(source)
    preview = Preview()
    drafts = map(converter.draft, islice(rows_of(source), limit))
    while batch := list(islice(drafts, BATCH_OF_PREVIEW)):
        for draft, action, record in _judged(run, batch):
            preview.checked += 1
            preview.counts[action] += 1
            if len(preview.rows) < shown:
                preview.rows.append(_row(run.type, draft, action, record, actor.language))
    return preview


def _judged(run: Run, batch: Sequence[Draft]) -> Iterable[tuple[Draft, str, UUID | None]]:
    run.names.settle(batch, dry=True)
    good = [draft for draft in batch if not draft.troubles]
    new: set[int] = set()
    judged: dict[int, tuple[str, UUID | None]] = {}
    for draft, write in match_rows(run, good):
        # Rows of a profile, such as the lines of an order, are all parts of what is new.
        if write.id is None and (run.profile or id(write) not in new):
            new.add(id(write))
            judged[draft.number] = ("create", None)
        else:
            judged[draft.number] = ("skip" if run.existing == "skip" else "update", write.id)
    for draft in batch:
        action, record = judged.get(draft.number, ("fail", None))
        yield draft, action, record


def _row(
    type_: ObjectType, draft: Draft, action: str, record: UUID | None, language: Language
) -> PreviewRow:
    values: dict[str, Any] = {**draft.values, **draft.names}
    shown = {
        path: draft.names[path] if path in draft.names else _text(type_, path, value)
        for path, value in values.items()
        if value not in (None, "", [])
    }
    problems = [
        {
            "field": stored["field"],
            "code": stored["code"],
            "value": stored["value"],
            "message": sentence_of(stored, language),
        }
        for stored in (trouble.stored() for trouble in draft.troubles)
    ]
    return PreviewRow(draft.number, action, record, shown, problems)


def _text(type_: ObjectType, path: str, value: Any) -> str:
    found = type_.fields.get(path)
    return (found.kind.to_text(value, found.settings) if found else str(value))[:200]
