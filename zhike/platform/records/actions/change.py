"""The piece every write goes through.

    with action(actor, "sign", contract) as change:
        change.set(status="signed", signed_on=day)

`action` asks the policy, opens the transaction, locks the row, and on leaving validates, writes the model, the entry
and one change row, runs the object's effects, and turns what the database refused into an error of ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhike.kit.clock import now
from zhike.kit.errors import Forbidden, NotFound, StaleVersion
from zhike.platform.access.policy import policy_of
from zhike.platform.changes.log import ChangeRow, write_changes
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.records.actions.entries import entry_fields, entry_values, rewrite_entries
from zhike.platform.records.actions.values import assign_values, clean_values, read_values
from zhike.platform.records.errors import Duplicate
from zhike.platform.records.models import Record
from zhike.platform.records.query.linked import reaches, within_reach


class Draft:
    """What an action wants to change on one record; written when the action ends."""

    def __init__(self, actor: Actor, type_: ObjectType, record: Record, *, system: bool) -> None:
        self.actor, self.type, self.record = actor, type_, record
        self._system = system
        self.values: dict[str, Any] = {}
        self.told: tuple[dict[str, Any], dict[str, Any]] = ({}, {})

    def tell(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """What else the change row should hold: parts of the record that are no fields, such as lines."""
        self.told = (before, after)

    def set(self, /, **values: Any) -> None:
        """Values by field key in JSON form; `custom={"level": "A"}` for custom fields."""
        self.values.update(values)

    def cleaned(self) -> dict[str, Any]:
        """The values that differ from what is stored, canonical. Raises ValidationFailed."""
        cleaned = clean_values(
            self.actor, self.type, self.values, create=False, system=self._system
        )
        before = read_values(self.type, self.record, list(cleaned))
        return {path: value for path, value in cleaned.items() if value != before[path]}


def locked_record(
    actor: Actor, type_: ObjectType, record_id: UUID, permission: str, *, trashed: bool = False
) -> Record:
    """The row, locked. Raises NotFound where the actor may not view it, Forbidden where only `permission` is missing."""
    policy = policy_of(actor)
    # The row alone is locked: locking what it points at would make unrelated edits wait for each other.
    rows = type_.spec.records.select_for_update(of=("self",))
    if trashed:
        rows = rows.filter(entry__purged_at__isnull=True)
    found = rows.filter(pk=record_id, deleted_at__isnull=not trashed).first()
    if not isinstance(found, Record):
        raise NotFound
    simple = policy.rows(type_.key, "view").covers(found.owner_id) and (
        trashed or not type_.spec.within
    )
    if not simple and not reaches(policy, type_, record_id, "view", trashed=trashed):
        raise NotFound
    if not within_reach(policy, type_, record_id, found.owner_id, permission, trashed=trashed):
        raise Forbidden(object=type_.key, action=permission)
    return found


@contextmanager
def refusals_as_errors(type_: ObjectType) -> Iterator[None]:
    """One transaction whose constraint violations are errors a person can act on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        raise Duplicate(object=type_.key, constraint=name) from error


@contextmanager
def action(
    actor: Actor,
    verb: str,
    record: Record | tuple[str, UUID],
    *,
    permission: str | None = None,
    version: int | None = None,
) -> Iterator[Draft]:
    """Do one thing to one record. `permission` defaults to the verb; verbs of the house may write read-only fields.

    Raises NotFound, Forbidden, StaleVersion, ValidationFailed, Duplicate; then nothing was written.
    """
    object_key, record_id = (record.object_key, record.pk) if isinstance(record, Record) else record
    type_ = registry.get(object_key)
    policy_of(actor).require(object_key, "view")
    with refusals_as_errors(type_):
        locked = locked_record(actor, type_, record_id, permission or verb)
        if version is not None and version != locked.version:
            raise StaleVersion(current=locked.version)
        draft = Draft(actor, type_, locked, system=verb != "edit")
        yield draft
        write_draft(draft, "update" if verb == "edit" else verb)
        if isinstance(record, Record):
            record.refresh_from_db()


def write_draft(draft: Draft, verb: str) -> None:
    """Write what changed: the model, the entry, one change row, then the object's checks and effects."""
    type_, record = draft.type, draft.record
    cleaned = draft.cleaned()
    if not cleaned and verb == "update":
        return
    before = read_values(type_, record, list(cleaned))
    touched = assign_values(type_, record, cleaned)
    for check in type_.spec.checks:
        check(draft.actor, record, frozenset(cleaned))
    record.version += 1
    record.updated_at = now()
    record.updated_by_id = draft.actor.user_id
    record.save(update_fields=[*touched, "version", "updated_at", "updated_by"])
    if not set(entry_fields(type_)).isdisjoint(cleaned):
        values = read_values(type_, record, entry_fields(type_))
        rewrite_entries([(record.pk, *entry_values(type_, values))])
    was, became = draft.told
    row = ChangeRow(type_.key, record.pk, verb, {**before, **was}, {**cleaned, **became})
    write_changes(draft.actor, [row])
    for effect in type_.spec.effects:
        effect(draft.actor, verb, [record.pk])
