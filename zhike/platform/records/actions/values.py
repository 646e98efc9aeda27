"""Entered values become canonical ones; every problem is collected with its place before anything is written."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.kit.sql import Sql
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.actor import Actor
from zhike.platform.metadata.fields import clean_value
from zhike.platform.metadata.kinds.base import BadValue
from zhike.platform.metadata.registry import ObjectType, registry
from zhike.platform.metadata.seen import entered_by, seen_by
from zhike.platform.records.models import Record
from zhike.platform.records.query.reach import outermost, visible_entries, visible_rows

Cleaned = dict[str, Any]
"""Canonical JSON by field path; None clears."""

MOST_PROBLEMS: Final = 100
"""Whoever sends more wrong values has sent something else; each is told with all that would be right."""
REQUIRED = Text("Enter a value.", "此项必填。")
READ_ONLY = Text("{field} cannot be entered.", "{field}不能手工填写。")
UNKNOWN = Text(
    "There is no field “{field}”. Fields: {known}.", "没有字段“{field}”，可用字段：{known}。"
)
MISSING = Text("This entry does not exist, or you may not see it.", "该条目不存在，或您无权查看。")


def flatten(values: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    """`(path, place in the body, value)` of each value; `custom` is one level down."""
    for key, value in values.items():
        if key == "custom" and isinstance(value, Mapping):
            for inner, item in value.items():
                yield f"custom.{inner}", ("custom", inner), item
        else:
            yield key, (key,), value


def clean_values(
    actor: Actor,
    type_: ObjectType,
    values: Mapping[str, Any],
    *,
    create: bool,
    system: bool = False,
) -> Cleaned:
    """Canonical values of a create or an update. Raises ValidationFailed with every problem at once.

    `system` lets the house write read-only fields: roll-ups and states that its verbs keep.
    """
    problems: list[Problem] = []
    cleaned: Cleaned = {}
    whole = type_
    if not system:
        type_ = (entered_by if create else seen_by)(policy_of(actor), type_.key)
    for path, loc, value in flatten(values):
        if len(problems) == MOST_PROBLEMS:
            break
        field = type_.fields.get(path)
        if field is None:
            problems.append(
                Problem(
                    loc,
                    "unknown-field",
                    UNKNOWN,
                    {"field": path[:80], "known": ", ".join(type_.writable)},
                )
            )
        elif field.readonly and not system:
            problems.append(Problem(loc, "read-only", READ_ONLY, {"field": path}))
        else:
            try:
                cleaned[path] = clean_value(field, value)
            except BadValue as error:
                problems.append(Problem(loc, error.code, error.text, error.data))
    for path, field in type_.fields.items():
        missing = path not in cleaned if create else False
        if field.required and (missing or (path in cleaned and cleaned[path] in (None, "", []))):
            loc = ("custom", field.key) if field.custom else (field.key,)
            if not any(problem.loc == loc for problem in problems):
                problems.append(Problem(loc, "required", REQUIRED))
    problems += reference_problems(actor, whole, cleaned)
    if problems:
        raise ValidationFailed(problems=problems)
    return cleaned


def reference_problems(actor: Actor, type_: ObjectType, cleaned: Cleaned) -> list[Problem]:
    """A problem for each person or record pointed at that does not exist or that the actor may not see."""
    policy = policy_of(actor)
    problems = []
    for path, value in cleaned.items():
        field = type_.fields[path]
        if value is None or field.kind.name not in {"lookup", "person"}:
            continue
        target = field.settings.get("object")
        if field.kind.name == "person":
            test = Sql(
                "SELECT EXISTS (SELECT 1 FROM identity_user WHERE is_active AND id = %s)",
                (UUID(value),),
            )
        elif target is None:
            test = (
                Sql(
                    "SELECT EXISTS (SELECT 1 FROM records_entry e WHERE e.id = %s AND ",
                    (UUID(value),),
                )
                + visible_entries(policy, "e", outermost() if path in type_.spec.within else None)
                + Sql(")")
            )
        else:
            other = registry.get(str(target))
            test = (
                Sql(
                    f"SELECT EXISTS (SELECT 1 FROM {other.spec.rows} o WHERE o.id = %s AND ",
                    (UUID(value),),
                )
                + visible_rows(other, policy, "o", "view")
                + Sql(")")
            )
        with connection.cursor() as cursor:
            cursor.execute(test.text, test.params)
            if not cursor.fetchone()[0]:
                loc = ("custom", field.key) if field.custom else (field.key,)
                problems.append(Problem(loc, "unknown-reference", MISSING))
    return problems


def read_values(type_: ObjectType, record: Record, paths: Iterator[str] | list[str]) -> Cleaned:
    """Canonical JSON of fields of a loaded record."""
    found: Cleaned = {}
    for path in paths:
        field = type_.fields[path]
        if field.custom:
            found[path] = record.custom.get(field.key)
        else:
            found[path] = field.kind.load([getattr(record, column) for column in field.columns])
    return found


def blank_of(column: "models.Field[Any, Any]") -> Any:
    """What a column that takes no NULL holds when its value is cleared."""
    return column.get_default() if column.has_default() else ""


def assign_values(type_: ObjectType, record: Record, cleaned: Cleaned) -> set[str]:
    """Put canonical values on a model instance; returns the names of the model fields touched."""
    touched: set[str] = set()
    for path, value in cleaned.items():
        field = type_.fields[path]
        if field.custom:
            custom = dict(record.custom)
            custom.pop(field.key, None)
            if value is not None:
                custom[field.key] = value
            record.custom = custom
            touched.add("custom")
            continue
        for column, stored in zip(field.columns, field.kind.store(value), strict=True):
            model_field = type_.spec.model._meta.get_field(
                column.removesuffix("_id") if field.kind.name in {"lookup", "person"} else column
            )
            assert isinstance(model_field, models.Field)
            cleared = stored is None and not model_field.null
            setattr(record, column, blank_of(model_field) if cleared else stored)
            touched.add(model_field.name)
    return touched
