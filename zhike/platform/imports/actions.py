"""What a person does with an import: upload, correct how it is read and mapped, try it out, run it, stop it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from zhike.kit.errors import Forbidden, NotFound, Problem
from zhike.kit.ids import new_id
from zhike.kit.language import Text
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.imports.errors import BadMapping, WrongState
from zhike.platform.imports.headings import shown_cell
from zhike.platform.imports.jobs import import_rows
from zhike.platform.imports.mapping import check_mapping, propose
from zhike.platform.imports.models import STATES, Import
from zhike.platform.imports.reading import Table, describe
from zhike.platform.imports.run import entered_type
from zhike.platform.imports.storage import discard, original, store
from zhike.platform.imports.targets import claims_of, extra_targets_of, extras_of, targets_of
from zhike.platform.jobs.progress import start_progress
from zhike.platform.jobs.queue import defer
from zhike.platform.metadata.describe import field_meta
from zhike.platform.metadata.fields import Field, clean_value
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import entered_by

_NO_ROWS: Final = Text(
    "The file has headings but no rows. Choose a file with data.",
    "文件只有表头，没有数据行，请选择含有数据的文件。",
)
EXISTING: Final = ("update", "fill", "skip", "create")
_READING: Final = frozenset(("encoding", "delimiter", "header", "sheet"))
_OPTIONS: Final = frozenset(("match", "existing", "create_linked", "leave_empty", "defaults"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person wants a file read; None is found out."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    sheet: str | None = None


def create_import(
    actor: Actor,
    object_key: str,
    file_name: str,
    chunks: Iterable[bytes],
    reading: Reading | None = None,
) -> Import:
    """Store a file, find out what it is and propose a mapping. Nothing is imported yet.

    Raises Forbidden, UnknownObject, and what `reading.describe` raises; then the file is gone again.
    """
    policy = policy_of(actor)
    type_ = entered_by(policy, object_key)
    policy.require(object_key, "import")
    import_id = new_id()
    path, digest, size = store(import_id, chunks)
    try:
        wanted = reading or Reading()
        table = describe(
            path,
            encoding=wanted.encoding,
            delimiter=wanted.delimiter,
            header=wanted.header,
            sheet=wanted.sheet,
        )
        source = Import(
            id=import_id,
            object=object_key,
            user_id=actor.user_id,
            scopes=None if actor.scopes is None else sorted(actor.scopes),
            file_name=_shown_name(file_name),
            file_hash=digest,
            file_size=size,
        )
        _apply_table(source, type_, table)
        source.options = {
            "match": None,
            "existing": "update",
            "create_linked": True,
            "leave_empty": True,
            "defaults": {},
        }
        source.save(force_insert=True)
    except BaseException:
        discard(import_id)
        raise
    return source


def _shown_name(name: str) -> str:
    """The name a file had, for display only."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:255] or "file"


def _apply_table(source: Import, type_: ObjectType, table: Table) -> None:
    source.text_name = table.path.name
    source.encoding, source.delimiter, source.skip, source.header = (
        table.encoding,
        table.delimiter,
        table.skip,
        table.header,
    )
    source.sheet, source.sheets = table.sheet[:200], table.sheets
    source.names = table.names
    source.samples = [
        [shown_cell(cell).replace("\x00", "") for cell in row[: len(table.names)]]
        for row in table.samples[:20]
    ]
    source.total = table.rows
    source.mapping = propose(type_, table.names, table.samples)


def my_import(actor: Actor, import_id: UUID, *, lock: bool = False) -> Import:
    """An import of the actor's own, or of anybody for who administers. Raises NotFound, Forbidden."""
    rows = Import.objects.select_for_update(of=("self",)) if lock else Import.objects.all()
    found = rows.filter(id=import_id).first()
    if found is None or not (
        actor.is_house or found.user_id == actor.user_id or policy_of(actor).may("import", "admin")
    ):
        raise NotFound
    if not policy_of(actor).may(found.object, "import"):
        raise Forbidden(object=found.object, action="import")
    return found


def my_imports(actor: Actor) -> list[Import]:
    """One's latest imports, newest first; with a token those of objects it may import."""
    latest = Import.objects.filter(user=actor.user_id).order_by("-created_at")[:30]
    policy = policy_of(actor)
    return [one for one in latest if actor.scopes is None or policy.may(one.object, "import")]


def change_import(actor: Actor, import_id: UUID, changes: Mapping[str, Any]) -> Import:
    """Correct how the file is read, what its columns fill, and the options. Reading anew proposes a mapping anew.

    Raises NotFound, WrongState, BadMapping and what `reading.describe` raises.
    """
    with transaction.atomic():
        source = my_import(actor, import_id, lock=True)
        if source.state != "ready":
            raise WrongState(state=STATES[source.state])
        type_ = entered_type(source)
        if changes.keys() & _READING:
            _read_anew(source, type_, changes)
        if "mapping" in changes:
            source.mapping = list(changes["mapping"])
        source.options = {
            **source.options,
            **{key: changes[key] for key in _OPTIONS & changes.keys()},
        }
        source.options["defaults"] = _clean_options(type_, source.options)
        check_mapping(type_, source.mapping, len(source.names), given=source.options["defaults"])
        source.save()
    return source


def _read_anew(source: Import, type_: ObjectType, changes: Mapping[str, Any]) -> None:
    path = original(source.id)
    is_sheet = bool(source.sheets)
    table = describe(
        path,
        encoding=None if is_sheet else changes.get("encoding", source.encoding),
        delimiter=None if is_sheet else changes.get("delimiter", source.delimiter),
        header=changes.get("header", source.header),
        sheet=changes.get("sheet", source.sheet or None),
    )
    _apply_table(source, type_, table)


def _clean_options(type_: ObjectType, options: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults in canonical form. Raises BadMapping for any option that cannot be used."""
    problems: list[Problem] = []
    if options.get("existing") not in EXISTING:
        text = Text("Choose one of: {known}.", "请选择：{known}。")
        problems.append(
            Problem(("existing",), "unknown-option", text, {"known": ", ".join(EXISTING)})
        )
    known = {
        path
        for path, found in type_.writable.items()
        if found.kind.name in {"text", "email", "phone", "tags", "url"} and not found.custom
    }
    for number, group in enumerate(options.get("match") or ()):
        for path in group:
            if path not in known:
                text = Text(
                    "Records cannot be recognised by “{field}”. Use: {known}.",
                    "不能按“{field}”识别记录，可用：{known}。",
                )
                problems.append(
                    Problem(
                        ("match", number),
                        "unknown-field",
                        text,
                        {"field": str(path)[:80], "known": ", ".join(sorted(known))},
                    )
                )
    cleaned: dict[str, Any] = {}
    extras = extra_targets_of(type_.key) | claims_of(type_.key)
    for path, value in (options.get("defaults") or {}).items():
        found = type_.writable.get(path)
        if path in extras:
            found = Field(path, extras[path].kind, extras[path].label, extras[path].settings)
        if found is None:
            text = Text("There is no field “{field}”.", "没有字段“{field}”。")
            problems.append(
                Problem(("defaults", str(path)), "unknown-field", text, {"field": str(path)[:80]})
            )
            continue
        try:
            cleaned[path] = clean_value(found, value)
        except BadValue as error:
            problems.append(Problem(("defaults", path), error.code, error.text, error.data))
    if problems:
        raise BadMapping(problems=problems)
    return cleaned


def mapping_problems(actor: Actor, source: Import) -> Sequence[Problem]:
    """What still stands in the way of running an import."""
    if source.total == 0:
        return (Problem(("file",), "no-rows", _NO_ROWS),)
    if claimed := _claim_problems(actor, source):
        return claimed
    try:
        check_mapping(
            entered_type(source),
            source.mapping,
            len(source.names),
            given=source.options.get("defaults") or {},
        )
    except BadMapping as refused:
        return refused.problems
    return ()


def _claim_problems(actor: Actor, source: Import) -> list[Problem]:
    given = source.options.get("defaults") or {}
    return [
        problem for extra in extras_of(source.object) for problem in extra.problems(actor, given)
    ]


def earlier_import(source: Import) -> Import | None:
    """The last import of the same file into the same object that wrote something, or is about to."""
    return (
        Import.objects.filter(
            file_hash=source.file_hash,
            object=source.object,
            state__in=("queued", "running", "done"),
        )
        .exclude(id=source.id)
        .order_by("-created_at")
        .first()
    )


def start_import(actor: Actor, import_id: UUID) -> Import:
    """Queue an import; a failed or cancelled one goes on where it stopped. Starting a running one changes nothing.

    Raises NotFound, WrongState, BadMapping, FileGone, Forbidden.
    """
    with transaction.atomic():
        source = my_import(actor, import_id, lock=True)
        if source.state in {"queued", "running"}:
            return source
        if source.state == "done":
            raise WrongState(state=STATES[source.state])
        original(source.id)
        if claimed := _claim_problems(actor, source):
            raise BadMapping(problems=claimed)
        check_mapping(
            entered_type(source),
            source.mapping,
            len(source.names),
            given=source.options.get("defaults") or {},
        )
        plural = registry.get(source.object).spec.text("plural")
        title = Text(
            f"Import {plural.en}: {source.file_name}", f"导入{plural.zh}：{source.file_name}"
        )
        watched = start_progress(actor, "import", title, total=source.total)
        source.state, source.progress = "queued", watched.id
        source.scopes = None if actor.scopes is None else sorted(actor.scopes)
        source.save(update_fields=["state", "progress", "scopes"])
        defer(import_rows, lock=f"import-{source.id}", import_id=source.id, progress=watched.id)
    return source


def cancel_import(actor: Actor, import_id: UUID) -> Import:
    """Stop after the batch that is being written; what was imported stays. Raises NotFound, WrongState."""
    with transaction.atomic():
        source = my_import(actor, import_id, lock=True)
        if source.state not in {"ready", "queued", "running", "failed"}:
            raise WrongState(state=STATES[source.state])
        source.state = "cancelled"
        source.save(update_fields=["state"])
    return source


def target_list(source: Import) -> list[dict[str, Any]]:
    """What the columns of an import can fill, for a menu."""
    return [
        {
            "path": target.path,
            "label": {"en": target.label.en, "zh": target.label.zh},
            "kind": target.kind.name,
            "required": target.required,
        }
        for target in targets_of(entered_type(source)).values()
    ]


def claim_list(source: Import) -> list[dict[str, Any]]:
    """What may be said of every row of an import, with the fields that say it."""
    claims = [extra.claim for extra in extras_of(source.object)]
    return [
        {
            "sentence": claim.sentence._asdict(),
            "hint": claim.hint._asdict(),
            "fields": [
                field_meta(Field(one.path, one.kind, one.label, one.settings))
                | {"key": one.path, "custom": False}
                for one in claim.fields
            ],
        }
        for claim in claims
        if claim
    ]
