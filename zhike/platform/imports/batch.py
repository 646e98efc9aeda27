"""One batch of drafts is matched and written, in the transaction of its caller."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal
from uuid import UUID

from django.db import connection

from zhike.kit.errors import ValidationFailed, ZhikeError
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.imports.convert import Draft, Trouble, spared
from zhike.platform.imports.matching import Key, Matcher
from zhike.platform.imports.names import Names
from zhike.platform.imports.targets import (
    ImportProfile,
    claims_of,
    extra_targets_of,
    extras_of,
    overflow_of,
    profile_of,
)
from zhike.platform.metadata.registry import ObjectType
from zhike.platform.metadata.seen import seen_by
from zhike.platform.records.actions.bulk_write import EMPTY, RowWrite, write_many
from zhike.platform.records.query.reach import visible_rows

Existing = Literal["update", "fill", "skip", "create"]
"""What to do with a row about a known record: overwrite what it gives, fill only what is empty, leave it, or make another."""

NOT_EDITABLE: Final = Text(
    "This record exists already and you may not change it.", "该记录已存在，但您没有修改权限。"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the file's hash, and whether rows of it may have been imported before."""

    file_hash: str = ""
    seen_before: bool = False


@dataclass
class Run:
    """What the batches of one import share. Made anew when an import is taken up again."""

    actor: Actor
    type: ObjectType
    matcher: Matcher
    names: Names
    existing: Existing = "update"
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Values new records get where a row gives none."""
    lists: Sequence[str] = ()
    """List fields that merging reads and may move values to, for the house."""
    source: Source = field(default_factory=Source)
    notes: Counter[Text] = field(default_factory=Counter)
    """What a reader should know of rows that were taken: sentences about `{count}` of them."""

    @cached_property
    def overflow(self) -> dict[str, str]:
        """For e-mail and phone fields the list field that takes further values."""
        found = ((path, overflow_of(self.type, path)) for path in self.type.writable)
        return {path: other for path, other in found if other is not None}

    @cached_property
    def open_lists(self) -> frozenset[str]:
        """Those of the list fields the actor sees whole and may change; what others hold decides nothing."""
        seen = seen_by(policy_of(self.actor), self.type.key)
        return frozenset(self.overflow.values()) & seen.writable.keys()

    @cached_property
    def extra(self) -> frozenset[str]:
        """Paths of columns and claims that other rooms add; they are no fields of the records."""
        return frozenset(extra_targets_of(self.type.key) | claims_of(self.type.key))

    @property
    def may_create(self) -> bool:
        """Whether the actor may make new records of the object."""
        return policy_of(self.actor).may(self.type.key, "create")

    @property
    def profile(self) -> ImportProfile | None:
        """The object's own way of writing rows."""
        return profile_of(self.type.key)


def new_run(
    actor: Actor,
    type_: ObjectType,
    *,
    match: Sequence[Sequence[str]] | None,
    existing: Existing,
    create_linked: bool,
    leave_empty: bool = False,
    filled: Sequence[str],
    defaults: Mapping[str, Any],
    source: Source,
) -> Run:
    """A run with the actor's rights of this moment. `filled` are the paths the mapping may fill."""
    policy = policy_of(actor)
    groups = type_.spec.match if match is None else match
    lists = [other for path in filled if (other := overflow_of(type_, path))]
    matcher = Matcher(type_, policy, groups if existing != "create" else ())
    sparing = spared(type_) if leave_empty else frozenset()
    names = Names(actor, type_, policy, create=create_linked, spared=sparing)
    return Run(actor, type_, matcher, names, existing, defaults, lists, source)


def write_batch(run: Run, drafts: Sequence[Draft]) -> None:
    """Write the drafts that have no trouble; every draft gets a result: created, updated, unchanged, skipped or failed.

    Must be called in a transaction. A row the database refuses is found by halving and fails alone.
    """
    if run.profile is not None:
        run.profile.write(run, drafts)
    else:
        apart = [_take_apart(run, draft) for draft in drafts]
        run.names.settle(drafts)
        _write_halving(run, [draft for draft in drafts if not draft.troubles])
        _write_extras(run, drafts, apart)
    for draft in drafts:
        if draft.troubles:
            draft.result = "failed"


def _take_apart(run: Run, draft: Draft) -> dict[str, Any]:
    """Take the values of other rooms' columns out of a draft."""
    return {path: draft.values.pop(path) for path in run.extra if path in draft.values}


def _write_extras(run: Run, drafts: Sequence[Draft], apart: Sequence[Mapping[str, Any]]) -> None:
    """Hand other rooms the values of their columns, by record; new records get the defaults where a row gives none.

    What is claimed of every row holds for known records, too.
    """
    given = {path: run.defaults[path] for path in run.extra if path in run.defaults}
    claims = claims_of(run.type.key)
    claimed = {path: value for path, value in given.items() if path in claims}
    if not given and not any(apart):
        return
    rows: dict[UUID, dict[str, Any]] = {}
    for draft, values in zip(drafts, apart, strict=True):
        if draft.record is None or draft.troubles or draft.result == "skipped":
            continue
        wanted = rows.setdefault(
            draft.record, _defaults(given if draft.result == "created" else claimed, draft)
        )
        wanted.update(values)
    for extra in extras_of(run.type.key):
        fields = (*extra.targets, *(extra.claim.fields if extra.claim else ()))
        paths = {target.path for target in fields}
        own = [
            (record, {path: value for path, value in values.items() if path in paths})
            for record, values in rows.items()
            if not paths.isdisjoint(values)
        ]
        if own:
            extra.write(run, own)


def _defaults(given: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """What a record gets where its row gives nothing; a cell that could not be read is not nothing."""
    refused = {warning.path for warning in draft.warnings}
    return {
        path: value
        for path, value in given.items()
        if path not in refused and path.partition(".")[0] not in refused
    }


def _write_halving(run: Run, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    try:
        write_rows(run, drafts)
    except ZhikeError as error:
        if len(drafts) == 1:
            drafts[0].troubles.append(trouble_of(error))
            return
        middle = len(drafts) // 2
        _write_halving(run, drafts[:middle])
        _write_halving(run, drafts[middle:])


def trouble_of(error: ZhikeError) -> Trouble:
    """What a refusal of a whole row looks like beside it."""
    if isinstance(error, ValidationFailed) and error.problems:
        problem = error.problems[0]
        return Trouble(
            problem.code,
            problem.text,
            ".".join(str(part) for part in problem.loc if isinstance(part, str)),
            data=problem.data,
        )
    return Trouble(
        error.code,
        Text(
            error.message("en").replace("{", "(").replace("}", ")"),
            error.message("zh-CN").replace("{", "(").replace("}", ")"),
        ),
    )


def match_rows(run: Run, drafts: Sequence[Draft]) -> list[tuple[Draft, RowWrite]]:
    """Each draft with the write it belongs to: rows about one person, known or new, share one write."""
    keys_of_rows = [run.matcher.keys(draft.values) for draft in drafts]
    found = run.matcher.find([draft.values for draft in drafts], keys_of_rows)
    by_id: dict[object, RowWrite] = {}
    by_key: dict[Key, RowWrite] = {}
    pairs: list[tuple[Draft, RowWrite]] = []
    title = run.type.spec.title
    better = run.matcher.groups[0][0] if run.matcher.groups and run.matcher.groups[0] else ""
    for draft, record, keys in zip(drafts, found, keys_of_rows, strict=True):
        write = by_id.get(record) if record is not None else None
        if write is None:
            known = (
                other
                for key in keys
                if (other := by_key.get(key))
                and (record is None or other.id is None)
                and run.matcher.same(
                    key, draft.values, str(other.values.get(title) or ""), other.values.get(better)
                )
            )
            write = next(known, None)
        if write is None:
            write = RowWrite(dict(draft.values), record)
            if record is not None:
                by_id[record] = write
        else:
            if record is not None and write.id is None:
                write.id = record
                by_id[record] = write
            write.values |= merged(run, draft.values, write.values)
        for key in keys:
            by_key.setdefault(key, write)
        pairs.append((draft, write))
    return pairs


def write_rows(run: Run, drafts: Sequence[Draft]) -> None:
    """Match and write drafts of an object without a profile. Raises what `write_many` raises; then nothing was written."""
    pairs = match_rows(run, drafts)
    _recognise_by_row(run, pairs)
    firsts = {id(write): draft for draft, write in reversed(pairs)}
    writes = list({id(write): write for _, write in pairs}.values())
    todo = [write for write in writes if write.id is None] if run.existing == "skip" else writes
    given = {path: value for path, value in run.defaults.items() if path not in run.extra}
    for write in todo if given else ():
        if write.id is None:
            write.values = {**_defaults(given, firsts[id(write)]), **write.values}
    write_many(
        run.actor,
        run.type.key,
        todo,
        merge=lambda wanted, present: merged(run, wanted, present),
        reads=run.lists,
    )
    _remember_rows(run, pairs)
    for draft, write in pairs:
        draft.record = write.id
        if run.existing == "skip" and write not in todo:
            draft.result = "skipped"
        elif write.result == "refused":
            draft.troubles.append(Trouble("not-editable", NOT_EDITABLE))
        elif write.result == "created" and firsts[id(write)] is not draft:
            draft.result = "updated"
        else:
            draft.result = write.result


def _without_keys(
    run: Run, pairs: Sequence[tuple[Draft, RowWrite]]
) -> list[tuple[Draft, RowWrite]]:
    return [(draft, write) for draft, write in pairs if not run.matcher.has_key(draft.values)]


def _recognise_by_row(run: Run, pairs: Sequence[tuple[Draft, RowWrite]]) -> None:
    """Rows that nothing else tells apart are the records they became when this file was imported before."""
    if not run.source.seen_before or run.existing == "create":
        return
    writes = {draft.number: write for draft, write in _without_keys(run, pairs)}
    question = Sql(
        f'SELECT i."row", i.record FROM imports_importedrow i JOIN {run.type.spec.rows} t ON t.id = i.record'
        ' WHERE i.file_hash = %s AND i.object = %s AND i."row" = ANY(%s) AND ',
        (run.source.file_hash, run.type.key, list(writes)),
    ) + visible_rows(run.type, policy_of(run.actor), "t", "view")
    with connection.cursor() as cursor:
        cursor.execute(question.text, question.params)
        for row, record in cursor.fetchall():
            writes[row].id = record


def _remember_rows(run: Run, pairs: Sequence[tuple[Draft, RowWrite]]) -> None:
    if not run.source.file_hash or run.existing == "create":
        return
    new = [
        (draft.number, write.id)
        for draft, write in _without_keys(run, pairs)
        if write.result == "created"
    ]
    if not new:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO imports_importedrow (file_hash, object, "row", record)'
            " SELECT %s, %s, n.number, n.record FROM unnest(%s::bigint[], %s::uuid[]) AS n(number, record)"
            ' ON CONFLICT (file_hash, object, "row") DO UPDATE SET record = excluded.record',
            [run.source.file_hash, run.type.key, *map(list, zip(*new, strict=True))],
        )


def merged(run: Run, wanted: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The values a known record gets from a row: nothing given is lost, nothing known is dropped.

    Lists are joined. A different e-mail or phone takes the place of the old one, which moves to the list of others;
    one that is among the others already changes nothing. With `fill` only empty fields are filled, and another e-mail or
    phone joins the others. A list of others that the actor may not see or change is not compared, for that would tell
    what it holds: the old value moves there all the same, and `fill` leaves it alone.
    """
    result: dict[str, Any] = {}
    # Lists first: what they gain must be there when an e-mail or phone moves to them.
    for path, value in sorted(wanted.items(), key=lambda item: not isinstance(item[1], list)):
        before = present.get(path)
        if before in EMPTY or value == before:
            result[path] = value
        elif isinstance(value, list) and isinstance(before, list):
            result[path] = list(dict.fromkeys([*before, *value]))
        elif other := run.overflow.get(path):
            is_open = other in run.open_lists
            if run.existing == "fill" and not is_open:
                continue
            others = [*(present.get(other) or []), *(result.get(other) or [])]
            if run.existing == "fill":
                others.append(value)
            elif not is_open or value not in (present.get(other) or []):
                result[path] = value
                others = [item for item in (*others, before) if item != value]
            result[other] = list(dict.fromkeys(others))
        elif run.existing != "fill":
            result[path] = value
    # The first address is not among the others, even where a file says it twice.
    for path, other in run.overflow.items():
        if other in result:
            first = result.get(path, present.get(path))
            result[other] = [item for item in result[other] if item != first]
    return result
