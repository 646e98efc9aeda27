"""What an import would do, row by row: it is done, looked at, and undone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from zhike.kit.clock import now
from zhike.kit.ids import new_id
from zhike.kit.language import Language, Text, filled, say
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.models import Change
from zhike.platform.identity.actor import Actor
from zhike.platform.imports.batch import write_batch
from zhike.platform.imports.convert import Draft
from zhike.platform.imports.headings import Headings, shown_cell
from zhike.platform.imports.made import described, records_made
from zhike.platform.imports.models import Import, sentence_of, told
from zhike.platform.imports.run import batches, converter_of, headings_of, rows_of, run_of
from zhike.platform.imports.targets import profile_of
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.history import changed_fields

SHOWN: Final = 200
PROBLEMS_SHOWN: Final = 500
_ACTIONS: Final = {
    "created": "create",
    "updated": "update",
    "unchanged": "unchanged",
    "skipped": "skip",
    "failed": "fail",
}


@dataclass(slots=True)
class PreviewRow:
    """One row: what would happen to it, its values as the record would hold them, what would change, and its problems.

    A problem that is `left_empty` does not keep the row out.
    """

    row: int
    action: str
    record: UUID | None
    values: dict[str, Any]
    changes: list[dict[str, Any]]
    problems: list[dict[str, Any]]


@dataclass(slots=True)
class Preview:
    """The first rows in full, the first rows with problems, and counts of all rows looked at.

    `records` is how many records the new rows would be, `creates` how many of other objects would be made; `notes` are
    sentences for the reader.
    """

    rows: list[PreviewRow] = field(default_factory=list)
    problem_rows: list[PreviewRow] = field(default_factory=list)
    checked: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    warned: int = 0
    records: int = 0
    creates: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def preview_import(
    actor: Actor, source: Import, *, limit: int | None = SHOWN, shown: int = SHOWN
) -> Preview:
    """Try the first `limit` rows (all with None) and keep the first `shown`, and the first with problems.

    Each batch is written and taken back, so what one batch would create the next does not know. Raises FileGone, Forbidden.
    """
    policy_of(actor).require(source.object, "import")
    converter, headings = converter_of(source), headings_of(source)
    preview, notes, made = Preview(), Counter[Text](), Counter[str]()
    drafts = map(converter.draft, islice(rows_of(source), limit))
    for batch in batches(drafts, profile_of(source.object)):
        # An id of its own tells what this trial changes from all else.
        trial = replace(actor, request_id=new_id())
        given = [{**draft.values, **draft.names} for draft in batch]
        kept: list[tuple[Draft, PreviewRow]] = []
        with undone():
            began, run = now(), run_of(source, trial)
            write_batch(run, batch)
            notes.update(run.notes)
            made.update(records_made(trial, began))
            for draft, values in zip(batch, given, strict=True):
                action = _ACTIONS[draft.result]
                preview.checked += 1
                preview.counts[action] += 1
                preview.warned += bool(draft.warnings and not draft.troubles)
                first = len(preview.rows) < shown
                wrong = (
                    bool(draft.troubles or draft.warnings)
                    and len(preview.problem_rows) < PROBLEMS_SHOWN
                )
                if not (first or wrong):
                    continue
                row = _row(draft, action, values, headings, actor.language)
                kept.append((draft, row))
                if first:
                    preview.rows.append(row)
                if wrong:
                    preview.problem_rows.append(row)
            _tell_changes(trial, began, source.object, kept)
    preview.records = made.pop(source.object, 0)
    preview.creates = described(made)
    preview.notes = [
        say(filled(text, {"count": count}), actor.language) for text, count in notes.items()
    ]
    return preview


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _tell_changes(
    trial: Actor, began: datetime, object_key: str, kept: Sequence[tuple[Draft, PreviewRow]]
) -> None:
    """Tell what would change in known records, as far as the reader may see it."""
    updated = {row.record for _, row in kept if row.action == "update" and row.record}
    if not updated:
        return
    changes = Change.objects.filter(
        at__gte=began,
        request=trial.request_id,
        object=object_key,
        record__in=updated,
        verb="update",
    )
    rows = list(changes)
    fields = changed_fields(policy_of(trial), seen_by(policy_of(trial), object_key), rows)
    told_of: dict[UUID, list[dict[str, Any]]] = {}
    for change, own in zip(rows, fields, strict=True):
        told_of.setdefault(change.record, []).extend(own)
    for _, row in kept:
        if row.action == "update" and row.record is not None:
            row.changes = told_of.get(row.record, [])


def _row(
    draft: Draft, action: str, values: Mapping[str, Any], headings: Headings, language: Language
) -> PreviewRow:
    shown = {
        path: shown_cell(value) if isinstance(value, str) else value
        for path, value in values.items()
        if value not in (None, "", [])
    }
    problems: list[dict[str, Any]] = []
    for trouble in (*draft.troubles, *draft.warnings):
        stored = trouble.stored(headings)
        taken = not draft.troubles
        problems.append(
            {
                **{key: stored[key] for key in ("field", "code", "value", "column")},
                "message": sentence_of(stored, language),
                "sentence": told(stored, language, taken=taken),
                "left_empty": taken,
            }
        )
    known = action in {"update", "unchanged", "skip"}
    return PreviewRow(draft.place, action, draft.record if known else None, shown, [], problems)
